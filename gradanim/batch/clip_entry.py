"""One clip in the cache: its files and the record that describes them, written and checked."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from msgspec import Struct

from gradanim.store import key_of

SCHEMA = "gradanim-clip/1"
FILM, LAST, TILE, ENTRY = "clip.mp4", "last.png", "tile.png", "entry.json"
NAMES = frozenset({FILM, LAST, TILE})
# Neither links are followed nor is anybody waited for at a named pipe.
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
# An entry is far smaller; whatever is larger is something else.
_MOST_ENTRY_BYTES = 1 << 20
_CHUNK = 1 << 20


class About(Struct, frozen=True):
    """What is known of a clip besides its files.

    Attributes:
        frames: its number of frames.
        fps: frames per second.
        size: width and height in pixels.
        seconds: how long it took to make.
        made_by: the checksums of the parts of its beat's key.
    """

    frames: int
    fps: Fraction
    size: tuple[int, int]
    seconds: float
    made_by: Mapping[str, str]


class Entry(Struct, frozen=True):
    """A clip in the cache whose files were whole when it was found.

    Attributes:
        key: its key.
        folder: where its files are.
        about: what is known of it.
        bytes: size of its files by name.
    """

    key: str
    folder: Path
    about: About
    bytes: Mapping[str, int]

    @property
    def film(self) -> Path:
        """The clip."""
        return self.folder / FILM

    @property
    def last(self) -> Path | None:
        """The last frame of the beat, where the clip ends one."""
        return self.folder / LAST if LAST in self.bytes else None

    @property
    def tile(self) -> Path | None:
        """The same for the contact sheet."""
        return self.folder / TILE if TILE in self.bytes else None


def entry_text(key: str, about: About, files: Mapping[str, Any]) -> str:
    """The text of ``entry.json``; ``files`` as `described` gives them, by name."""
    record = {
        "schema": SCHEMA,
        "key": key,
        "frames": about.frames,
        "fps": [about.fps.numerator, about.fps.denominator],
        "size": list(about.size),
        "seconds": round(about.seconds, 3),
        "made_by": dict(about.made_by),
        "files": dict(files),
    }
    return json.dumps({**record, "check": key_of(record)}, indent=1, sort_keys=True)


def checked_entry(handle: int, key: str, folder: Path) -> Entry:
    """The entry of an open folder.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it is not what was put there.
        OSError: it cannot be read.
    """
    record = _record(handle, key)
    files = record["files"]
    for name, file in files.items():
        digest = hashlib.sha256()
        for data in _content(handle, name, file["bytes"]):
            digest.update(data)
        if digest.hexdigest() != file["sha256"]:
            raise ValueError(f"{name} has changed")
    width, height = record["size"]
    about = About(
        record["frames"], Fraction(*record["fps"]), (width, height), record["seconds"], record["made_by"]
    )
    return Entry(key, folder, about, {name: file["bytes"] for name, file in files.items()})


def check_sizes(handle: int, key: str) -> None:
    """Looks whether everything in an open folder has the size that its entry tells; of the files nothing is read.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it is not what was put there.
        OSError: it cannot be read.
    """
    for name, file in _record(handle, key)["files"].items():
        found = os.stat(name, dir_fd=handle, follow_symlinks=False)
        if not stat.S_ISREG(found.st_mode) or found.st_size != file["bytes"]:
            raise ValueError(f"{name} is not what was put there")


def _record(handle: int, key: str) -> dict[str, Any]:
    """What the entry of an open folder tells, which holds the files of the entry and no others; raises as its users."""
    record: dict[str, Any] = json.loads(b"".join(_content(handle, ENTRY, _MOST_ENTRY_BYTES)))
    check = record.pop("check")
    whole = check == key_of(record) and record["schema"] == SCHEMA and record["key"] == key
    if not whole or {ENTRY, *record["files"]} != set(os.listdir(handle)):
        raise ValueError("not a clip")
    return record


def _content(handle: int, name: str, most: int) -> Iterator[bytes]:
    """What is in a plain file of an open folder, in pieces.

    Raises:
        ValueError: it is not a plain file, or is longer.
        OSError: it cannot be read, or is a link.
    """
    with os.fdopen(os.open(name, READ, dir_fd=handle), "rb", buffering=0) as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_size > most:
            raise ValueError(f"{name} is not what was put there")
        while data := file.read(_CHUNK):
            yield data


def described(path: Path) -> dict[str, Any]:
    """Size and SHA-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {"bytes": file.tell(), "sha256": digest}
