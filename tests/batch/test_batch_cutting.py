"""Clips are shared out evenly, whatever becomes slower in the course of a scene."""

from __future__ import annotations

from itertools import accumulate, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradanim.batch.cutting import split
from gradanim.plan.cuts import Cut


def chain(*frames: int, held: dict[int, int] | None = None) -> list[Cut]:
    """Clips one after the other, with so many held frames."""
    starts = [0, *accumulate(frames)]
    return [Cut(k, k, 0, 1, starts[k], n, n - (held or {}).get(k, 0)) for k, n in enumerate(frames)]


def shared(*frames: int, pieces: int) -> list[tuple[int, ...]]:
    return [piece.clips for piece in split(chain(*frames), range(len(frames)), pieces)]


def test_work_is_shared_out_evenly() -> None:
    assert shared(*[30] * 8, pieces=2) == [(0, 3, 4, 7), (1, 2, 5, 6)]
    assert shared(10, 10, 10, 90, 10, pieces=3) == [(0, 4), (1, 2), (3,)]
    assert shared(30, 30, pieces=5) == [(0,), (1,)]
    assert shared(30, 31, 30, 29, pieces=1) == [(0, 1, 2, 3)]
    assert split(chain(30), [], 4) == []
    pieces = split(chain(*[30] * 8), [1, 4, 6], 3)
    assert [(piece.clips, piece.work) for piece in pieces] == [((1,), 30), ((4,), 30), ((6,), 30)]


@pytest.mark.parametrize("frames", [(150, 150, 150, 150), (149, 150, 149, 150), (150, 149, 150, 149)])
def test_what_becomes_slower_evenly_costs_all_the_same(frames) -> None:
    costs = [5, 10, 15, 20]
    assert {sum(costs[k] for k in clips) for clips in shared(*frames, pieces=2)} == {25}
    costs = [1, 2, 3, 4, 5, 6]
    assert {sum(costs[k] for k in clips) for clips in shared(*frames, 150, 150, pieces=3)} == {7}


def test_frames_that_hold_a_picture_count_little() -> None:
    held = chain(160, 60, 60, held={0: 150})
    assert [(piece.clips, piece.work) for piece in split(held, range(3), 2)] == [((0, 2), 220), ((1,), 60)]


def test_last_pictures_of_beats_are_shared_out_too() -> None:
    clips = [Cut(k, k // 4, k % 4, 4, 45 * k, 45, 45) for k in range(16)]
    pieces = split(clips, range(16), 2)
    assert [piece.work for piece in pieces] == [360, 360]
    assert [sum(clips[k].ends_beat for k in piece.clips) for piece in pieces] == [2, 2]


@given(st.lists(st.integers(1, 500), min_size=1, max_size=7), st.integers(1, 4), st.data())
def test_shares_are_complete_and_hardly_longer_than_the_best(frames, count, data) -> None:
    missing = sorted(data.draw(st.sets(st.integers(0, len(frames) - 1), min_size=1)))
    pieces = split(chain(*frames), missing, count)
    assert sorted(number for piece in pieces for number in piece.clips) == missing
    assert len(pieces) == min(count, len(missing))
    assert all(piece.clips == tuple(sorted(piece.clips)) for piece in pieces)
    # Every way of sharing them out, tried: the best has the shortest longest share.
    best = min(
        max(sum(frames[k] for k, who in zip(missing, way, strict=True) if who == p) for p in range(count))
        for way in product(range(count), repeat=len(missing))
    )
    step = max(frames[k] for k in missing) / 8
    assert max(piece.work for piece in pieces) <= 4 / 3 * best + 2 * step
