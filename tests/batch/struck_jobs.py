"""Jobs that go wrong, and what is left of them, for the tests of faults."""

from __future__ import annotations

import pytest

from gradanim.batch.work import Job, Limits
from gradanim.batch.workers import run_jobs


@pytest.fixture
def count(tmp_path):
    """A file in which a task counts how often it was begun."""
    return tmp_path / "count"


def run(task, limits=None, **payload):
    """One job, with the trivial one beside it, which nothing must disturb."""
    jobs = [
        Job("bad", f"fake_tasks:{task}", payload, 5, "scene, beats 1 to 3"),
        Job("good", "fake_tasks:trivial", {}, 1, "good"),
    ]
    events = []
    bad, good = run_jobs(jobs, limits or Limits(2, 30), events.append)
    assert good.status == "done" and good.tries == 1
    return bad, events
