"""One builder at a time in a folder: a lock that the system lets go of when its holder dies."""

from __future__ import annotations

import errno
import fcntl
import json
import logging
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from gradanim.problems import Problem, ProblemError
from gradanim.store import lives

NAME = ".gradanim.lock"

_log = logging.getLogger(__name__)
_EVERY = 0.05
_ENVIRONMENT = 3
_MOST = 4096
_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
# Some network file systems cannot lock; building there without a lock is better than not building.
_UNABLE = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


@dataclass(frozen=True)
class Holder:
    """Who holds a lock.

    Attributes:
        pid: the process.
        host: its machine.
        started: since when, ISO 8601 in UTC.
        command: what it was called as.
    """

    pid: int
    host: str
    started: str
    command: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}, since {self.started} (`{self.command}`)"


OnWait = Callable[["Holder | None"], None]


@contextmanager
def folder_lock(
    folder: Path, wait: float | None = None, *, shared: bool = False, on_wait: OnWait | None = None
) -> Iterator[None]:
    """Holds the lock of a folder during the block; the folder is made where it is missing.

    The lock file goes away with its last holder; one that was left behind by a killed holder is no obstacle.

    Args:
        folder: the folder.
        wait: seconds to wait for others, 0 for not at all, None for as long as it takes.
        shared: others may hold it shared at the same time, but nobody alone.
        on_wait: told once who holds it, or None where that cannot be known, before waiting begins.

    Raises:
        ProblemError: somebody else still holds it after ``wait`` seconds (``folder_locked``), or there is no right
            to write there (exit code 3).
    """
    path = folder / NAME
    handle = _taken(path, wait, shared, on_wait)
    try:
        _sign(handle)
        yield
    finally:
        _let_go(path, handle, shared)


def holder_of(folder: Path) -> Holder | None:
    """Who signed the lock file of a folder last, where it may still live; it need not hold the lock any more."""
    try:
        with (folder / NAME).open("rb") as file:
            record = json.loads(file.read(_MOST))
        holder = Holder(
            int(record["pid"]), str(record["host"]), str(record["started"]), str(record["command"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return holder if holder.host != _host() or lives(holder.pid) else None


def _taken(path: Path, wait: float | None, shared: bool, on_wait: OnWait | None) -> int:
    """An open lock file on which we hold the lock."""
    deadline = None if wait is None else time.monotonic() + wait
    told = False
    while True:
        handle = _opened(path)
        locked = False
        try:
            locked = _locked(handle, shared)
            if locked and _stands(path, handle):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        if locked:
            # The last holder took the file away between our opening and locking it.
            continue
        if deadline is not None and time.monotonic() >= deadline:
            raise ProblemError(_locked_problem(path.parent))
        if not told and on_wait is not None:
            on_wait(holder_of(path.parent))
        told = True
        time.sleep(_EVERY)


def _opened(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    except OSError as error:
        raise ProblemError(_write_problem(error, path)) from error


def _locked(handle: int, shared: bool) -> bool:
    """Tries to lock an open file; whether that worked."""
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _UNABLE:
            _log.warning("this file system cannot lock (%s); two builds at once are not kept apart", error)
            return True
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES, errno.EINTR):
            return False
        raise
    return True


def _stands(path: Path, handle: int) -> bool:
    """Whether the open file is still the one of this name."""
    with suppress(OSError):
        return os.path.samestat(os.fstat(handle), path.lstat())
    return False


def _sign(handle: int) -> None:
    """Writes who holds the lock; only of use to those who wait, so a full disk is no reason to stop."""
    name = Path(sys.argv[0]).name.replace("__main__.py", "gradanim")
    command = " ".join([name, *sys.argv[1:]])[:500]
    started = datetime.now(UTC).isoformat(timespec="seconds")
    holder = Holder(os.getpid(), _host(), started, command)
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(asdict(holder)).encode("utf-8", "backslashreplace"), 0)


def _let_go(path: Path, handle: int, shared: bool) -> None:
    try:
        # Of those who share it, the last one takes the file away.
        if (not shared or _locked(handle, False)) and _stands(path, handle):
            with suppress(OSError):
                path.unlink()
    finally:
        os.close(handle)


def _locked_problem(folder: Path) -> Problem:
    holder = holder_of(folder)
    details = {"folder": folder, "holder": holder or "a process that cannot be named"}
    return Problem("folder_locked", details, exit_code=_ENVIRONMENT)


def _write_problem(error: OSError, path: Path) -> Problem:
    cause = error.strerror or str(error)
    if error.errno in _FULL:
        return Problem("disk_full", {"path": path}, exit_code=_ENVIRONMENT)
    if error.errno in _FORBIDDEN:
        return Problem("folder_unwritable", {"path": path.parent, "cause": cause}, exit_code=_ENVIRONMENT)
    return Problem("write_failed", {"path": path, "cause": cause}, exit_code=_ENVIRONMENT)


def _host() -> str:
    return socket.gethostname()
