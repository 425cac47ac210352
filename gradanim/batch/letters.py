"""Letters that were drawn, as far as they lie in a cache: how many, how large, and which are old.

They are kept by `render` in the cache of the user. Nobody marks them as used, so their age is that of their drawing;
one that goes is drawn again when a film needs it.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from gradanim.store import Store


def letters(cache: Path) -> tuple[int, int]:
    """How many drawn letters there are in a cache, and their bytes."""
    sizes = [entry.stat(follow_symlinks=False).st_size for entry in Store(cache / "letters").files()]
    return len(sizes), sum(sizes)


def prune_letters(cache: Path, max_age: float) -> tuple[int, int]:
    """Removes letters that were drawn more than ``max_age`` seconds ago; returns how many, and their bytes."""
    removed = freed = 0
    now = time.time()
    for entry in Store(cache / "letters").files():
        with suppress(OSError):
            found = entry.stat(follow_symlinks=False)
            if now - found.st_mtime > max_age:
                os.unlink(entry.path)  # noqa: PTH108 - an entry of scandir has its path as a text
                removed, freed = removed + 1, freed + found.st_size
    return removed, freed
