"""Files that belong together take their places together or not at all, whatever happens between two renames."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import gradanim
from gradanim.encode import sets
from gradanim.encode.sets import file_set, held_interrupts, mend_sets
from gradanim.problems import ProblemError
from gradanim.store import partial_path

NAMES = ("a.srt", "a.png", "a.mp4")


def contents(folder: Path) -> dict[str, str]:
    """Everything in a folder, hidden things too."""
    return {p.name: p.read_text() if p.is_file() else "a folder" for p in folder.iterdir()}


def old(folder: Path, names: tuple[str, ...] = NAMES) -> dict[str, str]:
    for name in names:
        (folder / name).write_text(f"old {name}")
    return contents(folder)


def fresh() -> dict[str, str]:
    return {name: f"new {name}" for name in NAMES}


def publish(folder: Path) -> None:
    with file_set(folder, "a") as made:
        for name in NAMES:
            (made.draft / name).write_text(f"new {name}")
        made.publish(NAMES)


def test_a_set_takes_its_place(tmp_path: Path) -> None:
    publish(tmp_path / "not there yet")
    assert contents(tmp_path / "not there yet") == fresh()
    before = old(tmp_path, ("a.srt", "b.mp4"))
    publish(tmp_path)
    assert contents(tmp_path) == {"not there yet": "a folder", "b.mp4": before["b.mp4"], **fresh()}


def breaking(monkeypatch: pytest.MonkeyPatch, number: int, what) -> None:
    """Does something instead of the rename of this number, and only then."""
    rename, count = os.replace, iter(range(100))

    def replaced(source, target):
        if next(count) == number:
            what()
        rename(source, target)

    monkeypatch.setattr(sets.os, "replace", replaced)


def refuse() -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("earlier", [NAMES, ("a.png",), ()])
@pytest.mark.parametrize("links", [True, False])
def test_a_rename_that_is_refused_takes_back_those_before(tmp_path, monkeypatch, number, earlier, links):
    before = old(tmp_path, earlier)
    if not links:
        monkeypatch.setattr(sets.os, "link", lambda *a, **k: refuse())
    breaking(monkeypatch, number, refuse)
    with pytest.raises(ProblemError) as caught:
        publish(tmp_path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.details["path"]) == ("disk_full", tmp_path / "a.mp4")
    assert contents(tmp_path) == before
    publish(tmp_path)
    assert contents(tmp_path) == fresh()


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_stop_waits_until_all_are_renamed(tmp_path, monkeypatch, number, asked):
    old(tmp_path)

    class StoppedError(Exception):
        pass

    def stop(*_: object) -> None:
        raise StoppedError

    before = signal.signal(asked, stop)
    try:
        breaking(monkeypatch, number, lambda: signal.raise_signal(asked))
        with pytest.raises(StoppedError):
            publish(tmp_path)
        assert signal.getsignal(asked) is stop
    finally:
        signal.signal(asked, before)
    assert contents(tmp_path) == fresh()


def test_a_failure_before_the_renames_changes_nothing(tmp_path: Path) -> None:
    before = old(tmp_path)
    with pytest.raises(KeyboardInterrupt), file_set(tmp_path, "a") as made:
        (made.draft / "a.srt").write_text("half")
        raise KeyboardInterrupt
    assert contents(tmp_path) == before


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from gradanim.encode import sets
folder, number = Path(sys.argv[1]), int(sys.argv[2])
rename, count = os.replace, iter(range(100))
def replaced(source, target):
    if next(count) == number:
        os.kill(os.getpid(), signal.SIGKILL)
    rename(source, target)
sets.os.replace = replaced
with sets.file_set(folder, "a") as made:
    for name in ("a.srt", "a.png", "a.mp4"):
        (made.draft / name).write_text(f"new {name}")
    made.publish(("a.srt", "a.png", "a.mp4"))
"""


def killed(folder: Path, number: int) -> None:
    root = str(Path(gradanim.__file__).parents[1])
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(number), root], check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("number", range(3))
def test_a_set_torn_by_a_kill_is_finished_later(tmp_path: Path, number: int) -> None:
    before = old(tmp_path)
    killed(tmp_path, number)
    torn = [(tmp_path / name).read_text() == before[name] for name in NAMES]
    assert torn == [k >= number for k in range(3)]
    assert mend_sets(tmp_path) == list(NAMES[number:])
    assert contents(tmp_path) == fresh()
    assert mend_sets(tmp_path) == []


def test_a_draft_that_was_never_ready_is_removed(tmp_path: Path) -> None:
    before = old(tmp_path)
    done = subprocess.run(["true"], check=True)
    assert done.returncode == 0
    dead = subprocess.Popen(["true"])
    dead.wait()
    name = partial_path(tmp_path / "a.set").name.replace(f"-{os.getpid()}-", f"-{dead.pid}-")
    (tmp_path / name).mkdir()
    (tmp_path / name / "a.mp4").write_text("half")
    assert mend_sets(tmp_path) == [] and contents(tmp_path) == before


def test_the_draft_of_a_living_writer_is_left_alone(tmp_path: Path) -> None:
    with file_set(tmp_path, "a") as made:
        (made.draft / sets._READY).write_text("a.mp4")
        (made.draft / "a.mp4").write_text("soon")
        assert mend_sets(tmp_path) == [] and made.draft.is_dir()


def test_a_set_is_mended_before_it_is_made_again(tmp_path: Path) -> None:
    old(tmp_path)
    killed(tmp_path, 1)
    with file_set(tmp_path, "b"):
        assert (tmp_path / "a.mp4").read_text() == "old a.mp4"
    with file_set(tmp_path, "a"):
        assert (tmp_path / "a.mp4").read_text() == "new a.mp4"


def test_requests_are_held_in_the_main_thread_only_once(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt), held_interrupts():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        finished = time.monotonic()
    assert finished >= started
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
