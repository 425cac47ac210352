"""Workers that are killed, hang, lie, or use too much; a parent or a nursery that is killed; Ctrl-C."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gradanim.batch.events import JobFinished, JobRetried, JobStarted, NurseryLost, NurseryStarted
from gradanim.batch.work import Job, Limits
from gradanim.batch.workers import run_jobs

HERE = Path(__file__).parent


@pytest.fixture
def count(tmp_path):
    """A file in which a task counts how often it was begun."""
    return tmp_path / "count"


def run(task, limits=None, **payload):
    """One job, with the trivial one beside it, which nothing must disturb."""
    jobs = [
        Job("bad", f"fake_tasks:{task}", payload, 5, "scene, beats 1 to 3"),
        Job("good", "fake_tasks:trivial", {}, 1, "good"),
    ]
    events = []
    bad, good = run_jobs(jobs, limits or Limits(2, 30), events.append)
    assert good.status == "done" and good.tries == 1
    return bad, events


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def gone(pids, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(map(alive, pids))


def wait_for(path: Path) -> str:
    deadline = time.monotonic() + 20
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return path.read_text()


# Killed


@pytest.mark.parametrize(
    "how",
    [
        {"when": "start"},
        {"when": "middle"},
        *({"when": "end", "bytes": size} for size in (1, 3, 4, 11, 12, 13, 30)),
    ],
    ids=lambda how: f"{how['when']} {how.get('bytes', '')}".strip(),
)
def test_a_worker_that_is_killed_is_tried_again(count, how):
    result, events = run("die", count=str(count), **how)
    assert (result.status, result.value, result.tries) == ("done", {"fine": True}, 2)
    (retried,) = of(events, JobRetried)
    assert (retried.why, retried.attempt, retried.workers) == ("killed", 1, 1)


def test_a_worker_that_is_always_killed_fails_at_last(count):
    result, events = run("die", count=str(count), when="start", times=9, signal=signal.SIGSEGV)
    assert (result.status, result.value, result.tries) == ("killed", None, 3)
    assert len(count.read_text()) == 3 and len(of(events, JobRetried)) == 2
    assert result.problem.exit_code == 1 and str(result.problem) == (
        "the process that made `scene, beats 1 to 3` was ended by SIGSEGV (3 times); where memory is short, use "
        "fewer --jobs or a smaller --profile"
    )


def test_what_is_tried_again_runs_beside_fewer_and_at_last_alone(tmp_path):
    payloads = [
        {"count": str(tmp_path / f"{n}"), "when": "middle", "times": 2, "seconds": 0.3} for n in range(4)
    ]
    jobs = [Job(f"{n}", "fake_tasks:die", payload, 1, f"{n}") for n, payload in enumerate(payloads)]
    events = []
    results = run_jobs(jobs, Limits(4, 30), events.append)
    assert [(r.status, r.tries) for r in results] == [("done", 3)] * 4
    running, most = {}, {1: 0, 2: 0, 3: 0}
    for event in events:
        if isinstance(event, JobStarted):
            running[event.job] = event.attempt
        elif isinstance(event, JobRetried | JobFinished):
            running.pop(event.job)
        for attempt in running.values():
            most[attempt] = max(most[attempt], len(running))
    assert most == {1: 4, 2: 2, 3: 1}


def test_an_answer_that_is_whole_counts_though_its_worker_is_killed():
    result, _ = run("answer_and_die")
    assert (result.status, result.value, result.tries) == ("done", {"whole": True}, 1)


@pytest.mark.parametrize("end", ["return", "kill"])
def test_children_end_with_their_worker(tmp_path, end):
    child = tmp_path / "child"
    result, _ = run("parent", Limits(2, 30, tries=1), child=str(child), end=end)
    assert result.status == {"return": "done", "kill": "killed"}[end]
    assert not alive(int(child.read_text()))


# Lies and silence


@pytest.mark.parametrize("status", [0, 3])
def test_a_worker_that_ends_without_an_answer_is_tried_once_more(count, status):
    result, events = run("silent", count=str(count), status=status)
    assert (result.status, result.tries) == ("done", 2)
    assert of(events, JobRetried)[0].workers == 2
    count.unlink()
    result, _ = run("silent", count=str(count), status=status, times=9)
    assert (result.status, result.tries, result.log) == ("crashed", 2, "these are my last words\n")
    assert str(result.problem) == (
        f"the process that made `scene, beats 1 to 3` ended with exit code {status} and without an answer; "
        "run again with --debug to see what it printed"
    )


@pytest.mark.parametrize("what", ["words", "one byte", "long", "changed", "list", "other", "half"])
def test_garbage_is_no_answer(count, what):
    result, _ = run("garbage", count=str(count), what=what)
    assert (result.status, result.value, result.tries) == ("done", {"fine": True}, 2)


def test_nothing_but_garbage_fails(count):
    result, _ = run("garbage", count=str(count), what="words", times=9)
    assert (result.status, result.tries) == ("crashed", 2)
    assert str(result.problem) == (
        "the process that made `scene, beats 1 to 3` answered something unreadable; run again with --debug to "
        "see what it printed"
    )


def test_a_worker_that_cannot_be_heard_any_more_is_ended(monkeypatch):
    monkeypatch.setattr("gradanim.batch.watch._LAST_BREATH", 0.2)
    result, _ = run("deaf", Limits(2, 30, tries=1))
    assert result.status == "crashed" and result.problem.code == "piece_garbled" and result.seconds < 10


# Its own fault: never again


@pytest.mark.parametrize(
    ("how", "cause"),
    [
        ("exception", "ValueError: this is wrong"),
        ("exit", "SystemExit: 0"),
        ("list", "TypeError: the task returned list, not a dict"),
        ("nan", "ValueError: Out of range float values are not JSON compliant"),
        ("object", "TypeError: Object of type object is not JSON serializable"),
    ],
)
def test_an_exception_is_told_and_not_tried_again(count, caplog, how, cause):
    with caplog.at_level(logging.DEBUG, "gradanim"):
        result, _ = run("fail", count=str(count), how=how)
    assert (result.status, result.tries) == ("crashed", 1) and count.read_text() == "x"
    said = str(result.problem)
    assert said.startswith(f"an internal error stopped `scene, beats 1 to 3` ({cause}")
    assert said.endswith("); run again with --debug to see where it comes from")
    assert result.log.startswith("before the fall\nTraceback (most recent call last):\n")
    assert result.log in caplog.text


def test_a_task_that_is_not_there_is_a_crash():
    for task, cause in (("none", "has no attribute 'none'"), ("none:none", "'fake_tasks:none'")):
        (result,) = run_jobs([Job("a", f"fake_tasks:{task}", {}, 1, "a")], Limits(1, 9), lambda event: None)
        assert result.status == "crashed" and cause.partition(":")[0] in str(result.problem)
    (result,) = run_jobs([Job("a", "no_such_module:f", {}, 1, "a")], Limits(1, 9), lambda event: None)
    assert "ModuleNotFoundError: No module named 'no_such_module'" in str(result.problem)


def test_a_problem_is_told_as_it_is_and_not_tried_again(count):
    result, events = run("find_fault", count=str(count), how="raised")
    assert (result.status, result.tries, result.value) == ("failed", 1, None)
    assert [str(problem) for problem in result.problems] == [
        "a new spec is written as YAML; end its name with .yaml, not x.png",
        "specs: this folder holds no spec (.yaml, .yml, .toml or .json)",
    ]
    (finished,) = [event for event in of(events, JobFinished) if event.job == "bad"]
    assert finished.problems == result.problems
    result, _ = run("find_fault", count=str(count), how="returned")
    assert (result.status, result.value, result.problem.exit_code) == ("failed", None, 3)
    assert len(count.read_text()) == 2


def test_a_problem_that_json_cannot_carry_keeps_its_sentence(count):
    result, _ = run("find_fault", count=str(count), how="odd")
    assert str(result.problem) == (
        "ffmpeg made no progress on a for 1.5 seconds, after 1 frames, and was stopped; run the same command again"
    )


def test_an_encoder_that_was_killed_is_a_reason_to_try_again(count):
    result, events = run("find_fault", count=str(count), how="encoder")
    assert (result.status, result.tries, result.problem.code) == ("failed", 3, "ffmpeg_killed")
    assert [event.workers for event in of(events, JobRetried)] == [1, 1]


# Limits


def test_a_worker_that_hangs_in_c_is_killed_and_tried_once_more(count):
    limits = Limits(2, 0.4, grace=0.3)
    result, events = run("hang", limits, count=str(count))
    assert (result.status, result.tries) == ("done", 2)
    count.unlink()
    result, events = run("hang", limits, count=str(count), times=9)
    assert (result.status, result.tries) == ("timeout", 2) and 0.4 < result.seconds < 5
    assert str(result.problem) == (
        "`scene, beats 1 to 3` took longer than 0.4 s and was stopped (twice); use a smaller --profile, fewer "
        "--jobs, or allow more time"
    )
    assert not any(alive(event.pid) for event in of(events, JobStarted))


def test_a_worker_over_its_time_may_tidy_up(tmp_path):
    mark = tmp_path / "mark"
    result, _ = run("slow", Limits(2, 0.3, tries=1), mark=str(mark))
    assert result.status == "timeout" and mark.read_text() == "tidied up"


@pytest.mark.parametrize("task", ["hog", "hog_in_child"])
def test_a_worker_over_its_memory_is_killed(count, task):
    result, events = run(task, Limits(2, 30, memory_mb=120, tries=2), count=str(count), mb=250, times=9)
    assert (result.status, result.tries) == ("memory", 2) and result.peak_mb > 120
    assert str(result.problem) == (
        f"`scene, beats 1 to 3` used {result.peak_mb:.0f} MB of memory, more than the 120 MB it may, and was "
        "stopped; allow more memory or use a smaller --profile"
    )
    assert of(events, JobRetried)[0].why == "memory"


def test_what_needs_less_memory_the_second_time_is_done(count):
    result, _ = run("hog", Limits(2, 30, memory_mb=120), count=str(count), mb=250)
    assert (result.status, result.tries) == ("done", 2)


def test_a_memory_error_is_tried_with_fewer(count):
    result, _ = run("fail", count=str(count), how="no memory")
    assert (result.status, result.tries) == ("memory", 3)
    assert str(result.problem) == (
        "there was not enough memory for `scene, beats 1 to 3`; use fewer --jobs or a smaller --profile"
    )


# The processes above and below


def test_a_nursery_that_is_killed_is_replaced_and_its_jobs_are_tried_again(tmp_path):
    nurseries, workers, events = [], [], []

    def listen(event):
        events.append(event)
        if isinstance(event, NurseryStarted):
            nurseries.append(event.pid)
        if isinstance(event, JobStarted):
            workers.append(event.pid)
            if len(workers) == 2:
                os.kill(nurseries[0], signal.SIGKILL)

    jobs = [Job(f"{n}", "fake_tasks:nap", {"seconds": 0.5}, 1, f"{n}") for n in range(3)]
    results = run_jobs(jobs, Limits(2, 30), listen)
    assert [result.status for result in results] == ["done"] * 3
    assert sorted(result.tries for result in results) == [1, 2, 2]
    assert len(nurseries) == 2 and len(of(events, NurseryLost)) == 1 and len(workers) == 5
    assert [event.problem.code for event in of(events, JobRetried)] == ["piece_orphaned"] * 2
    assert gone([*nurseries, *workers], 3)


def test_a_nursery_that_is_stuck_is_replaced(monkeypatch, count):
    monkeypatch.setattr("gradanim.batch.watch._KILL_PATIENCE", 0.3)
    nurseries, events = [], []

    def listen(event):
        events.append(event)
        if isinstance(event, NurseryStarted):
            nurseries.append(event.pid)
        if isinstance(event, JobStarted) and event.attempt == 1:
            os.kill(nurseries[0], signal.SIGSTOP)

    job = Job("a", "fake_tasks:hang", {"count": str(count)}, 1, "a")
    (result,) = run_jobs([job], Limits(1, 0.5, grace=0.2), listen)
    assert (result.status, result.tries, len(nurseries)) == ("done", 2, 2)
    assert gone([*nurseries, *(event.pid for event in of(events, JobStarted))], 3)


def test_where_a_process_cannot_be_started_it_is_tried_again():
    events = []
    job = Job("a", "fake_tasks:trivial", {}, 1, "a")
    (result,) = run_jobs([job], Limits(1, 30), events.append, warm=["fake_tasks:no_room"])
    assert (result.status, result.tries) == ("done", 3)
    assert [(event.why, str(event.problem)) for event in of(events, JobRetried)] == [
        (
            "killed",
            "no process could be started for `a`: [Errno 11] Resource temporarily unavailable; use fewer --jobs",
        )
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
    assert result.status == "killed" and gone([int(child.read_text())], 3)
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

    def end(self) -> tuple[int, str]:
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said


def test_a_parent_that_is_killed_leaves_nobody_behind(tmp_path):
    driven = Driven(tmp_path, ["slow", "stubborn", "trivial"], 2, 30)
    child = int(driven.marks[1].read_text())
    driven.process.kill()
    assert driven.end()[0] == -signal.SIGKILL
    assert gone([*driven.pids, child], 3)
    assert driven.marks[0].read_text() == "tidied up"


def test_a_parent_and_a_nursery_that_are_killed_leave_nobody_behind(tmp_path):
    driven = Driven(tmp_path, ["slow", "slow"], 2, 30)
    for pid in (driven.process.pid, driven.pids[0]):
        os.kill(pid, signal.SIGKILL)
    driven.end()
    assert gone(driven.pids, 3)


@pytest.mark.parametrize(("blow", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_one_request_to_stop_ends_in_peace(tmp_path, blow, code):
    driven = Driven(tmp_path, ["slow", "slow", "slow"], 2, 30)
    started = time.monotonic()
    driven.strike(blow)
    assert driven.end() == (code, "") and time.monotonic() - started < 5
    assert [mark.read_text() for mark in driven.marks[:2]] == ["tidied up"] * 2
    assert not driven.marks[2].exists() and not any(map(alive, driven.pids))


def test_who_does_not_end_in_peace_is_killed(tmp_path):
    driven = Driven(tmp_path, ["stubborn", "slow"], 2, 0.5)
    child = int(driven.marks[0].read_text())
    started = time.monotonic()
    driven.strike(signal.SIGINT)
    assert driven.end() == (130, "") and 0.5 <= time.monotonic() - started < 5
    assert not any(map(alive, [*driven.pids, child])) and driven.marks[1].read_text() == "tidied up"


def test_a_second_request_to_stop_waits_for_nobody(tmp_path):
    driven = Driven(tmp_path, ["stubborn"], 1, 60)
    child = int(driven.marks[0].read_text())
    driven.strike(signal.SIGINT)
    time.sleep(0.5)
    assert driven.process.poll() is None and alive(child)
    driven.strike(signal.SIGINT)
    started = time.monotonic()
    assert driven.end() == (130, "") and time.monotonic() - started < 3
    assert not any(map(alive, [*driven.pids, child]))


@pytest.mark.parametrize(
    ("blow", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_a_nursery_that_is_not_ready_is_not_left_behind(tmp_path, blow, code):
    driven = Driven(tmp_path, ["trivial"], 0, 30, warm=["fake_tasks:dawdle"])
    pid = driven.process.pid
    deadline = time.monotonic() + 20
    while not (children := Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(0.3)
    started = time.monotonic()
    os.kill(pid, blow)
    assert driven.end() == (code, "") and time.monotonic() - started < 5
    assert gone([int(child) for child in children], 3)
