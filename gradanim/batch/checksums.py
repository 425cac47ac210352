"""The SHA-256 of published files, without reading them again where that is safe."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from pathlib import Path
from typing import Protocol

from gradanim.store import Store, key_of

# In nanoseconds; the coarsest clock of a file system in use (FAT) ticks every two seconds.
UNSURE = 2_500_000_000
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
Mark = tuple[int, ...]


class Described(Protocol):
    """What is said of a file: its size and its SHA-256 in hex."""

    @property
    def bytes(self) -> int: ...

    @property
    def sha256(self) -> str: ...


class Checksums:
    """The SHA-256 of files of one output folder, remembered in the cache from run to run.

    Args:
        cache: the cache folder.
        out: the output folder.
    """

    def __init__(self, cache: Path, out: Path) -> None:
        self._store = Store(cache / "outputs")
        self._key = key_of(["outputs", os.path.abspath(out)])  # noqa: PTH100 - links in the path need no resolving
        self._known = _marks(self._store.get(self._key))
        self._changed = False

    def holds(self, path: Path, entry: Described) -> bool:
        """Whether a file is there, a plain one, with the bytes that an entry says."""
        try:
            handle = os.open(path, _READ)
        except OSError:
            return False
        now, found = time.time_ns(), os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            # A folder cannot even be opened as a file.
            os.close(handle)
            return False
        with os.fdopen(handle, "rb", buffering=0) as file:
            if found.st_size != entry.bytes:
                return False
            mark = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
            known = self._known.get(path.name)
            if known is not None and known[0] == mark:
                return known[1] == entry.sha256
            try:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:
                return False
        self._changed = True
        self._known.pop(path.name, None)
        if found.st_ctime_ns + UNSURE < now:
            self._known[path.name] = mark, digest
        return digest == entry.sha256

    def save(self) -> None:
        """Remembers for the next run; where that cannot be written the next run reads the files again."""
        if self._changed:
            text = json.dumps({name: [*mark, digest] for name, (mark, digest) in self._known.items()})
            self._store.put(self._key, text.encode())
            self._changed = False


def _marks(data: bytes | None) -> dict[str, tuple[Mark, str]]:
    """What was remembered; the store has checked that it is what was put there."""
    if data is None:
        return {}
    return {name: (tuple(values[:-1]), values[-1]) for name, values in json.loads(data).items()}
