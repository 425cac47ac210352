"""Layered graphs: nothing overlaps, every edge runs forward, and simple graphs have no crossings."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from gradanim.actors.graph_layout import PASSING, layered, spread


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[int], list[tuple[int, int]]]:
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=5))
    columns = [column for column, size in enumerate(sizes) for _ in range(size)]
    pairs = [(a, b) for a in range(len(columns)) for b in range(len(columns)) if columns[a] < columns[b]]
    edges = draw(st.lists(st.sampled_from(pairs), max_size=12)) if pairs else []
    return columns, edges


@given(graphs())
@settings(max_examples=80)
def test_nothing_overlaps_and_edges_pass_every_column(graph: tuple[list[int], list[tuple[int, int]]]) -> None:
    columns, edges = graph
    made = layered(columns, edges)
    assert [place[0] for place in made.places] == columns
    rooms = [(place, 1.0) for place in made.places]
    for (start, end), route in made.routes.items():
        assert [column for column, _ in route] == list(range(columns[start], columns[end] + 1))
        assert route[0] == made.places[start]
        assert route[-1] == made.places[end]
        rooms += [(place, PASSING) for place in route[1:-1]]
    for k, ((column, height), room) in enumerate(rooms):
        assert abs(height) + room / 2 <= made.rows / 2 + 1e-9
        for (other, level), more in rooms[:k]:
            assert column != other or abs(height - level) >= (room + more) / 2 - 1e-9


def test_a_chain_is_straight_and_a_crossing_is_undone() -> None:
    chain = layered([0, 1, 2], [(0, 1), (1, 2)])
    assert {height for _, height in chain.places} == {0.0}
    crossed = layered([0, 0, 1, 1], [(0, 3), (1, 2)])
    heights = [height for _, height in crossed.places]
    assert (heights[0] - heights[1]) * (heights[3] - heights[2]) > 0


@given(
    st.lists(st.floats(-5, 5), min_size=1, max_size=6), st.lists(st.floats(0.2, 2), min_size=6, max_size=6)
)
@settings(max_examples=30)
def test_things_move_no_further_than_they_must(wanted: list[float], sizes: list[float]) -> None:
    room = sizes[: len(wanted)]
    found = spread(wanted, room)
    for (a, above), (b, below) in pairwise(zip(found, room, strict=True)):
        assert a - b >= (above + below) / 2 - 1e-9
    apart = [
        {"type": "ineq", "fun": lambda h, k=k: h[k] - h[k + 1] - (room[k] + room[k + 1]) / 2}
        for k in range(len(wanted) - 1)
    ]
    best = minimize(lambda h: np.sum((h - wanted) ** 2), found, constraints=apart, method="SLSQP")
    assert np.sum((np.array(found) - wanted) ** 2) == pytest.approx(best.fun, abs=1e-4)
