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

from gradanim.batch import early, watch
from gradanim.batch.events import JobStarted, NurseryStarted
from gradanim.batch.nursery_link import NurseryLink
from gradanim.batch.processes import let_go
from gradanim.batch.work import Job, Limits, seconds_by_weight
from gradanim.batch.workers import Crew


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 10.0
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


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
    assert gone(links[0])


def test_early_jobs_begin_before_all_is_imported(tmp_path, monkeypatch) -> None:
    (tmp_path / "leisurely.py").write_text(
        "import time\ndef rest():\n    time.sleep(0.2)\ndef ready(payload, report):\n    return {}\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    told: list[object] = []
    link = NurseryLink(("leisurely", *["leisurely:rest"] * 5), 1)
    jobs = [
        Job("late", "leisurely:ready", {}, 5.0, "late"),
        Job("early", "leisurely:ready", {}, 1.0, "early", early=True),
    ]
    with Crew(Limits(2, seconds_by_weight(60.0, 1.0)), told.append, link=link) as crew:
        results = crew.run(jobs)
        assert link.ready and link.seconds >= 1.0
    assert [result.status for result in results] == ["done", "done"]
    assert [
        getattr(event, "job", "all is imported")
        for event in told
        if isinstance(event, JobStarted | NurseryStarted)
    ] == ["early", "all is imported", "late"]
    assert gone(link.pid)


# A nursery that hears of a job in its first two seconds, and nothing from then on.
DEAF = """
import os, pathlib, time

def pause():
    time.sleep(0.05)

def rest():
    time.sleep({rest})

def wait(payload, report):
    pathlib.Path({pid!r}).write_text(str(os.getpid()))
    time.sleep(1000)

def answer(payload, report):
    time.sleep(2.5)
    return {{}}
"""
ITEMS = ("leisurely", *["leisurely:pause"] * 40, "leisurely:rest")


@pytest.mark.parametrize("task", ["wait", "answer"])
def test_who_is_stopped_waits_for_no_import(task, tmp_path, monkeypatch) -> None:
    (tmp_path / "leisurely.py").write_text(
        DEAF.format(rest=1000, pid=str(tmp_path / "pid")), encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    link = NurseryLink(ITEMS, 1)
    # Whatever goes wrong, the test ends.
    watchdog = threading.Timer(30.0, os.kill, (link.pid, signal.SIGKILL))
    watchdog.start()

    def heed(event: object) -> None:
        if isinstance(event, JobStarted):
            threading.Timer(3.5, crew.stop).start()

    crew = Crew(Limits(1, seconds_by_weight(60.0, 1.0)), heed, link=link)
    began = time.monotonic()
    with crew:
        (result,) = crew.run([Job("a", f"leisurely:{task}", {}, 1.0, "a", early=True)])
    took = time.monotonic() - began
    watchdog.cancel()
    assert took < 20.0 and result.status == ("cancelled" if task == "wait" else "done")
    assert not (tmp_path / "pid").exists() or gone(int((tmp_path / "pid").read_text()))


def test_a_job_that_answered_may_end_when_all_is_imported(tmp_path, monkeypatch) -> None:
    (tmp_path / "leisurely.py").write_text(DEAF.format(rest=3, pid=str(tmp_path / "pid")), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(watch, "_LAST_BREATH", 0.2)
    told: list[object] = []
    link = NurseryLink(ITEMS, 1)
    with Crew(Limits(1, seconds_by_weight(60.0, 1.0)), told.append, link=link) as crew:
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
    assert gone(pid)


def test_one_that_nobody_listened_to_leaves_no_folder(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(early, "WARM", ())
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with early.early_start() as start:
        assert start is not None
        (waiting,) = (cell.cell_contents for cell in start.__closure__ or ())
        # It is ready, as where a build waits for its folder, and has not been asked for anything.
        assert select.select([waiting.line], [], [], 60.0)[0]
        pid = waiting.pid
    assert gone(pid) and list(tmp_path.iterdir()) == []


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
