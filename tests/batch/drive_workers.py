"""Runs jobs as a command does, for tests that strike it with signals; prints events as JSON."""

from __future__ import annotations

import json
import signal
import sys

from gradanim.batch.lines import JsonLines
from gradanim.batch.work import Job, Limits
from gradanim.batch.workers import run_jobs

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    order = json.loads(sys.argv[1])
    jobs = [Job(f"{n}", task, payload, 1, f"job {n}") for n, (task, payload) in enumerate(order["jobs"])]
    try:
        limits = Limits(order["workers"], 60, grace=order["grace"])
        run_jobs(jobs, limits, JsonLines(sys.stdout), warm=order["warm"])
    except KeyboardInterrupt:
        sys.exit(130)
