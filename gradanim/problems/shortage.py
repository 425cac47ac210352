"""Errors by which the system says that there is too little: memory, threads and processes, or files open at once."""

from __future__ import annotations

import errno
import resource
from pathlib import Path

from gradanim.problems.problem import Problem, ProblemError

_ENVIRONMENT = 3
_MIB = 1 << 20
_FILES = {errno.EMFILE, errno.ENFILE}
# The loader of shared libraries has words and no number for it.
_NO_MEMORY = (
    "cannot allocate memory",
    "failed to map segment",
    "cannot create shared object",
    "malloc of size",
    "memoryerror",
)
# So says llvmlite of its library whatever the loader has said; under a limit of addresses that is the likely reason.
_NOT_LOADED = "could not find/load shared object"
_NO_THREADS = ("can't start new thread", "resource temporarily unavailable")
_NO_FILES = ("too many open files",)
# A thread has a stack of this size where the system does not limit it, and glibc keeps as much again for its memory.
_STACK = 8 * _MIB
_ARENA = 128 * _MIB


def shortage(error: BaseException) -> Problem | None:
    """What an error means that says that there is too little of something; None for any other.

    Python's own errors are known by their kind or number, those of libraries by their words.
    """
    if isinstance(error, MemoryError):
        return memory_short()
    if isinstance(error, OSError) and error.errno is not None:
        return _numbered(error.errno)
    # Where another error is raised from it, that one is the cause. Rust's errors are of a kind that has no module.
    if isinstance(error, ImportError | RuntimeError | OSError) or type(error).__name__ == "PanicException":
        return shortage_said(str(error))
    return None


def shortage_said(words: str) -> Problem | None:
    """What the words of another program mean, where they say that there is too little of something."""
    low = words.lower()
    if _NOT_LOADED in low and _limit(resource.RLIMIT_AS) is not None:
        return memory_short()
    for short, marks in (
        (memory_short, _NO_MEMORY),
        (_threads_short, _NO_THREADS),
        (_files_short, _NO_FILES),
    ):
        if any(mark in low for mark in marks):
            return short()
    return None


def raise_if_short(what: BaseException | str) -> None:
    """Tells a shortage as what it is, where whatever else would be told of an error, or of words, would mislead.

    Raises:
        ProblemError: it says that there is too little of something (exit code 3).
    """
    short = shortage_said(what) if isinstance(what, str) else shortage(what)
    if short is not None:
        raise ProblemError(short)


def require_addresses(need: int) -> None:
    """Refuses what would hang, or end this process, for want of addresses, before it is begun.

    Args:
        need: how many bytes of addresses it takes.

    Raises:
        ProblemError: this process may not use so many more (exit code 3).
    """
    limit, used = _limit(resource.RLIMIT_AS), _used("VmSize")
    if limit is not None and used is not None and limit - used < need:
        raise ProblemError(memory_short())


def memory_short() -> Problem:
    """That there is too little memory, or that this process may not use what there is."""
    limit = _limit(resource.RLIMIT_AS)
    if limit is None:
        return Problem("memory_short", exit_code=_ENVIRONMENT)
    return Problem("addresses_short", {"limit": limit // _MIB}, exit_code=_ENVIRONMENT)


def _numbered(number: int) -> Problem | None:
    if number == errno.ENOMEM:
        return memory_short()
    if number == errno.EAGAIN:
        return _threads_short()
    return _files_short() if number in _FILES else None


def _threads_short() -> Problem:
    limit = _limit(resource.RLIMIT_AS)
    # A thread whose stack finds no room is refused in the same words.
    if limit is not None and limit - _most_used() < _STACK + _ARENA:
        return memory_short()
    return Problem("threads_short", exit_code=_ENVIRONMENT)


def _files_short() -> Problem:
    limit = _limit(resource.RLIMIT_NOFILE)
    return Problem(
        "files_short", {"limit": "any number of" if limit is None else limit}, exit_code=_ENVIRONMENT
    )


def _limit(which: int) -> int | None:
    soft, _ = resource.getrlimit(which)
    return None if soft == resource.RLIM_INFINITY else soft


def _most_used() -> int:
    """The most addresses that this process has used so far, in bytes; all there are where the system does not tell."""
    most = _used("VmPeak")
    return 1 << 62 if most is None else most


def _used(what: str) -> int | None:
    """What a line of the system's report on this process says, in bytes; None where it does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        return next(
            int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith(f"{what}:")
        )
    except (OSError, StopIteration, ValueError):
        return None
