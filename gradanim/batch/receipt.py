"""Receipts: what the last whole build of a series read and wrote, so that the next one sees at once that all stands.

A receipt holds the SHA-256 of every file that the series was read from, of gradanim's own sources, of the names and
versions of all installed packages, and of every file that was published. Where all of them are the same there is
nothing to do, and nothing has to be imported to know it. What else decides stands in the name of the receipt.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from gradanim.batch.checksums import Checksums
from gradanim.store import Store, key_of

# `gradanim.encode.ffmpeg.NAMED`: what encodes is not imported where there may be nothing to do.
_NAMED = "IMAGEIO_FFMPEG_EXE"
SCHEMA = "gradanim-receipt/1"


class Written(Struct, frozen=True):
    """A published file: its name in the output folder, its size, its SHA-256 in hex."""

    path: str
    bytes: int
    sha256: str


class Receipt(Struct, frozen=True):
    """The receipt of one build.

    Attributes:
        cache: the cache folder.
        out: the output folder.
        name: what else decides: the series, the look, what becomes of captions.
    """

    cache: Path
    out: Path
    name: tuple[str, ...]

    def standing(self) -> tuple[int, str] | None:
        """Where nothing has changed: how many scenes stand, and the report that says so. Else None."""
        kept = self._store.get(self._key)
        if kept is None:
            return None
        record = json.loads(kept)
        checksums = Checksums(self.cache, self.out)
        if record["state"] != state() or record["inputs"] != digests(record["inputs"]):
            return None
        good = all(checksums.holds(self.out / item[0], Written(*item)) for item in record["outputs"])
        checksums.save()
        return (int(record["scenes"]), str(record["report"])) if good else None

    def keep(
        self, inputs: Mapping[str, str | None], standing: tuple[int, str], outputs: Sequence[Written]
    ) -> None:
        """Notes a whole build.

        Args:
            inputs: SHA-256 by path, as `digests` gave them before the files were read.
            standing: how many scenes there are, and what the report says of a build that leaves all as it is.
            outputs: what was published.
        """
        record: dict[str, Any] = {"state": state(), "inputs": dict(inputs)}
        record["scenes"], record["report"] = standing
        record["outputs"] = [[item.path, item.bytes, item.sha256] for item in outputs]
        self._store.put(self._key, json.dumps(record).encode())

    @property
    def _store(self) -> Store:
        return Store(self.cache / "receipts")

    @property
    def _key(self) -> str:
        folder = os.path.abspath(self.out)  # noqa: PTH100 - links in the path need no resolving
        return key_of([SCHEMA, folder, os.getcwd(), *self.name])  # noqa: PTH109 - paths are told as they were named


def digests(paths: Iterable[str]) -> dict[str, str | None]:
    """SHA-256 in hex by path; None for a file that cannot be read."""
    return {path: _digest(path) for path in paths}


def state() -> str:
    """One digest of what else the files of a scene are made by: all our sources, all packages, ffmpeg."""
    found = hashlib.sha256(sys.version.encode())
    for name in sorted(_sources()):
        found.update(name.encode() + b"\0" + Path(name).read_bytes())
    found.update(json.dumps([*_packages(), *_ffmpeg()]).encode())
    return found.hexdigest()


def _digest(path: str) -> str | None:
    try:
        # Neither a pipe that nobody writes nor a device without an end is waited for.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(handle, "rb", buffering=0) as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return None
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _sources() -> Iterable[str]:
    for place, _, names in os.walk(Path(__file__).parents[1]):
        yield from (os.path.join(place, name) for name in names if name.endswith(".py"))  # noqa: PTH118


def _packages() -> Iterable[str]:
    """Names and versions of what is installed, from the names of the folders that describe it."""
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - an entry of sys.path is a text
        except OSError:
            continue
        yield from sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def _ffmpeg() -> Iterable[str]:
    for program in (shutil.which("ffmpeg"), os.environ.get(_NAMED)):
        try:
            found = os.stat(program) if program else None  # noqa: PTH116
        except OSError:
            found = None
        yield f"{program} {found.st_size} {found.st_mtime_ns}" if found else f"{program}"
