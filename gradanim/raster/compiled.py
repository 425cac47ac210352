"""How kernels are compiled: without fast mathematics, without the interpreter lock, kept on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba
from numba.core.caching import FunctionCache

from gradanim.raster.kernel_cache import cache_directory

F = TypeVar("F", bound=Callable[..., Any])

# No fastmath: sums keep their order and nothing is fused, so that every machine and thread count gives the same bytes.
# The numpy error model lets a division by zero be an infinity instead of a branch, which keeps loops vectorised.
# Kernels make no arrays; without the runtime that counts references to them, passing many arrays around costs nothing.
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}


class _Loading:
    """The target of the compiler, not made ready for compiling: that takes a tenth of a second, for loading in vain."""

    def __init__(self, target: Any) -> None:
        self._target = target

    def refresh(self) -> None:
        """Whoever compiles does this by itself."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._target, name)


class _KeptCode(FunctionCache):  # type: ignore[misc]  # numba has no types
    """The machine code of a kernel on disk."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The code for the types of a call, or None where it was never compiled."""
        return super().load_overload(sig, _Loading(target_context))


def inner(function: F) -> F:
    """A function that only kernels call; it is compiled into them."""
    compiled: F = numba.njit(forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, **_OPTIONS)(
        function
    )
    return compiled


def spliced(function: F) -> F:
    """An inner function that is written out where it is called, before anything is compiled.

    What calls many others is compiled once less that way, which takes most of the time; small and repeated functions
    are better as ``inner``.
    """
    compiled: F = numba.njit(inline="always", no_cpython_wrapper=True, no_cfunc_wrapper=True, **_OPTIONS)(
        function
    )
    return compiled


def kernel(function: F) -> F:
    """A function that Python calls; its machine code is kept on disk."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(cache_directory(before))
    try:
        compiled: Any = numba.njit(**_OPTIONS)(function)
        # As `cache=True` does, with a class of ours.
        compiled._cache = _KeptCode(function)
    finally:
        numba.config.CACHE_DIR = before
    kept: F = compiled
    return kept
