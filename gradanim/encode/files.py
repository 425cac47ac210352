"""Files that stand under their final name only when they are complete: write, verify, sync, rename."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gradanim.problems import Problem, ProblemError
from gradanim.problems.shortage import shortage
from gradanim.store import partial_path, sweep_partials

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_problem(error: OSError, path: Path) -> Problem:
    """What a failed write of ``path`` means: full disk, no right, a shortage, or the system's own words."""
    short = shortage(error)
    if short is not None:
        return short
    cause = error.strerror or str(error)
    if error.errno in _FULL:
        return Problem("disk_full", {"path": path}, exit_code=3)
    if error.errno in _FORBIDDEN:
        return Problem("folder_unwritable", {"path": path, "cause": cause}, exit_code=3)
    for place in (path, *path.parents):
        if place.is_symlink() and not place.exists():
            details = {"path": path, "link": place, "target": place.readlink()}
            return Problem("write_through_link", details, exit_code=3)
        if place != path and place.exists() and not place.is_dir():
            cause = f"{place} is not a folder"
    return Problem("write_failed", {"path": path, "cause": cause}, exit_code=3)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns every ``OSError`` of the block into the problem that ``path`` could not be written."""
    try:
        yield
    except OSError as error:
        raise ProblemError(write_problem(error, path)) from error


def sync_file(path: Path) -> None:
    """Wait until a file is on the disk.

    Raises:
        OSError: the disk refused.
    """
    _sync(path, os.O_RDWR)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the file system can do so."""
    _sync_folder(folder)


def publish_partial(partial: Path, final: Path) -> None:
    """Give a complete file its final name: sync it, rename it, sync the folder.

    Raises:
        ProblemError: the file system refused; the partial file is still there.
    """
    with writing(final):
        _sync(partial, os.O_RDWR)
        partial.replace(final)
        _sync_folder(final.parent)


def publish_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` so that a reader sees the old file or the whole new one, never a part.

    The folder is made where it is missing. What was written is read back before it gets its name.

    Raises:
        ProblemError: full disk, no right to write, or any other refusal (exit code 3).
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep_partials(path.parent, path.name)
        partial = partial_path(path)
        try:
            partial.write_bytes(data)
            _same(partial, data, path)
            publish_partial(partial, path)
        finally:
            partial.unlink(missing_ok=True)


def publish_text(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 with ``\\n`` line ends, exactly like `publish_bytes`."""
    publish_bytes(path, text.encode("utf-8"))


def _same(partial: Path, data: bytes, path: Path) -> None:
    found = partial.read_bytes()
    if found != data:
        cause = f"{len(found)} of {len(data)} bytes" if len(found) != len(data) else "other bytes"
        raise ProblemError(Problem("write_unfaithful", {"path": path, "cause": cause}, exit_code=3))


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    # Some network file systems refuse to sync a folder; the rename itself has been done by then.
    with suppress(OSError):
        _sync(folder, os.O_RDONLY)
