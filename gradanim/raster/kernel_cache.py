"""Where compiled kernels are kept, told without importing the compiler."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

from gradanim.problems import Problem, ProblemError
from gradanim.store import user_cache

# States of the sources whose compiled code stays on disk: the present one, and those another checkout may be using.
_STATES_KEPT = 4
# The index of the kernel that takes longest to compile, for this version of Python.
_LONGEST = f"tile_draw.draw_tiles-*.py{sys.version_info.major}{sys.version_info.minor}*.nbi"


def is_compiled() -> bool:
    """Whether the kernels of the present sources are on disk, so that the first picture comes at once."""
    folder = cache_directory(os.environ.get("NUMBA_CACHE_DIR", ""))
    return any(folder.rglob(_LONGEST))


@lru_cache
def cache_directory(chosen: str) -> Path:
    """A folder of its own for every state of the sources.

    Numba looks only at the file of the kernel itself when it decides whether stored code is stale; a change to an inner
    function in another file would go unseen. ``chosen`` is the folder that the user gave numba, or "".
    """
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(here.glob("*.py")):
        digest.update(path.read_bytes())
    name = f"kernels-{digest.hexdigest()[:16]}"
    places = (Path(chosen),) if chosen else (here / "__pycache__", user_cache(), Path(tempfile.gettempdir()))
    refused = []
    for base in places:
        folder = base / name
        try:
            if not folder.is_dir():
                folder.mkdir(parents=True, exist_ok=True)
                _forget_old(base)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError as error:
            refused.append(f"{folder}: {error.strerror or error}")
    raise ProblemError(Problem("kernels_unwritable", {"cause": "; ".join(refused)}, exit_code=3))


def _forget_old(base: Path) -> None:
    """Removes what was kept for states of the sources other than the latest few."""
    folders = sorted(base.glob("kernels-*"), key=lambda folder: folder.stat().st_mtime)
    for folder in folders[:-_STATES_KEPT]:
        shutil.rmtree(folder, ignore_errors=True)
