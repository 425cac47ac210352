"""The same pieces on a real Dask cluster of this machine, and what is said where there is none."""

from __future__ import annotations

import sys
from pathlib import Path

import distributed
import pytest
from cluster_pieces import FAREWELLS, TWO
from dask_cluster import nap
from msgspec.structs import replace
from seen_processes import descendants, gone, of

from gradanim.batch import cluster_link, cluster_run
from gradanim.batch.clips import Clips
from gradanim.batch.cluster import DaskCrew, run_jobs_on_dask
from gradanim.batch.cluster_events import WorkerAccepted, WorkerRefused
from gradanim.batch.events import JobCancelled, JobFinished, JobProgressed, JobQueued, JobRetried, JobStarted
from gradanim.batch.workers import run_jobs
from gradanim.problems import ProblemError

pytestmark = FAREWELLS


@pytest.fixture
def patient(monkeypatch, environment):
    """Workers may take long to come, where a machine has more to do; what they start finds our modules."""
    monkeypatch.setattr(cluster_run, "_GATHERING", 120.0)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(params=["local", "apart"])
def two(request, patient):
    """Where two workers are: on this machine, beside the cache, or such as have nothing but their connection."""
    if request.param == "local":
        return "local"
    address, worker, _ = request.getfixturevalue("dask")
    worker("first")
    worker("second")
    # Both have come: a crew that finds one of them waits for no other.
    with distributed.Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=120)
    return address


def contents(cache: Path) -> dict[str, bytes]:
    """The films and pictures of a cache."""
    files = (path for path in cache.rglob("*") if path.suffix in (".mp4", ".png"))
    return {str(path.relative_to(cache)): path.read_bytes() for path in files}


def test_a_cluster_makes_what_one_machine_makes(piece, tmp_path, two, text_folder):
    before, events = descendants(), []
    there, here = tmp_path / "there", tmp_path / "here"
    jobs = [piece(0, [0, 1]), piece(1, [2]), piece(2, [2])]
    with DaskCrew(TWO, events.append, two, there) as crew:
        # Both have come: else one might be done with everything before the other is asked.
        assert crew.width == 2
        ours = descendants() - before
        results = crew.run(jobs)
    assert [(result.status, result.tries, result.problem) for result in results] == [("done", 1, None)] * 3
    assert [result.job for result in results] == jobs
    # The second and the third are one piece delivered twice.
    assert results[1].value["clips"][0]["key"] == results[2].value["clips"][0]["key"]
    run_jobs([piece(0, [0, 1, 2], here)], TWO, lambda event: None)
    assert contents(there) == contents(here) and len(contents(there)) == 9
    assert not (tmp_path / "nowhere").exists()
    assert [path for path in there.rglob("*") if "partial" in path.name] == []
    assert len(of(events, JobQueued)) == len(of(events, JobStarted)) == len(of(events, JobFinished)) == 3
    assert len(of(events, WorkerAccepted)) == 2 and of(events, WorkerRefused) == []
    assert results[0].seconds > 0 and results[0].peak_mb > 50
    for result in results:
        for clip in result.value["clips"]:
            assert Clips(there).find(clip["key"]).about.frames == clip["frames"]
    assert (len(ours) >= 2) == (two == "local")
    assert gone({*ours, *(event.pid for event in of(events, JobStarted))})


def test_what_a_stopped_or_failed_piece_has_finished_comes_back(piece, tmp_path, two, text_folder):
    before, whole, events = descendants(), tmp_path / "whole", []
    run_jobs([piece(0, [0], whole), piece(1, [1], whole)], TWO, lambda event: None)
    stopped = replace(piece(0, [0, 2]), task="fake_tasks:half")
    failed = replace(piece(1, [1, 2]), task="fake_tasks:half")
    failed = replace(failed, payload={**failed.payload, "fails": True})
    frames = {}

    def heed(event):
        events.append(event)
        if isinstance(event, JobProgressed):
            frames[event.job] = event.frames
        # The first has made all frames of its clip, and one more.
        if frames.get("p0", 0) > 9 and len(of(events, JobFinished)) == 1 and not of(events, JobCancelled):
            crew.cancel()

    with DaskCrew(TWO, heed, two, tmp_path / "cache") as crew:
        # Both workers are there: none of the pieces waits for the other.
        assert crew.width == 2
        ours = descendants() - before
        one, other = crew.run([stopped, failed])
    assert (one.status, other.status) == ("cancelled", "failed")
    assert str(other.problem) == "this folder holds no spec (.yaml, .yml, .toml or .json)"
    assert contents(tmp_path / "cache") == contents(whole) and len(contents(whole)) == 6
    assert of(events, JobRetried) == [] and [event.job for event in of(events, JobCancelled)] == ["p0"]
    assert (len(ours) >= 2) == (two == "local")
    assert gone({*ours, *(event.pid for event in of(events, JobStarted))})


def test_without_dask_or_a_scheduler_it_is_said_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(cluster_link, "_CONNECT", 0.5)
    with pytest.raises(ProblemError) as caught:
        run_jobs_on_dask([nap(0)], TWO, lambda event: None, "tcp://127.0.0.1:9", tmp_path)
    assert caught.value.exit_code == 3
    assert caught.value.problems[0].message.startswith("there is no Dask cluster at tcp://127.0.0.1:9 (")
    assert caught.value.problems[0].message.endswith(
        "); start one with `dask scheduler` and give its address, such as tcp://host:8786, or `local`"
    )
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ProblemError) as caught:
        run_jobs_on_dask([nap(0)], TWO, lambda event: None, "local", tmp_path)
    assert caught.value.exit_code == 3
    assert str(caught.value) == (
        "--dask needs the package distributed; install it with `pip install gradanim[cluster]`"
    )
