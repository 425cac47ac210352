"""Looking after the cache of clips: what is in it, what is damaged, and what may go.

A running build holds the cache (`held`), and every clip that it finds or keeps is marked as used at that moment.
`prune` never takes a clip that was used since the first of the running builds began; the marks of builds that are gone
count no more, since the system lets go of their locks.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from gradanim.batch.cache_writing import cache_writing
from gradanim.batch.clip_entry import ENTRY
from gradanim.batch.clips import Clips
from gradanim.store import partial_path, sweep_partials

_HELD = "build"
# Clocks of file systems and of machines differ a little.
_MARGIN = 2.0


class Kept(Struct, frozen=True):
    """A clip in the cache as it looks from outside.

    Attributes:
        key: its key.
        bytes: size of its files.
        used: when it was last used, in seconds since 1970.
    """

    key: str
    bytes: int
    used: float


class Pruned(Struct, frozen=True):
    """What `prune` did: clips removed and their bytes, and what is left."""

    removed: int
    freed: int
    left: int
    left_bytes: int


@contextmanager
def held(clips: Clips) -> Iterator[None]:
    """While the block runs, `prune` leaves alone what is used from now on, in this process or another.

    At its end what killed writers have left behind goes, those of earlier builds among them.

    Raises:
        ProblemError: the cache cannot be written (exit code 3).
    """
    path = partial_path(clips.root / _HELD)
    with cache_writing(clips.cache, path.parent, made=False):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Inherited by forked workers: as long as one of them lives, the cache is held.
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        os.close(handle)
        _sweep(clips)


def kept(clips: Clips) -> list[Kept]:
    """Every clip, the one that was not used for the longest time first; nothing is checked."""
    found = []
    for key in clips.every_key():
        with suppress(OSError):
            found.append(_look(clips, key))
    return sorted(found, key=lambda item: (item.used, item.key))


def verify(clips: Clips) -> tuple[int, list[str]]:
    """Checks every byte of every clip and removes the damaged ones.

    Returns:
        The number of good clips, and the keys of the others.
    """
    bad, good = [], 0
    for key in list(clips.every_key()):
        if clips.find(key, used=False) is None:
            bad.append(key)
        else:
            good += 1
    return good, bad


def prune(clips: Clips, max_bytes: int | None = None, max_age: float | None = None) -> Pruned:
    """Removes clips that were not used for ``max_age`` seconds, then the oldest ones until ``max_bytes`` are left.

    What a running build holds stays, whatever the limits; what killed writers left behind goes.
    """
    spared = _spared_from(clips)
    _sweep(clips, "*")
    everything = kept(clips)
    total, removed, freed = sum(item.bytes for item in everything), 0, 0
    now = time.time()
    for item in everything:
        old = max_age is not None and now - item.used > max_age
        full = max_bytes is not None and total - freed > max_bytes
        if (old or full) and _still_unused(clips, item, spared):
            clips.discard(item.key)
            removed, freed = removed + 1, freed + item.bytes
    return Pruned(removed, freed, len(everything) - removed, total - freed)


def _look(clips: Clips, key: str) -> Kept:
    place = clips.place(key)
    if place.is_symlink() or not place.is_dir():
        return Kept(key, 0, 0.0)
    sizes = [entry.stat(follow_symlinks=False).st_size for entry in os.scandir(place)]
    return Kept(key, sum(sizes), _used(place))


def _used(place: Path) -> float:
    try:
        return (place / ENTRY).lstat().st_mtime
    except FileNotFoundError:
        return 0.0


def _still_unused(clips: Clips, item: Kept, spared: float) -> bool:
    with suppress(OSError):
        used = _used(clips.place(item.key))
        return used < spared and used == item.used
    return False


def _spared_from(clips: Clips) -> float:
    """When the first of the running builds began; what was used since then stays."""
    first = float("inf")
    with suppress(FileNotFoundError):
        for entry in os.scandir(clips.root):
            if entry.name.startswith(f".{_HELD}.partial-"):
                with suppress(OSError):
                    first = min(first, _began(Path(entry.path)))
    return first - _MARGIN


def _began(path: Path) -> float:
    """When the build that holds the cache by a file began; never, where it is gone, and then the file goes too."""
    handle = os.open(path, os.O_RDWR)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return os.fstat(handle).st_mtime
        # Between making the file and locking it a build is not yet to be seen by its lock.
        if time.time() - os.fstat(handle).st_mtime < _MARGIN:
            return os.fstat(handle).st_mtime
        path.unlink(missing_ok=True)
        return float("inf")
    finally:
        os.close(handle)


def _sweep(clips: Clips, everything: str = "clips") -> None:
    """Removes the marks of builds and the drafts of writers that live no more.

    Args:
        clips: the clips.
        everything: which of the folders of the cache are looked through; ``*`` stands for all.
    """
    _spared_from(clips)
    for folder in clips.cache.glob(f"{everything}/[0-9a-f][0-9a-f]"):
        sweep_partials(folder)
