"""Files that stand under their final name only when they are complete: write, verify, sync, rename."""

from __future__ import annotations

import errno
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gradanim.problems import Problem, ProblemError

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
# A partial file of another machine cannot be asked whether its writer lives; after this long it does not.
_ABANDONED_SECONDS = 24 * 3600.0


def write_problem(error: OSError, path: Path) -> Problem:
    """What a failed write of ``path`` means: full disk, no right to write, or the system's own words."""
    cause = error.strerror or str(error)
    if error.errno in _FULL:
        return Problem("disk_full", {"path": path}, exit_code=3)
    if error.errno in _FORBIDDEN:
        return Problem("folder_unwritable", {"path": path, "cause": cause}, exit_code=3)
    for place in (path, *path.parents):
        if place.is_symlink() and not place.exists():
            details = {"path": path, "link": place, "target": place.readlink()}
            return Problem("write_through_link", details, exit_code=3)
    return Problem("write_failed", {"path": path, "cause": cause}, exit_code=3)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns every ``OSError`` of the block into the problem that ``path`` could not be written."""
    try:
        yield
    except OSError as error:
        raise ProblemError(write_problem(error, path)) from error


def partial_path(final: Path) -> Path:
    """A hidden name in the folder of ``final`` for the file while it is not complete.

    It carries the machine and the process, so that a later run knows whether its writer still lives.
    """
    return final.with_name(f".{final.name}.partial-{_machine()}-{os.getpid()}-{secrets.token_hex(3)}")


def sweep_partials(final: Path) -> list[Path]:
    """Remove what killed writers of ``final`` left behind; returns the removed paths."""
    prefix, removed = f".{final.name}.partial-", []
    with suppress(OSError):
        for entry in list(os.scandir(final.parent)):
            if entry.name.startswith(prefix) and _abandoned(entry, entry.name[len(prefix) :]):
                with suppress(OSError):
                    Path(entry.path).unlink()
                    removed.append(Path(entry.path))
    return removed


def is_abandoned(entry: os.DirEntry[str]) -> bool:
    """Whether a file or folder is one of `partial_path` whose writer lives no more."""
    _, found, mark = entry.name.rpartition(".partial-")
    return bool(found) and entry.name.startswith(".") and _abandoned(entry, mark)


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
        sweep_partials(path)
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


def _machine() -> str:
    name = socket.gethostname().partition(".")[0]
    return "".join(c for c in name if c.isalnum() or c == "_")[:24] or "here"


def _abandoned(entry: os.DirEntry[str], mark: str) -> bool:
    machine, _, rest = mark.partition("-")
    pid = rest.partition("-")[0]
    if machine == _machine() and pid.isdecimal():
        return not _lives(int(pid))
    return time.time() - entry.stat(follow_symlinks=False).st_mtime > _ABANDONED_SECONDS


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
