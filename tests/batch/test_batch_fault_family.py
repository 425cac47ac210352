"""The processes above and below workers are killed or stuck; Ctrl-C and SIGTERM."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from seen_processes import alive, gone, of
from waiting import PATIENCE, wait_for

from gradanim.batch.events import JobRetried, JobStarted, NurseryLost, NurseryStarted
from gradanim.batch.work import Job, Limits
from gradanim.batch.workers import run_jobs

HERE = Path(__file__).parent


def test_a_nursery_that_is_killed_is_replaced_and_its_jobs_are_tried_again(tmp_path):
    nurseries, workers, events = [], [], []

    def listen(event):
        events.append(event)
        if isinstance(event, NurseryStarted):
            nurseries.append(event.pid)
        if isinstance(event, JobStarted):
            workers.append(event.pid)
            if len(workers) == 2:
                for number in range(2):
                    wait_for(tmp_path / f"{number}")
                os.kill(nurseries[0], signal.SIGKILL)

    # The first two sleep until they are killed; the third comes later and does not.
    payloads = [{"count": str(tmp_path / f"{n}"), "times": int(n < 2)} for n in range(3)]
    jobs = [Job(f"{n}", "fake_tasks:oversleep", payload, 1, f"{n}") for n, payload in enumerate(payloads)]
    results = run_jobs(jobs, Limits(2, 60), listen)
    assert [result.status for result in results] == ["done"] * 3
    assert sorted(result.tries for result in results) == [1, 2, 2]
    assert len(nurseries) == 2 and len(of(events, NurseryLost)) == 1 and len(workers) == 5
    assert [event.problem.code for event in of(events, JobRetried)] == ["piece_orphaned"] * 2
    assert gone([*nurseries, *workers])


def test_a_nursery_that_is_stuck_is_replaced(monkeypatch, count):
    monkeypatch.setattr("gradanim.batch.watch._KILL_PATIENCE", 0.3)
    nurseries, events = [], []

    def listen(event):
        events.append(event)
        if isinstance(event, NurseryStarted):
            nurseries.append(event.pid)
        if isinstance(event, JobStarted) and event.attempt == 1:
            wait_for(count)
            os.kill(nurseries[0], signal.SIGSTOP)

    def seconds(_):
        return 0.5 if len(of(events, JobStarted)) == 1 else 60.0

    job = Job("a", "fake_tasks:hang", {"count": str(count)}, 1, "a")
    (result,) = run_jobs([job], Limits(1, seconds, grace=0.2), listen)
    assert (result.status, result.tries, len(nurseries)) == ("done", 2, 2)
    assert gone([*nurseries, *(event.pid for event in of(events, JobStarted))])


def test_where_a_process_cannot_be_started_it_is_tried_again():
    events = []
    job = Job("a", "fake_tasks:trivial", {}, 1, "a")
    (result,) = run_jobs([job], Limits(1, 30), events.append, warm=["fake_warming:no_room"])
    assert (result.status, result.tries) == ("done", 3)
    assert [(event.why, event.problem.code) for event in of(events, JobRetried)] == [
        ("killed", "threads_short")
    ] * 2


def test_children_of_workers_end_when_the_nursery_is_killed(tmp_path):
    child, nurseries = tmp_path / "child", []

    def listen(event):
        if isinstance(event, NurseryStarted):
            nurseries.append(event.pid)
        if isinstance(event, JobStarted):
            wait_for(child)
            os.kill(nurseries[-1], signal.SIGKILL)

    job = Job("a", "fake_tasks:stubborn", {"child": str(child)}, 1, "a")
    (result,) = run_jobs([job], Limits(1, 30, tries=1), listen)
    assert result.status == "killed" and gone([int(child.read_text())])
    assert str(result.problem) == (
        "the process that made `a` was lost when the one that started it ended (once); run the same command again"
    )


class Driven:
    """A process that runs jobs, of which it is known who its own processes are."""

    def __init__(self, folder: Path, tasks: list[str], workers: int, grace: float, warm=()) -> None:
        self.marks = [folder / f"mark{n}" for n in range(len(tasks))]
        payloads = [{"mark": str(mark), "child": str(mark)} for mark in self.marks]
        jobs = [[f"fake_tasks:{task}", p] for task, p in zip(tasks, payloads, strict=True)]
        order = json.dumps({"jobs": jobs, "workers": workers, "grace": grace, "warm": warm})
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "drive_workers.py"), order],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        self.pids = []
        if not workers:
            return
        for line in self.process.stdout:
            event = json.loads(line)
            self.pids += [event["pid"]] if "pid" in event else []
            if len(self.pids) == 1 + workers:
                break
        for mark in self.marks[:workers]:
            wait_for(mark)

    def strike(self, number: int) -> None:
        """As a terminal does: the whole group."""
        os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """Kills it and the process that workers are forked from; neither has time to tidy up after the other."""
        self.process.send_signal(signal.SIGSTOP)
        for pid in (self.pids[0], self.process.pid):
            os.kill(pid, signal.SIGKILL)

    def tells_that_it_stops(self) -> None:
        """Waits until it says so of a job that waits."""
        events = map(json.loads, self.process.stdout)
        assert any(event["event"] == "job_cancelled" and not event["begun"] for event in events)

    def end(self) -> tuple[int, str]:
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said


def test_a_parent_that_is_killed_leaves_nobody_behind(tmp_path):
    driven = Driven(tmp_path, ["slow", "stubborn", "trivial"], 2, 30)
    child = int(driven.marks[1].read_text())
    driven.process.kill()
    assert driven.end()[0] == -signal.SIGKILL
    assert gone([*driven.pids, child])


def test_workers_may_tidy_up_when_the_parent_was_killed(tmp_path):
    driven = Driven(tmp_path, ["slow", "slow"], 2, 30, warm=["fake_warming:patient"])
    driven.process.kill()
    assert driven.end()[0] == -signal.SIGKILL and gone(driven.pids)
    assert [mark.read_text() for mark in driven.marks] == ["tidied up"] * 2


def test_a_parent_and_a_nursery_that_are_killed_leave_nobody_behind(tmp_path):
    driven = Driven(tmp_path, ["slow", "slow"], 2, 30)
    driven.kill()
    driven.end()
    assert gone(driven.pids)


def test_the_next_build_takes_away_the_temporary_files_of_one_that_was_killed(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    driven = Driven(tmp_path, ["slow"], 1, 30)
    driven.kill()
    driven.end()
    assert gone(driven.pids)
    (left,) = (tmp_path / "tmp").glob(".gradanim-work.*")
    again = Driven(tmp_path, ["slow"], 1, 30)
    assert not left.exists()
    again.strike(signal.SIGTERM)
    again.end()
    assert not list((tmp_path / "tmp").glob(".gradanim-work.*"))


@pytest.mark.parametrize(("blow", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_one_request_to_stop_ends_in_peace(tmp_path, blow, code):
    driven = Driven(tmp_path, ["slow", "slow", "slow"], 2, 2 * PATIENCE)
    driven.strike(blow)
    # Nobody waits until their time to tidy up is over: that would be too long for `end`.
    assert driven.end() == (code, "")
    assert [mark.read_text() for mark in driven.marks[:2]] == ["tidied up"] * 2
    assert not driven.marks[2].exists() and not any(map(alive, driven.pids))


def test_who_does_not_end_in_peace_is_killed(tmp_path):
    driven = Driven(tmp_path, ["stubborn"], 1, 0.5)
    child = int(driven.marks[0].read_text())
    started = time.monotonic()
    driven.strike(signal.SIGINT)
    assert driven.end() == (130, "") and time.monotonic() - started >= 0.5
    assert gone([*driven.pids, child])


def test_a_second_request_to_stop_waits_for_nobody(tmp_path):
    driven = Driven(tmp_path, ["stubborn", "trivial"], 1, 2 * PATIENCE)
    child = int(driven.marks[0].read_text())
    driven.strike(signal.SIGINT)
    driven.tells_that_it_stops()
    time.sleep(0.5)
    assert driven.process.poll() is None and alive(child)
    driven.strike(signal.SIGINT)
    # Before the time to tidy up is over, for which `end` would not wait.
    assert driven.end() == (130, "")
    assert gone([*driven.pids, child])


@pytest.mark.parametrize(
    ("blow", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_a_nursery_that_is_not_ready_is_not_left_behind(tmp_path, blow, code):
    driven = Driven(tmp_path, ["trivial"], 0, 30, warm=["fake_warming:dawdle"])
    pid = driven.process.pid
    children = wait_for(f"/proc/{pid}/task/{pid}/children").split()
    time.sleep(0.3)
    os.kill(pid, blow)
    # It is not waited for until it is ready, which takes longer than `end` would wait.
    assert driven.end() == (code, "")
    assert gone([int(child) for child in children])
