"""Paths from many points at once are those from each point alone, and solutions of the gradient flow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.calculus import JetField, flow_paths, gradient_flow, steepest_path

HILLS = "0.5*(sin(1.2*x) + cos(1.1*y)) + 0.08*(x^2 + y^2)"
BOX = [(-3.0, 3.0), (-3.0, 3.0)]
places = st.tuples(st.floats(-2.9, 2.9), st.floats(-2.9, 2.9))


def field(text: str) -> JetField:
    return JetField.parse(text, ("x", "y"), {})


@settings(max_examples=12)
@given(st.lists(places, min_size=1, max_size=4), st.booleans())
def test_each_is_the_path_from_its_point_alone(starts, uphill) -> None:
    hills = field(HILLS)
    before = np.array(starts)
    for path, start in zip(flow_paths(hills, before, BOX, uphill=uphill), starts, strict=True):
        alone = steepest_path(hills, start, BOX, uphill=uphill)
        assert path[0].tolist() == list(start)
        np.testing.assert_allclose(path[-1], alone.points[-1], atol=2e-3)
        lengths = np.linalg.norm(np.diff(path, axis=0), axis=1)
        assert lengths.sum() == pytest.approx(alone.lengths[-1], abs=4e-3)
        values = hills.value(path) * (1 if uphill else -1)
        assert np.all(np.diff(values) >= -1e-12)
    assert before.tolist() == [list(start) for start in starts]


def test_they_are_solutions_of_the_flow_by_another_solver() -> None:
    hills = field(HILLS)
    start = (1.2, 0.9)
    (path,) = flow_paths(hills, [start], BOX)
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    flow = gradient_flow(hills, start, BOX)
    np.testing.assert_allclose(path[:-1], flow.at_lengths(along[:-1]), atol=2e-4)


def test_they_end_in_critical_points_on_the_border_or_stay() -> None:
    bowl = field("x^2 + 3*y^2")
    down, still = flow_paths(bowl, [(1.0, -2.0), (0.0, 0.0)], BOX)
    np.testing.assert_allclose(down[-1], 0.0, atol=1e-12)
    assert still.tolist() == [[0.0, 0.0]]
    up = flow_paths(bowl, [(1.0, -2.0)], BOX, uphill=True)[0]
    assert up[-1][1] == pytest.approx(-3.0, abs=1e-12) and -3 < up[-1][0] < 3


def test_where_there_is_no_gradient_nothing_moves_and_a_kink_ends_a_path() -> None:
    lost, slid = flow_paths(field("sqrt(x) + y"), [(-1.0, 0.0), (1.0, 0.0)], BOX)
    assert lost.tolist() == [[-1.0, 0.0]] and len(slid) > 10
    (kinked,) = flow_paths(field("abs(x) + 0*y"), [(1.0, 0.5)], BOX)
    np.testing.assert_allclose(kinked[-1], (0.0, 0.5), atol=1e-2)
