"""Errors that say that there is too little of something are told as that, whoever has raised them."""

from __future__ import annotations

import errno
import resource
from contextlib import nullcontext

import pytest

from gradanim.problems import ProblemError
from gradanim.problems import shortage as module
from gradanim.problems.shortage import require_addresses, shortage, shortage_said

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
    assert 1 << 20 < module._used("VmSize") <= module._most_used() < 1 << 50


@pytest.mark.parametrize(("limit", "short"), [(600, True), (601, False), (None, False)])
def test_what_would_hang_for_want_of_addresses_is_not_begun(
    limits: dict[int, int], monkeypatch: pytest.MonkeyPatch, limit: int | None, short: bool
) -> None:
    monkeypatch.setattr(module, "_used", lambda line: 500 << 20)
    if limit is not None:
        limits[resource.RLIMIT_AS] = limit << 20
    with pytest.raises(ProblemError) if short else nullcontext() as caught:
        require_addresses(101 << 20)
    if caught is not None:
        assert caught.value.problems[0].code == "addresses_short"


@pytest.mark.usefixtures("limits")
def test_a_panic_of_a_library_in_another_language_has_words() -> None:
    class PanicException(BaseException):
        """As Rust's errors come to Python."""

    words = 'ThreadPoolBuildError { message: "Resource temporarily unavailable" }'
    problem = shortage(PanicException(words))
    assert problem is not None and problem.code == "threads_short"
    assert shortage(PanicException("index out of bounds")) is None


@pytest.mark.usefixtures("limits")
def test_the_words_of_another_program() -> None:
    said = shortage_said(
        "ffmpeg: error while loading shared libraries: failed to map segment from shared object"
    )
    assert said is not None and said.code == "memory_short"
    assert shortage_said("Traceback: no such filter") is None
