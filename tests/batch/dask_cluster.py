"""What processes of a cluster on this machine need, and what they are given to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gradanim.batch.work import Job

HERE = Path(__file__).parent


@pytest.fixture
def environment(own_cache):
    """For processes: our modules, also those of the tests."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), str(HERE)])}


def nap(number, **payload):
    return Job(f"n{number}", "fake_tasks:nap", payload, payload.get("frames", 1), f"nap {number}")
