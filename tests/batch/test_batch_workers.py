"""Jobs in processes: order, limits, answers, and what the process that asks for them has to import."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from counted_jobs import job
from seen_processes import alive, of

from gradanim.batch import nursery_link
from gradanim.batch.events import (
    JobCancelled,
    JobFinished,
    JobProgressed,
    JobQueued,
    JobStarted,
    NurseryStarted,
)
from gradanim.batch.work import Limits
from gradanim.batch.workers import Crew, run_jobs
from gradanim.problems import ProblemError

TWO = Limits(2, 60)


def run(jobs, limits=TWO, **options):
    events = []
    return run_jobs(jobs, limits, events.append, **options), events


def test_the_asking_process_imports_nothing_heavy():
    code = (
        "import sys, gradanim.batch.workers, gradanim.batch.progress, gradanim.batch.locks; "
        "print({'manim', 'numba', 'numpy', 'sympy', 'av'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_without_jobs_nothing_is_started():
    assert run([]) == ([], [])


def test_results_come_in_the_order_given_and_every_job_has_a_process_of_its_own():
    jobs = [job(n, "nap", seconds=0.02) for n in range(6)]
    results, events = run(jobs)
    assert [result.job for result in results] == jobs
    assert {(r.status, r.tries, r.problem) for r in results} == {("done", 1, None)}
    pids = [result.value["pid"] for result in results]
    assert len({*pids, os.getpid()}) == 7
    assert all(result.value["session"] == result.value["pid"] for result in results)
    assert {event.job: event.pid for event in of(events, JobStarted)} == {
        f"j{n}": pid for n, pid in enumerate(pids)
    }
    (nursery,) = of(events, NurseryStarted)
    assert not any(map(alive, [nursery.pid, *pids]))


def test_the_longest_comes_first_and_no_more_run_at_once_than_allowed(tmp_path):
    weights = [3, 9, 1, 7, 5]
    # The first two wait for each other.
    (company := tmp_path / "company").mkdir()
    jobs = [job(n, "meet", w, folder=str(company), company=2) for n, w in enumerate(weights)]
    _, events = run(jobs)
    assert [event.weight for event in of(events, JobQueued)] == weights
    assert [event.weight for event in of(events, JobStarted)] == [9, 7, 5, 3, 1]
    running = most = 0
    for event in events:
        running += isinstance(event, JobStarted) - isinstance(event, JobFinished)
        most = max(most, running)
    assert most == 2


def test_frames_are_told_while_they_are_made(tmp_path):
    told = []

    def listen(event):
        if isinstance(event, JobProgressed):
            told.append(event.frames)
            (tmp_path / str(event.frames)).write_text("heard")

    began = time.monotonic()
    (result,) = run_jobs([job(0, "heed_listener", 5, frames=5, folder=str(tmp_path))], TWO, listen)
    assert result.status == "done" and told == [1, 2, 3, 4, 5]
    # Each took 0.11 s, of which the first may have passed before it was known that the worker had begun.
    assert 0.44 < result.seconds < time.monotonic() - began


def test_a_worker_is_told_of_before_its_frames_whoever_is_faster():
    (result,), events = run([job(0, "nap", seconds=0.01)], warm=["fake_warming:late_news"])
    assert result.status == "done"
    kinds = [type(event) for event in events if isinstance(event, JobStarted | JobProgressed)]
    assert kinds == [JobStarted, JobProgressed]


def test_a_large_payload_and_a_large_answer_go_through():
    text = "ä" * 3_000_000
    (result,), _ = run([job(0, text=text)])
    assert result.value == {"echo": {"text": text}}


def test_memory_is_measured():
    (result,), _ = run([job(0, "nap", seconds=0.3)])
    assert 5 < result.peak_mb < 500


def test_two_jobs_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two jobs are called 'j1'"):
        run([job(1), job(1)])


def test_a_crew_keeps_its_nursery_and_takes_jobs_while_it_works():
    events = []

    def listen(event):
        events.append(event)
        if isinstance(event, JobFinished) and event.job == "j0":
            crew.add(job(7, "trivial", a=1))

    with Crew(Limits(2, 30), listen) as crew:
        first = crew.run([job(0), job(1)])
        second = crew.run([job(1)])
    assert [result.job.id for result in first] == ["j0", "j1", "j7"] and first[2].value == {"echo": {"a": 1}}
    assert [result.status for result in second] == ["done"]
    assert len(of(events, NurseryStarted)) == 1


def test_a_run_that_is_cancelled_stops_what_runs_and_begins_nothing(tmp_path):
    marks = [tmp_path / str(n) for n in range(3)]
    events = []

    def listen(event):
        events.append(event)
        if isinstance(event, JobFinished):
            crew.cancel()

    # The first is done when the second has begun.
    jobs = [job(0, "follow", 9, path=str(marks[1])), *(job(n, "slow", mark=str(marks[n])) for n in (1, 2))]
    with Crew(Limits(2, 60, grace=60), listen) as crew:
        results = crew.run(jobs)
        assert [result.status for result in results] == ["done", "cancelled", "cancelled"]
        assert [result.tries for result in results] == [1, 1, 0]
        assert marks[1].read_text() == "tidied up" and not marks[2].exists()
        assert [(e.job, e.begun) for e in of(events, JobCancelled)] == [("j2", False), ("j1", True)]
        assert str(results[1].problem) == (
            "`piece 1` was stopped before it was done; run the same command again to finish it"
        )
        assert [result.status for result in crew.run([job(5)])] == ["done"]


def test_an_error_in_the_listener_ends_all_processes(tmp_path):
    pids = []

    def listen(event):
        if isinstance(event, NurseryStarted | JobStarted):
            pids.append(event.pid)
        if len(pids) == 3:
            raise BrokenPipeError

    jobs = [job(n, "slow", mark=str(tmp_path / str(n))) for n in range(2)]
    with pytest.raises(BrokenPipeError):
        run_jobs(jobs, Limits(2, 30), listen)
    assert len(pids) == 3 and not any(map(alive, pids))


def test_it_works_outside_the_main_thread():
    found = []
    thread = threading.Thread(target=lambda: found.extend(run([job(0)])[0]))
    thread.start()
    thread.join(60)
    assert [result.status for result in found] == ["done"]


def test_temporary_files_go_with_their_worker(tmp_path):
    told = [tmp_path / name for name in ("a", "b")]
    jobs = [job(n, "untidy", told=str(told[n]), killed=bool(n)) for n in (0, 1)]
    results, _ = run(jobs, Limits(2, 30, tries=1))
    assert [result.status for result in results] == ["done", "killed"]
    for path in told:
        folder = Path(path.read_text())
        assert "gradanim-work." in str(folder) and not folder.exists() and not folder.parent.exists()


def test_temporary_files_that_somebody_clears_between_two_jobs_are_made_room_for_again():
    with Crew(Limits(1, 30), lambda event: None) as crew:
        for number in range(2):
            (result,) = crew.run([job(number, "whereabouts")])
            assert result.status == "done", result.problems
            shutil.rmtree(Path(result.value["folder"]).parent)


def test_a_job_whose_temporary_files_are_cleared_is_tried_again(tmp_path):
    (result,), _ = run([job(0, "cleared", mark=str(tmp_path / "mark"))])
    assert result.status == "done", result.problems
    assert (tmp_path / "mark").exists()


def test_jobs_need_not_the_folder_where_the_build_was_started(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    (result,), _ = run([job(0, "whereabouts")])
    assert result.status == "done", result.problem
    assert "gradanim-work." in result.value["folder"]
    # It was there when the job asked, and went with it.
    assert result.value["there"] and not Path(result.value["folder"]).exists()
    monkeypatch.chdir(tmp_path)


def test_the_log_keeps_the_end_of_what_was_printed():
    (result,), _ = run([job(0, "chatter")])
    assert result.status == "done" and len(result.log) <= 8001
    assert result.log.startswith("…") and result.log.endswith("the end\n")


def test_libraries_of_films_work_in_a_worker():
    warm = ["numpy", "sympy", "gradanim.raster.warm:warm_up"]
    results, _ = run([job(n, "reckon") for n in range(2)], Limits(2, 100), warm=warm)
    for result in results:
        assert result.status == "done", result.log
        assert result.value["trace"] == pytest.approx(300)
        assert (result.value["diff"], result.value["drawn"]) == ("2*sin(x)*cos(x)", True)


@pytest.mark.slow
def test_a_process_per_job_costs_little():
    with Crew(Limits(1, 30), lambda event: None, warm=["gradanim.render.manim_text"]) as crew:
        crew.run([job(0)])
        took = []
        for _ in range(20):
            started = time.monotonic()
            crew.run([job(0)])
            took.append(time.monotonic() - started)
    # One that is held up by what else the machine does says nothing.
    assert statistics.median(took) < 0.2


def test_where_no_process_can_be_started_it_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(nursery_link.sys, "executable", str(tmp_path / "none"))
    with pytest.raises(ProblemError) as caught:
        run([job(0)])
    assert caught.value.exit_code == 3
    assert str(caught.value).startswith("no worker process could be started: [Errno 2] No such file")


def test_a_nursery_that_dies_at_once_is_tried_three_times(monkeypatch, tmp_path):
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\necho x >> {tmp_path}/tries\necho 'cannot import it' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(nursery_link.sys, "executable", str(program))
    with pytest.raises(ProblemError) as caught:
        run([job(0)])
    assert (tmp_path / "tries").read_text() == "x\n" * 3
    assert str(caught.value) == (
        "no worker process could be started: cannot import it; run `gradanim doctor`, or again with --debug to "
        "see more"
    )
