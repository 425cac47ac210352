"""What is lost, damaged, refused or interrupted on a real Dask cluster of this machine."""

from __future__ import annotations

import re
import signal
import time

import pytest
from cluster_pieces import FAREWELLS, TWO
from dask_cluster import nap
from msgspec.structs import replace
from seen_processes import gone, of
from waiting import text_of

from gradanim.batch import cluster_link, cluster_run
from gradanim.batch.clips import Clips
from gradanim.batch.cluster import run_jobs_on_dask
from gradanim.batch.cluster_events import WorkerAccepted, WorkerLost, WorkerRefused
from gradanim.batch.cluster_identity import identity
from gradanim.batch.events import JobProgressed, JobRetried, JobStarted
from gradanim.batch.work import Job, Limits
from gradanim.batch.workers import run_jobs
from gradanim.problems import ProblemError

pytestmark = FAREWELLS


@pytest.mark.slow
def test_a_killed_worker_costs_its_piece_a_try_and_a_damaged_answer_another(
    dask, piece, tmp_path, text_folder
):
    address, worker, _ = dask
    mark = tmp_path / "mark"
    first = worker("first", DOCTORED="bytes", DOCTORED_MARK=str(mark))
    events, struck = [], []

    def heed(event):
        events.append(event)
        if isinstance(event, JobRetried) and not struck:
            assert mark.exists() and "damaged" in event.problem.message
        # Not before the damaged answer is here: the worker would be killed with it.
        if (
            isinstance(event, JobProgressed)
            and event.label == "nap 7"
            and of(events, JobRetried)
            and not struck
        ):
            # The worker is the parent of the process from which all pieces are forked.
            struck.append(event)
            worker("second")
            first.send_signal(signal.SIGKILL)
            (tmp_path / "struck").touch()

    # What is struck goes on until it is, and ends at once when it is tried again.
    lasting = replace(nap(7), task="fake_tasks:linger", payload={"until": str(tmp_path / "struck")})
    jobs = [piece(0, [0]), lasting]
    results = run_jobs_on_dask(jobs, TWO, heed, address, tmp_path / "cache")
    assert struck and [(result.status, result.problem) for result in results] == [("done", None)] * 2
    retried = {event.label: event for event in of(events, JobRetried)}
    assert retried["tiny 0"].why == "crashed" and results[0].tries == 2
    assert retried["nap 7"].why == "killed" and results[1].tries == 2
    assert re.fullmatch(
        r"`nap 7` was lost with the worker that made it, tcp://127\.0\.0\.1:\d+ \(once\); look at that machine, and "
        r"run the same command again",
        retried["nap 7"].problem.message,
    )
    assert re.fullmatch(
        r"what tcp://127\.0\.0\.1:\d+ has sent for `tiny 0` is damaged \(clip\.mp4 has changed\); run the same "
        r"command again, without that worker where it goes on",
        retried["tiny 0"].problem.message,
    )
    assert len(of(events, WorkerLost)) == 1 and len(of(events, WorkerAccepted)) == 2
    (clip,) = results[0].value["clips"]
    assert Clips(tmp_path / "cache").find(clip["key"]) is not None
    # What the killed worker had started has ended too.
    assert gone([event.pid for event in of(events, JobStarted)])


def test_a_scheduler_that_is_killed_is_told_and_not_taken_for_a_worker(dask, tmp_path, monkeypatch, capfd):
    address, worker, scheduler = dask
    worker("only")
    events, killed = [], []

    def heed(event):
        events.append(event)
        if isinstance(event, JobProgressed) and not killed:
            # Until then it may take its time.
            monkeypatch.setattr(cluster_link, "_CONNECT", 2.0)
            scheduler.kill()
            killed.append(time.monotonic())

    with pytest.raises(ProblemError) as caught:
        run_jobs_on_dask([nap(0, frames=2000, seconds=0.1)], TWO, heed, address, tmp_path)
    # The job would have gone on for minutes.
    assert time.monotonic() - killed[0] < 90 and caught.value.exit_code == 3
    assert str(caught.value).startswith(f"the Dask scheduler at {address} no longer answers (")
    for retried in of(events, JobRetried):
        assert retried.problem.message.startswith("`nap 0` was lost with the Dask scheduler (once); ")
    assert "Failed to reconnect" not in capfd.readouterr().err


def test_a_worker_with_other_code_is_refused_by_name(dask, tmp_path, monkeypatch):
    address, worker, _ = dask
    worker("other", DOCTORED="code")
    events = []

    def heed(event):
        events.append(event)
        if isinstance(event, WorkerRefused):
            # Patience for others ends when it is known of this one.
            monkeypatch.setattr(cluster_run, "PATIENCE", 6.0)

    with pytest.raises(ProblemError) as caught:
        run_jobs_on_dask([nap(0)], TWO, heed, address, tmp_path)
    (refusal,) = of(events, WorkerRefused)
    mine = identity()
    code = mine["gradanim's own files"]
    first, second = caught.value.problems
    assert caught.value.exit_code == 3
    assert (
        first.message
        == refusal.problem.message
        == (
            f"the worker {refusal.worker} is not used, because it would draw with something else: gradanim's own files "
            f"0123456789ab (here {code}), numpy 1.0 (here {mine['numpy']})"
        )
    )
    assert second.message == (
        f"the cluster at {address} had no worker that could be used for 6 s; start some with "
        f"`dask worker {address} --nthreads 1 --nworkers 4`, from an environment like this one"
    )
    # A good one that comes later is asked too, and gets all the work.
    asked = []

    def tell(event):
        asked.append(event)
        if isinstance(event, WorkerRefused):
            (tmp_path / "refused").write_text("by name")

    worker("good")
    # The job ends when both have been asked.
    job = replace(nap(0), task="fake_tasks:follow", payload={"path": str(tmp_path / "refused")})
    monkeypatch.setattr(cluster_run, "PATIENCE", 120.0)
    (result,) = run_jobs_on_dask([job], TWO, tell, address, tmp_path)
    assert result.status == "done"
    assert len(of(asked, WorkerRefused)) == len(of(asked, WorkerAccepted)) == 1


def test_what_fails_on_a_cluster_fails_as_it_does_here(dask, tmp_path):
    address, worker, _ = dask
    worker("only")
    count = [tmp_path / f"count{n}" for n in range(4)]
    tasks = [
        ("find_fault", {"how": "raised"}),
        ("fail", {"how": "exception"}),
        ("die", {"when": "start"}),
        ("hang", {"times": 9}),
    ]
    jobs = [
        Job(f"j{n}", f"fake_tasks:{task}", {**payload, "count": str(count[n])}, 1, task)
        for n, (task, payload) in enumerate(tasks)
    ]
    limits = Limits(2, lambda job: 1.0 if job.label == "hang" else 60.0, grace=0.2)
    far = run_jobs_on_dask(jobs, limits, lambda event: None, address, tmp_path)
    there = [len(text_of(path)) for path in count]
    for path in count:
        path.unlink(missing_ok=True)
    near = run_jobs(jobs, limits, lambda event: None)
    assert [r.status for r in far] == [r.status for r in near] == ["failed", "crashed", "done", "timeout"]
    assert [[p.message for p in r.problems] for r in far][:3] == [
        [p.message for p in r.problems] for r in near
    ][:3]
    assert [r.tries for r in far] == [r.tries for r in near] == [1, 1, 2, 2]
    # One that is stopped after a second may not have come to hang, or to count itself.
    assert there[:3] == [len(path.read_text()) for path in count[:3]] == [1, 1, 2]
    assert "before the fall" in far[1].log
