"""How kernels are compiled: without fast mathematics, without the interpreter lock, kept on disk."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numba

# States of the sources whose compiled code stays on disk: the present one, and those another checkout may be using.
_STATES_KEPT = 4

F = TypeVar("F", bound=Callable[..., Any])

# No fastmath: sums keep their order and nothing is fused, so that every machine and thread count gives the same bytes.
# The numpy error model lets a division by zero be an infinity instead of a branch, which keeps loops vectorised.
# Kernels make no arrays; without the runtime that counts references to them, passing many arrays around costs nothing.
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}


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
    numba.config.CACHE_DIR = str(_cache_directory(before))
    try:
        compiled: F = numba.njit(cache=True, **_OPTIONS)(function)
    finally:
        numba.config.CACHE_DIR = before
    return compiled


@lru_cache
def _cache_directory(chosen: str) -> Path:
    """A folder of its own for every state of the sources.

    Numba looks only at the file of the kernel itself when it decides whether stored code is stale; a change to an inner
    function in another file would go unseen. ``chosen`` is the folder that the user gave numba, or "".
    """
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(here.glob("*.py")):
        digest.update(path.read_bytes())
    name = f"kernels-{digest.hexdigest()[:16]}"
    places = (Path(chosen),) if chosen else (here / "__pycache__", _user_cache(), Path(tempfile.gettempdir()))
    for base in places:
        folder = base / name
        try:
            if not folder.is_dir():
                folder.mkdir(parents=True, exist_ok=True)
                _forget_old(base)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    raise OSError("no folder to keep compiled kernels in")


def _forget_old(base: Path) -> None:
    """Removes what was kept for states of the sources other than the latest few."""
    folders = sorted(base.glob("kernels-*"), key=lambda folder: folder.stat().st_mtime)
    for folder in folders[:-_STATES_KEPT]:
        shutil.rmtree(folder, ignore_errors=True)


def _user_cache() -> Path:
    """The folder for caches of this user."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gradanim"
