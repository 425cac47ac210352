"""Processes as the system sees them: who belongs to a session, how much memory it uses, who dies with whom."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

MIB = 1 << 20

_PDEATHSIG = 1
_CHILD_SUBREAPER = 36
_DONTNEED = 4
_PROC = Path("/proc")


def members(sessions: Iterable[int]) -> dict[int, list[int]]:
    """The processes of each session, its leader among them; dead ones count until their parent has noticed."""
    found: dict[int, list[int]] = {session: [] for session in sessions}
    for pid in _all_processes() if found else ():
        with suppress(OSError):
            session = os.getsid(pid)
            if session in found:
                found[session].append(pid)
    return found


def _all_processes() -> Iterable[int]:
    if _PROC.joinpath("self").exists():
        return [int(entry.name) for entry in os.scandir(_PROC) if entry.name.isdecimal()]
    listed = subprocess.run(["ps", "-A", "-o", "pid="], capture_output=True, text=True, check=False).stdout
    return [int(word) for word in listed.split()]


def await_end(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """The exit status of a child, negative for a signal; None where it lives on for so many seconds.

    `Popen.wait` looks now and then, up to twenty times a second; where the system tells of the end, we know at once.
    """
    deadline = time.monotonic() + seconds
    with suppress(AttributeError, OSError):
        handle = os.pidfd_open(process.pid)
        try:
            poller = select.poll()
            poller.register(handle, select.POLLIN)
            poller.poll(seconds * 1000)
        finally:
            os.close(handle)
    try:
        return process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return None


def resident_mb(pids: Iterable[int], leader: int = 0) -> float:
    """The resident memory of processes in MiB; 0 where the system does not tell.

    Args:
        pids: the processes.
        leader: one of them that starts programs. A process that has not become another program yet has the leader's
            memory and counts nothing.
    """
    page, mine = os.sysconf("SC_PAGE_SIZE"), _memory(leader)
    counted = (_memory(pid) for pid in pids if pid != leader)
    return (mine[1] + sum(pages for stack, pages in counted if not stack or stack != mine[0])) * page / MIB


def _memory(pid: int) -> tuple[int, int]:
    """Where the stack of a process begins, another place for each program that is started, and its resident pages.

    (0, 0) where the system does not tell. The format is that of Linux, proc_pid_stat(5).
    """
    with suppress(OSError, IndexError, ValueError):
        told = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        return int(told[25]), int(told[21])
    return 0, 0


def signal_session(session: int, number: int, *, but: int = 0) -> list[int]:
    """Sends a signal to every living process of a session but one; returns those it was sent to."""
    told = []
    for pid in members([session])[session]:
        if pid != but and not _dead(pid):
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)
                told.append(pid)
    return told


def end_session(session: int, *, but: int = 0, patience: float = 2.0) -> None:
    """Kills every process of a session but one, and those that they start meanwhile, until none lives."""
    deadline = time.monotonic() + patience
    while signal_session(session, signal.SIGKILL, but=but) and time.monotonic() < deadline:
        time.sleep(0.002)


def _dead(pid: int) -> bool:
    """Whether a process has ended and only waits for its parent to notice."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (OSError, IndexError):
        return False


def die_with_parent(parent: int, number: int) -> None:
    """Asks Linux to send us a signal when our parent dies; ends this process where it is dead already."""
    _prctl(_PDEATHSIG, number)
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Asks Linux that orphans below us become our children, so that none is lost."""
    _prctl(_CHILD_SUBREAPER, 1)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def offer_to_the_killer() -> None:
    """Where the system runs out of memory, it shall end this process before others."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")


def thread_count() -> int:
    """How many threads this process has, those of libraries among them; 1 where the system does not tell."""
    with suppress(OSError):
        return len(list(os.scandir("/proc/self/task")))
    return 1


def let_go(library: str) -> None:
    """Gives the memory back in which the machine code of a library stands that is hardly needed any more.

    Linux reads it again from the file where it is. Only code: it never differs from the file.

    Args:
        library: a part of the file's name.
    """
    with suppress(OSError, AttributeError, ValueError):
        for line in Path("/proc/self/maps").read_text().splitlines():
            span, rights, _, _, _, *name = line.split(maxsplit=5)
            if rights == "r-xp" and name and library in Path(name[0]).name:
                first, end = (int(place, 16) for place in span.split("-"))
                ctypes.CDLL(None).madvise(ctypes.c_void_p(first), ctypes.c_size_t(end - first), _DONTNEED)


def single_threaded(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment in which the libraries of numpy start no threads: they would not survive a fork."""
    names = ("OMP", "OPENBLAS", "MKL", "BLIS", "NUMEXPR")
    quiet = {f"{name}_NUM_THREADS": "1" for name in names} | {"VECLIB_MAXIMUM_THREADS": "1"}
    return {"PYDANTIC_DISABLE_PLUGINS": "__all__", **environment, **quiet}
