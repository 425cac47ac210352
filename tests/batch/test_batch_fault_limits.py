"""Workers whose task is at fault, or that use too much time or memory."""

from __future__ import annotations

import logging

import pytest
from seen_processes import alive, of
from struck_jobs import Patience, run
from waiting import text_of

from gradanim.batch.events import JobFinished, JobRetried, JobStarted
from gradanim.batch.work import Job, Limits
from gradanim.batch.workers import run_jobs


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


def test_a_worker_that_hangs_in_c_is_killed_and_tried_once_more(count):
    def limits(times):
        # A try is counted just before it hangs.
        return Limits(2, Patience(0.4, lambda number: len(text_of(count)) == number <= times), grace=0.3)

    result, events = run("hang", limits(1), count=str(count))
    assert (result.status, result.tries) == ("done", 2)
    count.unlink()
    result, events = run("hang", limits(9), count=str(count), times=9)
    # Far less than the thousand seconds for which it would hang.
    assert (result.status, result.tries) == ("timeout", 2) and 0.4 < result.seconds < 60
    assert str(result.problem) == (
        "`scene, beats 1 to 3` took longer than 0.4 s and was stopped (twice); use a smaller --profile, fewer "
        "--jobs, or a longer --time-limit"
    )
    assert not any(alive(event.pid) for event in of(events, JobStarted))


def test_a_worker_over_its_time_may_tidy_up(tmp_path):
    mark = tmp_path / "mark"
    limits = Limits(2, Patience(0.3, lambda _: text_of(mark) == "begun"), tries=1, grace=60)
    result, _ = run("slow", limits, mark=str(mark))
    assert result.status == "timeout" and mark.read_text() == "tidied up"


@pytest.mark.parametrize("task", ["hog", "hog_in_child"])
def test_a_worker_over_its_memory_is_killed(count, task):
    result, events = run(task, Limits(2, 30, memory_mb=120, tries=2), count=str(count), mb=250, times=9)
    assert (result.status, result.tries) == ("memory", 2) and result.peak_mb > 120
    assert str(result.problem) == (
        f"`scene, beats 1 to 3` used {result.peak_mb:.0f} MB of memory, more than the 120 MB it may, and was "
        "stopped; allow more with --memory or use a smaller --profile"
    )
    assert of(events, JobRetried)[0].why == "memory"


def test_what_needs_less_memory_the_second_time_is_done(count):
    result, _ = run("hog", Limits(2, 30, memory_mb=120), count=str(count), mb=250)
    assert (result.status, result.tries) == ("done", 2)


@pytest.mark.parametrize(
    ("how", "status", "said"),
    [
        (
            "no memory",
            "memory",
            "there is not enough memory; end other programs, use fewer --jobs or a smaller",
        ),
        ("no room", "memory", "there is not enough memory; "),
        (
            "no threads",
            "failed",
            "the system lets no more threads or processes begin; end other programs, use fewer",
        ),
        ("no files", "failed", "too many files are open at once: a process may open "),
    ],
)
def test_what_lacks_room_is_tried_with_fewer_workers(count, how, status, said):
    result, events = run("fail", Limits(4, 30), count=str(count), how=how)
    assert (result.status, result.tries) == (status, 3) and str(result.problem).startswith(said)
    assert [event.workers for event in of(events, JobRetried)] == [2, 1]
    assert result.problem.exit_code == 3 and "Traceback" in result.log


def test_a_worker_in_which_no_thread_can_start_is_tried_again():
    events = []
    job = Job("a", "fake_tasks:trivial", {}, 1, "a")
    (result,) = run_jobs([job], Limits(1, 30), events.append, warm=["fake_warming:no_threads"])
    assert (result.status, result.tries) == ("done", 3)
    assert [event.problem.code for event in of(events, JobRetried)] == ["threads_short"] * 2
