"""Runs jobs on a cluster, as a command does, for tests that strike it with signals; its arguments are those jobs."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

from gradanim.batch.cluster import run_jobs_on_dask
from gradanim.batch.lines import JsonLines
from gradanim.batch.work import Job, Limits

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    address, cache, *tasks = sys.argv[1:]
    told = [(task.partition(" ")[0], json.loads(task.partition(" ")[2])) for task in tasks]
    jobs = [Job(f"{n}", f"fake_tasks:{task}", payload, 600, f"{n}") for n, (task, payload) in enumerate(told)]
    try:
        run_jobs_on_dask(jobs, Limits(2, 600), JsonLines(sys.stdout), address, Path(cache))
    except KeyboardInterrupt:
        sys.exit(130)
