"""Workers that are killed, lie, or say nothing."""

from __future__ import annotations

import signal

import pytest
from seen_processes import gone, of
from struck_jobs import run

from gradanim.batch.events import JobFinished, JobRetried, JobStarted
from gradanim.batch.work import Job, Limits
from gradanim.batch.workers import run_jobs


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
    # Nobody dies before as many have come to this try as may run at once.
    company = {"when": "middle", "times": 2, "company": [4, 2, 1]}
    payloads = [{"count": str(tmp_path / f"{n}"), **company} for n in range(4)]
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
    assert gone([int(child.read_text())])


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
    assert result.status == "crashed" and result.problem.code == "piece_garbled"
