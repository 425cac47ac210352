"""Jobs for a cluster, and the events of them."""

from __future__ import annotations

import pytest

from gradanim.batch.keys import beat_keys
from gradanim.batch.payloads import piece_payload
from gradanim.batch.work import Job, Limits
from gradanim.beats.rehearsal import rehearsed

# Dask's own farewells on other threads; what it forgets to close is not ours.
FAREWELLS = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
# Enough for a machine that has more to do, or compiles what was never compiled.
TWO = Limits(2, 300)


@pytest.fixture
def piece(plan, tmp_path):
    """A job that renders clips of the small scene."""

    def made(number, clips, cache=None):
        planned = plan()
        keys = beat_keys(planned, rehearsed(planned, False))
        payload = piece_payload(planned, "sidecar", keys, clips, cache or tmp_path / "nowhere")
        return Job(f"p{number}", "gradanim.batch.pieces:render_piece", payload, 90, f"tiny {number}")

    return made
