"""Builds on a real Dask cluster of this machine that are killed or interrupted: what ends, what stays, what goes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from cluster_pieces import FAREWELLS, TWO
from dask_cluster import HERE, nap
from seen_processes import descendants, gone
from waiting import wait_until

from gradanim.batch import work_folder
from gradanim.batch.cluster import run_jobs_on_dask

pytestmark = FAREWELLS


def driven(environment, folder, address, *tasks):
    """A process that has a cluster do some tasks."""
    return subprocess.Popen(
        [sys.executable, str(HERE / "drive_cluster.py"), address, str(folder / "cache"), *tasks],
        env={**environment, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_what_was_begun_for_a_build_that_is_killed_is_stopped(dask, environment, tmp_path):
    address, worker, _ = dask
    worker("only")
    with driven(environment, tmp_path, address, 'nap {"frames": 6000}') as process:
        events = (json.loads(line) for line in process.stdout)
        pid = next(event["pid"] for event in events if event["event"] == "job_started")
        process.kill()
    # It would have gone on for ten minutes, and the next build would have waited for the worker.
    assert gone([pid])
    (result,) = run_jobs_on_dask([nap(0)], TWO, lambda event: None, address, tmp_path)
    assert result.status == "done"


def test_what_a_worker_has_made_for_a_build_that_is_killed_the_next_one_gets(
    dask, environment, piece, tmp_path, text_folder
):
    address, worker, _ = dask
    worker("only", DASK_TEMPORARY_DIRECTORY=str(tmp_path / "far"))
    far, near = tmp_path / "far", tmp_path / "near"
    begun = json.dumps(piece(0, [0, 1]).payload)
    with driven(environment, tmp_path, address, f"half {begun}") as process:
        events = (json.loads(line) for line in process.stdout)
        # Its first clip is kept; it goes on without end, and nothing is sent.
        next(event for event in events if event["event"] == "job_progressed" and event["frames"] > 9)
        process.kill()
    (made,) = far.rglob("clip.mp4")
    film = made.read_bytes()
    (result,) = run_jobs_on_dask([piece(1, [0, 1, 2])], TWO, lambda event: None, address, near)
    assert [clip["reused"] for clip in result.value["clips"]] == [True, False, False]
    assert len(list(near.rglob("clip.mp4"))) == 3
    assert next(near.rglob(f"{made.parent.name}/clip.mp4")).read_bytes() == film
    # What has arrived is not kept there.
    wait_until(lambda: not list(far.rglob("clip.mp4")))


def test_a_cluster_here_that_was_killed_leaves_no_process_and_what_it_leaves_on_the_disk_goes(
    environment, tmp_path, monkeypatch
):
    before = descendants()
    with driven(environment, tmp_path, "local", *['nap {"frames": 600}'] * 2) as process:
        next(line for line in process.stdout if json.loads(line)["event"] == "job_progressed")
        mine = descendants() - before
        process.kill()
    assert len(mine) >= 3 and gone(mine)
    (left,) = tmp_path.glob(".gradanim-dask.*")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    own = work_folder.own_folder("gradanim-dask")
    assert list(tmp_path.glob(".gradanim-dask.*")) == [Path(own)] != [left]


def test_ctrl_c_leaves_no_process_behind(environment, tmp_path):
    before = descendants()
    with driven(environment, tmp_path, "local", *['nap {"frames": 600}'] * 4) as process:
        for line in process.stdout:
            if json.loads(line)["event"] == "job_progressed":
                break
        mine = descendants() - before
        # As a terminal does: to all processes in the foreground.
        os.killpg(process.pid, signal.SIGINT)
        told = [json.loads(line) for line in process.stdout]
        said = process.stderr.read()
        assert process.wait(60) == 130, said
    assert len(mine) >= 5 and gone(mine)
    assert [record["event"] for record in told if record["event"] == "job_finished"] == []
    assert len([record for record in told if record["event"] == "job_cancelled"]) == 4
    assert said == ""
    assert list(tmp_path.glob("*gradanim-*")) == []
