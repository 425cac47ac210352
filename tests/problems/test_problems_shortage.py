"""Errors that say that there is too little of something are told as that, whoever has raised them."""

from __future__ import annotations

import errno
import resource

import pytest

from gradanim.problems import shortage as module
from gradanim.problems.shortage import shortage, shortage_said

MANY = 1 << 60


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> dict[int, int]:
    """The limits of this process, as they are said to be."""
    found = {resource.RLIMIT_AS: resource.RLIM_INFINITY, resource.RLIMIT_NOFILE: 12}
    monkeypatch.setattr(module.resource, "getrlimit", lambda which: (found[which], MANY))
    return found


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), "memory_short"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "memory_short"),
        (ImportError("libcairo.so.2: failed to map segment from shared object"), "memory_short"),
        (ImportError("x.so: cannot create shared object descriptor: Cannot allocate memory"), "memory_short"),
        (RuntimeError("can't start new thread"), "threads_short"),
        (BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"), "threads_short"),
        (OSError(errno.EMFILE, "Too many open files", "a.mp4"), "files_short"),
        (OSError(errno.ENFILE, "Too many open files in system"), "files_short"),
    ],
)
@pytest.mark.usefixtures("limits")
def test_too_little_is_told_as_that(error: Exception, code: str) -> None:
    problem = shortage(error)
    assert problem is not None and (problem.code, problem.exit_code) == (code, 3)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("can't start new thread"),
        RuntimeError("dictionary changed size during iteration"),
        ImportError("No module named 'cairo'"),
        FileNotFoundError(errno.ENOENT, "No such file or directory", "Cannot allocate memory.yaml"),
        OSError("failed"),
    ],
)
def test_other_errors_are_none(error: Exception) -> None:
    assert shortage(error) is None


def test_the_limit_of_open_files_is_named(limits: dict[int, int]) -> None:
    assert str(shortage(OSError(errno.EMFILE, "Too many open files"))) == (
        "too many files are open at once: a process may open 12 of them here; raise that limit (`ulimit -n`), "
        "or use fewer --jobs"
    )


def test_a_limit_of_addresses_is_named(limits: dict[int, int]) -> None:
    limits[resource.RLIMIT_AS] = 600 << 20
    assert str(shortage(MemoryError())) == (
        "there is not enough memory: a process may use no more than 600 MB of addresses here; raise that limit or "
        "take it away (`ulimit -v unlimited`), or use a smaller --profile"
    )


@pytest.mark.parametrize(("most", "code"), [(590, "addresses_short"), (200, "threads_short")])
def test_a_thread_that_finds_no_room_for_its_stack_lacks_memory(
    limits: dict[int, int], monkeypatch: pytest.MonkeyPatch, most: int, code: str
) -> None:
    limits[resource.RLIMIT_AS] = 600 << 20
    monkeypatch.setattr(module, "_most_used", lambda: most << 20)
    problem = shortage(RuntimeError("can't start new thread"))
    assert problem is not None and problem.code == code


def test_what_this_process_uses_is_known() -> None:
    assert 1 << 20 < module._most_used() < 1 << 50


@pytest.mark.usefixtures("limits")
def test_the_words_of_another_program() -> None:
    said = shortage_said(
        "ffmpeg: error while loading shared libraries: failed to map segment from shared object"
    )
    assert said is not None and said.code == "memory_short"
    assert shortage_said("Traceback: no such filter") is None
