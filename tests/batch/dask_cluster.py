"""What processes of a cluster on this machine need, and what they are given to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from waiting import text_of, wait_until

from gradanim.batch import cluster_run
from gradanim.batch.work import Job

HERE = Path(__file__).parent


@pytest.fixture
def environment(own_cache):
    """For processes: our modules, also those of the tests."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), str(HERE)])}


def address_in(file):
    """The address that a scheduler has written; nothing where it is not done with that."""
    try:
        return json.loads(text_of(file))["address"]
    except ValueError:
        return ""


@pytest.fixture
def dask(environment, tmp_path, monkeypatch):
    """A scheduler; gives its address, a function that starts workers, each of one process, and its process."""
    started = []
    # A worker may take long to start where a machine has more to do.
    monkeypatch.setattr(cluster_run, "PATIENCE", 120.0)

    def start(*arguments, **extra):
        command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
        with (tmp_path / "dask.log").open("ab") as log:
            process = subprocess.Popen(
                command, env={**environment, **extra}, cwd=tmp_path, stdout=log, stderr=log
            )
        started.append(process)
        return process

    file = tmp_path / "scheduler.json"
    scheduler = start(
        "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)
    )
    wait_until(lambda: bool(address_in(file)))
    address = address_in(file)

    def worker(name, **extra):
        options = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--name", name, "--memory-limit", "0"]
        if "DOCTORED" in extra:
            options += ["--preload", str(HERE / "doctored_worker.py")]
        return start("worker", address, "--host", "127.0.0.1", *options, **extra)

    yield address, worker, scheduler
    for process in reversed(started):
        process.kill()
        process.wait()


def nap(number, **payload):
    return Job(f"n{number}", "fake_tasks:nap", payload, payload.get("frames", 1), f"nap {number}")
