"""Entries on disk by key: written whole or not at all, verified when they are read; a bad one is a miss."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradanim.store.partials import partial_path

_MARK = b"gradanim entry 1\n"
_NAME = re.compile(r"[0-9a-f]{62}")
_DIGEST = hashlib.sha256().digest_size


class NoHomeError(RuntimeError):
    """The system knows no home folder of this user, or only one that depends on where a process runs."""


def user_cache() -> Path:
    """The folder of this user for what can be made again, in which gradanim has one of its own.

    Source:
        XDG Base Directory Specification: a variable that holds a relative path is to be ignored.

    Raises:
        NoHomeError: this user has none.
    """
    chosen = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (chosen if chosen.is_absolute() else _home() / ".cache") / "gradanim"


def _home() -> Path:
    try:
        home = Path.home()
    except RuntimeError as error:
        raise NoHomeError(str(error)) from error
    if not home.is_absolute():
        # Workers run elsewhere and would keep things in another place.
        raise NoHomeError(f"HOME is relative: {home}")
    return home


def key_of(parts: Any) -> str:
    """A key for what JSON can say: the same for the same parts in every process and on every machine."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Store:
    """Entries of one kind in one folder; any number of processes may use it at once.

    An entry that is missing, cut short, changed or not a file is a miss, and what cannot be written is not kept:
    a store never fails, it only saves time.

    Attributes:
        folder: where the entries lie; made when the first is kept.
    """

    folder: Path

    def get(self, key: str) -> bytes | None:
        """What was kept under a key, or None."""
        try:
            # A link could lead to anything; only files that were put here count.
            handle = os.open(self._path(key), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(handle, "rb") as file:
                data = file.read()
        except OSError:
            return None
        start = len(_MARK) + _DIGEST
        body = data[start:]
        whole = (
            data[: len(_MARK)] == _MARK
            and hashlib.sha256(key.encode() + body).digest() == data[len(_MARK) : start]
        )
        return body if whole else None

    def has(self, key: str) -> bool:
        """Whether a file stands where the entry would be; only reading it shows whether it is whole."""
        path = self._path(key)
        return path.is_file() and not path.is_symlink()

    def put(self, key: str, body: bytes) -> None:
        """Keeps what belongs to a key."""
        path = self._path(key)
        partial = partial_path(path)
        digest = hashlib.sha256(key.encode() + body).digest()
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                partial.write_bytes(_MARK + digest + body)
                partial.replace(path)
            finally:
                partial.unlink(missing_ok=True)

    def files(self) -> Iterator[os.DirEntry[str]]:
        """The files of the entries, good or bad."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            with suppress(OSError):
                yield from (entry for entry in os.scandir(folder) if _NAME.fullmatch(entry.name))

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]
