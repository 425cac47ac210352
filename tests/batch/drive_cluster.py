"""Runs naps on a cluster of this machine, as a command does, for tests that strike it with signals."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from gradanim.batch.cluster import run_jobs_on_dask
from gradanim.batch.lines import JsonLines
from gradanim.batch.work import Job, Limits

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    naps = [Job(f"{n}", "fake_tasks:nap", {"frames": 600}, 600, f"nap {n}") for n in range(4)]
    try:
        run_jobs_on_dask(naps, Limits(2, 90), JsonLines(sys.stdout), "local", Path(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit(130)
