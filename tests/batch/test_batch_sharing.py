"""A job is a processor's work: how many threads pieces draw with, and what those with one do in it."""

from __future__ import annotations

import json
import threading
from types import SimpleNamespace

import pytest

from gradanim.batch import sharing
from gradanim.batch.clips import Clips
from gradanim.batch.keys import beat_keys, clip_keys
from gradanim.batch.payloads import piece_payload
from gradanim.batch.pieces import render_piece
from gradanim.beats.rehearsal import rehearsed
from gradanim.encode.library import LibraryEncoder
from gradanim.plan.cuts import cuts
from gradanim.render.stream import Easel

LONG, SHORT = 6000, 30


@pytest.mark.parametrize(
    ("processors", "jobs", "scenes", "threads"),
    [
        (2, 1, [SHORT], 1),
        (8, 1, [LONG, LONG], 1),
        (2, 2, [LONG], 1),
        (2, 2, [SHORT], 2),
        (2, 2, [SHORT, SHORT], 1),
        (8, 4, [SHORT], 4),
        (8, 8, [SHORT, SHORT, SHORT], 2),
        (2, 16, [SHORT], 2),
    ],
)
def test_jobs_are_the_processors_that_pieces_share(processors, jobs, scenes, threads, monkeypatch) -> None:
    monkeypatch.setattr(sharing, "cores", lambda: processors)
    asked: list[int] = []

    def pieces(count: int, threads: int) -> list[int]:
        asked.append(threads)
        return list(range(count))

    works = [SimpleNamespace(missing=[0], missing_frames=frames, pieces=pieces) for frames in scenes]
    shared = sharing.share(works, jobs, None)
    assert len(shared) == sum(sharing.piece_counts(scenes, jobs, None))
    assert set(asked) == {threads}


@pytest.fixture
def made(plan, tmp_path, monkeypatch):
    """Draws a clip of large frames; gives the film's bytes, and which threads drew and encoded."""
    busy: dict[str, set[int]] = {}

    def watched(kind: type, name: str) -> None:
        original = getattr(kind, name)

        def told(self, *args):
            busy.setdefault(name, set()).add(threading.get_ident())
            return original(self, *args)

        monkeypatch.setattr(kind, name, told)

    watched(Easel, "draw")
    watched(LibraryEncoder, "write")

    def piece(threads: int) -> tuple[bytes, dict[str, set[int]]]:
        busy.clear()
        planned, cache = plan(profile="preview"), tmp_path / f"cache{threads}"
        keys = beat_keys(planned, rehearsed(planned))
        wanted = range(len(cuts(planned)))[:1]
        asked = {**piece_payload(planned, "sidecar", keys, wanted, cache), "threads": threads}
        (done,) = render_piece(json.loads(json.dumps(asked)), lambda _frames: None)["clips"]
        assert not done["reused"]
        entry = Clips(cache).find(clip_keys(planned, keys)[0].key)
        assert entry is not None
        return entry.film.read_bytes(), dict(busy)

    return piece


def test_one_thread_draws_and_encodes_what_several_would(made, text_folder) -> None:
    alone, busy = made(1)
    assert busy == {"draw": {threading.get_ident()}, "write": {threading.get_ident()}}
    together, busy = made(2)
    assert together == alone
    assert threading.get_ident() not in busy["draw"] | busy["write"] and not busy["draw"] & busy["write"]
