"""Jobs that go wrong, and what is left of them, for the tests of faults."""

from __future__ import annotations

import pytest

from gradanim.batch.events import JobStarted
from gradanim.batch.work import Job, Limits
from gradanim.batch.workers import run_jobs


@pytest.fixture
def count(tmp_path):
    """A file in which a task counts how often it was begun."""
    return tmp_path / "count"


class Patience:
    """A time limit that a job meets only when it is known to hang, and that nobody meets who was just held up.

    Args:
        seconds: the limit from then on.
        hangs: whether the bad job's try of this number hangs by now.
    """

    def __init__(self, seconds, hangs):
        self._seconds, self._hangs, self._number = seconds, hangs, 0

    def heed(self, event):
        if isinstance(event, JobStarted) and event.job == "bad":
            self._number = event.attempt

    def __call__(self, job):
        return self._seconds if job.id == "bad" and self._hangs(self._number) else 60.0


def run(task, limits=None, **payload):
    """One job, with the trivial one beside it, which nothing must disturb."""
    limits = limits or Limits(2, 60)
    jobs = [
        Job("bad", f"fake_tasks:{task}", payload, 5, "scene, beats 1 to 3"),
        Job("good", "fake_tasks:trivial", {}, 1, "good"),
    ]
    events = []

    def listen(event):
        events.append(event)
        if isinstance(limits.seconds_per_job, Patience):
            limits.seconds_per_job.heed(event)

    bad, good = run_jobs(jobs, limits, listen)
    assert good.status == "done" and good.tries == 1
    return bad, events
