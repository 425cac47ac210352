"""The warm process that is started while specs are read: taken over by the build, or ended with it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from seen_processes import gone
from waiting import PATIENCE, wait_for, wait_until

from gradanim.batch import early, watch
from gradanim.batch.events import JobStarted, NurseryStarted
from gradanim.batch.nursery_link import NurseryLink
from gradanim.batch.processes import let_go
from gradanim.batch.work import Job, Limits, seconds_by_weight
from gradanim.batch.workers import Crew


def test_a_build_takes_it_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "WARM", ())
    links: list[int] = []

    class Told(NurseryLink):
        def __init__(self, warm: tuple[str, ...], first: int) -> None:
            super().__init__(warm, first)
            links.append(self.pid)

    monkeypatch.setattr(early, "NurseryLink", Told)
    told: list[object] = []
    with early.early_start() as start:
        assert start is not None
        with start(Limits(1, seconds_by_weight(60.0, 1.0)), told.append) as crew:
            (result,) = crew.run([Job("a", "os.path:basename", {}, 1.0, "a")])
    assert result.status == "crashed"
    started = [event for event in told if type(event).__name__ == "NurseryStarted"]
    assert len(links) == len(started) == 1
    assert gone(links)


def test_early_jobs_begin_before_all_is_imported(tmp_path, monkeypatch) -> None:
    told: list[object] = []
    link = leisurely(tmp_path, monkeypatch)
    began = time.monotonic()
    jobs = [
        Job("late", "leisurely:answer", {}, 5.0, "late"),
        Job("early", "leisurely:answer", {}, 1.0, "early", early=True),
    ]

    def heed(event: object) -> None:
        told.append(event)
        if isinstance(event, JobStarted) and event.job == "early":
            # It is still importing, and rests until it is known here that an early job has begun.
            (tmp_path / "begun").touch()
            (tmp_path / "rested").touch()

    with Crew(LIMITS, heed, link=link) as crew:
        results = crew.run(jobs)
        assert link.ready and 0.2 <= link.seconds <= time.monotonic() - began
    assert [result.status for result in results] == ["done", "done"]
    assert [
        getattr(event, "job", "all is imported")
        for event in told
        if isinstance(event, JobStarted | NurseryStarted)
    ] == ["early", "all is imported", "late"]
    assert gone([link.pid])


def test_what_is_heard_at_once_is_told_in_its_order(tmp_path) -> None:
    told: list[object] = []

    def heed(event: object) -> None:
        told.append(event)
        if isinstance(event, NurseryStarted):
            (tmp_path / "ready").write_text("now the job may end")

    link = NurseryLink(("fake_warming:late_news", *["fake_warming:no_news"] * 5000), 1)
    with Crew(LIMITS, heed, link=link) as crew:
        crew.run([Job("early", "fake_tasks:follow", {"path": str(tmp_path / "ready")}, 1.0, "", early=True)])
    kinds = [type(event) for event in told if isinstance(event, JobStarted | NurseryStarted)]
    assert kinds == [JobStarted, NurseryStarted]


# A nursery that hears of jobs until it is known that one has begun, and of nothing from then on until it has rested.
LEISURELY = """
import os, pathlib, time

here = pathlib.Path({folder!r})

def until(name):
    deadline = time.monotonic() + 600
    while not (here / name).exists() and time.monotonic() < deadline:
        time.sleep(0.02)

def pause():
    if not (here / "begun").exists():
        time.sleep(0.02)

def rest():
    (here / "resting").touch()
    until("rested")
    time.sleep(0.2)

def wait(payload, report):
    (here / "pid").write_text(str(os.getpid()))
    time.sleep(1000)

def answer(payload, report):
    until("resting")
    return {{}}
"""
LIMITS = Limits(2, seconds_by_weight(600.0, 1.0))


def leisurely(folder: Path, monkeypatch: pytest.MonkeyPatch) -> NurseryLink:
    """One that takes a minute or two over its pauses where no job comes."""
    (folder / "leisurely.py").write_text(LEISURELY.format(folder=str(folder)), encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    return NurseryLink(("leisurely", *["leisurely:pause"] * 5000, "leisurely:rest"), 1)


def answered(crew: Crew) -> None:
    """Waits until the answer of a job is here."""
    wait_until(lambda: any(attempt.answer is not None for attempt in list(crew._running.values())))


@pytest.mark.parametrize("task", ["wait", "answer"])
def test_who_is_stopped_waits_for_no_import(task, tmp_path, monkeypatch) -> None:
    link = leisurely(tmp_path, monkeypatch)
    # Whatever goes wrong, the test ends; it is not this that ends it where all goes well.
    watchdog = threading.Timer(2 * PATIENCE, os.kill, (link.pid, signal.SIGKILL))
    watchdog.start()

    def stop() -> None:
        wait_until((tmp_path / "resting").exists)
        if task == "wait":
            wait_for(tmp_path / "pid")
        else:
            answered(crew)
        crew.stop()

    def heed(event: object) -> None:
        if isinstance(event, JobStarted):
            (tmp_path / "begun").touch()
            threading.Thread(target=stop).start()

    crew = Crew(LIMITS, heed, link=link)
    with crew:
        (result,) = crew.run([Job("a", f"leisurely:{task}", {}, 1.0, "a", early=True)])
    assert watchdog.is_alive() and result.status == ("cancelled" if task == "wait" else "done")
    watchdog.cancel()
    assert task == "answer" or gone([int((tmp_path / "pid").read_text())])


def test_a_job_that_answered_may_end_when_all_is_imported(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(watch, "_LAST_BREATH", 0.1)
    told: list[object] = []

    def end_the_rest() -> None:
        answered(crew)
        (tmp_path / "rested").touch()

    def heed(event: object) -> None:
        told.append(event)
        if isinstance(event, JobStarted):
            (tmp_path / "begun").touch()
            threading.Thread(target=end_the_rest).start()

    link = leisurely(tmp_path, monkeypatch)
    with Crew(LIMITS, heed, link=link) as crew:
        (result,) = crew.run([Job("a", "leisurely:answer", {}, 1.0, "a", early=True)])
    # It spoke long before the nursery could tell that it had ended: neither of them is taken for stuck. That
    # it has ended may be heard before the nursery says that it is ready.
    assert result.status == "done" and result.tries == 1
    assert "NurseryLost" not in [type(event).__name__ for event in told]


def test_without_a_build_it_is_ended() -> None:
    with pytest.raises(KeyboardInterrupt), early.early_start() as start:
        assert start is not None
        (waiting,) = (cell.cell_contents for cell in start.__closure__ or ())
        pid = waiting.pid
        raise KeyboardInterrupt
    assert gone([pid])


def test_one_that_nobody_listened_to_leaves_no_folder(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(early, "WARM", ())
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with early.early_start() as start:
        assert start is not None
        (waiting,) = (cell.cell_contents for cell in start.__closure__ or ())
        # It is ready, as where a build waits for its folder, and has not been asked for anything.
        assert select.select([waiting.line], [], [], 60.0)[0]
        pid = waiting.pid
    assert gone([pid]) and list(tmp_path.iterdir()) == []


def test_where_it_is_not_wanted_nothing_starts() -> None:
    with early.early_start(wanted=False) as start:
        assert start is None


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="only Linux tells")
def test_code_that_is_let_go_comes_back() -> None:
    program = (
        "import numpy as np\n"
        "from gradanim.batch.processes import let_go\n"
        "def resident():\n"
        "    found, ours = 0, False\n"
        "    for line in open('/proc/self/smaps'):\n"
        "        if '-' in line.split()[0]:\n"
        "            ours = 'r-xp' in line and '_multiarray_umath' in line\n"
        "        elif ours and line.startswith('Rss:'):\n"
        "            found += int(line.split()[1])\n"
        "    return found\n"
        "np.sort(np.random.default_rng(1).random((50, 50)) @ np.ones((50, 50)))\n"
        "before = resident()\n"
        "let_go('_multiarray_umath')\n"
        "after = resident()\n"
        "assert np.sort(np.array([3.0, 1.0, 2.0])).tolist() == [1.0, 2.0, 3.0]\n"
        "print(before, after)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    before, after = map(int, done.stdout.split())
    assert before > 200
    assert after < before / 2


def test_what_is_not_there_is_let_go_in_silence() -> None:
    let_go("no such library")
