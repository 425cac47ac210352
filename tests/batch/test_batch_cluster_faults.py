"""What is lost, damaged, refused or interrupted on a real Dask cluster of this machine."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from cluster_pieces import FAREWELLS, TWO
from dask_cluster import HERE, nap
from seen_processes import gone, of, processes

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


@pytest.fixture
def dask(environment, tmp_path):
    """A scheduler; returns its address and a function that starts workers, each of one process."""
    started = []

    def start(*arguments, **extra):
        command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
        with (tmp_path / "dask.log").open("ab") as log:
            process = subprocess.Popen(
                command, env={**environment, **extra}, cwd=tmp_path, stdout=log, stderr=log
            )
        started.append(process)
        return process

    file = tmp_path / "scheduler.json"
    start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    deadline = time.monotonic() + 90
    while not (file.exists() and file.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    address = json.loads(file.read_text())["address"]

    def worker(name, **extra):
        options = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--name", name, "--memory-limit", "0"]
        if extra:
            options += ["--preload", str(HERE / "doctored_worker.py")]
        return start("worker", address, "--host", "127.0.0.1", *options, **extra)

    yield address, worker
    for process in reversed(started):
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_killed_worker_costs_its_piece_a_try_and_a_damaged_answer_another(
    dask, piece, tmp_path, text_folder, monkeypatch
):
    address, worker = dask
    # A worker may take long to start where a machine has more to do.
    monkeypatch.setattr(cluster_run, "PATIENCE", 120.0)
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

    jobs = [piece(0, [0]), nap(7, frames=30, seconds=0.2)]
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
    address, worker = dask
    monkeypatch.setattr(cluster_link, "_CONNECT", 2.0)
    worker("only")
    (scheduler,) = processes("dask_scheduler")
    events = []

    def heed(event):
        events.append(event)
        if isinstance(event, JobProgressed) and not of(events, JobRetried):
            with suppress(ProcessLookupError):
                os.kill(scheduler, signal.SIGKILL)

    started = time.monotonic()
    with pytest.raises(ProblemError) as caught:
        run_jobs_on_dask([nap(0, frames=600, seconds=0.1)], TWO, heed, address, tmp_path)
    assert time.monotonic() - started < 40 and caught.value.exit_code == 3
    assert str(caught.value).startswith(f"the Dask scheduler at {address} no longer answers (")
    for retried in of(events, JobRetried):
        assert retried.problem.message.startswith("`nap 0` was lost with the Dask scheduler (once); ")
    assert "Failed to reconnect" not in capfd.readouterr().err


def test_a_worker_with_other_code_is_refused_by_name(dask, tmp_path, monkeypatch):
    address, worker = dask
    monkeypatch.setattr(cluster_run, "PATIENCE", 6.0)
    worker("other", DOCTORED="code")
    events = []
    with pytest.raises(ProblemError) as caught:
        run_jobs_on_dask([nap(0)], TWO, events.append, address, tmp_path)
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
    events.clear()
    worker("good")
    (result,) = run_jobs_on_dask([nap(0)], TWO, events.append, address, tmp_path)
    assert result.status == "done"
    assert len(of(events, WorkerRefused)) == len(of(events, WorkerAccepted)) == 1


def test_what_fails_on_a_cluster_fails_as_it_does_here(dask, tmp_path):
    address, worker = dask
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
    limits = Limits(2, lambda job: 1.0 if job.label == "hang" else 30.0, grace=0.2)
    far = run_jobs_on_dask(jobs, limits, lambda event: None, address, tmp_path)
    there = [len(path.read_text()) for path in count]
    for path in count:
        path.unlink()
    near = run_jobs(jobs, limits, lambda event: None)
    assert [r.status for r in far] == [r.status for r in near] == ["failed", "crashed", "done", "timeout"]
    assert [[p.message for p in r.problems] for r in far][:3] == [
        [p.message for p in r.problems] for r in near
    ][:3]
    assert there == [len(path.read_text()) for path in count] == [1, 1, 2, 2]
    assert [r.tries for r in far] == there and "before the fall" in far[1].log


def test_ctrl_c_leaves_no_process_behind(environment, tmp_path):
    before = set(processes("python"))
    with subprocess.Popen(
        [sys.executable, str(HERE / "drive_cluster.py"), str(tmp_path / "cache")],
        env={**environment, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        for line in process.stdout:
            if json.loads(line)["event"] == "job_progressed":
                break
        mine = set(processes("python")) - before
        # As a terminal does: to all processes in the foreground.
        os.killpg(process.pid, signal.SIGINT)
        told = [json.loads(line) for line in process.stdout]
        said = process.stderr.read()
        assert process.wait(60) == 130, said
    assert len(mine) >= 5 and gone(own(mine, tmp_path))
    assert [record["event"] for record in told if record["event"] == "job_finished"] == []
    assert len([record for record in told if record["event"] == "job_cancelled"]) == 4
    assert said == ""
    assert list(tmp_path.glob("gradanim-*")) == []


def own(pids, folder):
    """Of some processes those whose temporary files would be in a folder."""
    found = []
    for pid in pids:
        try:
            if str(folder).encode() in Path(f"/proc/{pid}/environ").read_bytes():
                found.append(pid)
        except OSError:
            continue
    return found
