"""How kernels are compiled: without fast mathematics, without the interpreter lock, kept on disk."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import numba

from gradanim.raster.kernel_cache import cache_directory

F = TypeVar("F", bound=Callable[..., Any])

# No fastmath: sums keep their order and nothing is fused, so that every machine and thread count gives the same bytes.
# The numpy error model lets a division by zero be an infinity instead of a branch, which keeps loops vectorised.
# Kernels make no arrays; without the runtime that counts references to them, passing many arrays around costs nothing.
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}


def without_blas() -> None:
    """Has numba not look for linear algebra, which no kernel uses: scipy's takes a sixth of a second to import.

    For processes that are ours alone: code compiled later in this process cannot use ``numpy.dot``.
    """
    name = "scipy.linalg.cython_blas"
    if name in sys.modules or "numba.np.arraymath" in sys.modules:
        return
    # So marked, a module is not found.
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        importlib.import_module("numba.np.arraymath")
    finally:
        del sys.modules[name]


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
        compiled: F = numba.njit(cache=True, **_OPTIONS)(function)
    finally:
        numba.config.CACHE_DIR = before
    return compiled
