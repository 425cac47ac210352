"""The map from domain to world keeps directions, right angles and heights."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.actors.space import FLOOR_GAP, SIDE, make_space

SPACE = make_space(((-3.0, 3.0), (-2.0, 2.0)), (-1.0, 2.0), 0.45, None)
numbers = st.floats(-2, 2)


@settings(deadline=None, max_examples=60)
@given(numbers, numbers, numbers, numbers)
def test_right_angles_stay_right(a: float, b: float, c: float, d: float) -> None:
    one, other = SPACE.vector(np.array([a, b])), SPACE.vector(np.array([-b, a]))
    assert abs(one @ other) < 1e-12
    moved = SPACE.flat(np.array([a + c, b + d])) - SPACE.flat(np.array([a, b]))
    np.testing.assert_allclose(moved, SPACE.vector(np.array([c, d])), atol=1e-12)


def test_the_landscape_stands_over_the_floor() -> None:
    assert SPACE.height(-1.0) == FLOOR_GAP * SIDE
    np.testing.assert_allclose(SPACE.height(2.0) - SPACE.height(-1.0), 0.45 * SIDE)
    assert SPACE.height(99.0) == SPACE.height(2.0)


def test_slopes_are_the_heights_own_derivative() -> None:
    # f = 0.5 x: one unit of x rises half a unit of value.
    step = SPACE.raised(np.array([1.0, 0.0]), 0.5) - SPACE.raised(np.array([0.0, 0.0]), 0.0)
    slope = SPACE.slope(np.array([0.5, 0.0]))
    np.testing.assert_allclose(step[2] / step[0], slope[0])


def test_a_very_long_domain_is_stretched_and_a_flat_field_has_a_height() -> None:
    assert not make_space(((0.0, 100.0), (0.0, 1.0)), (0.0, 1.0), 0.45, None).equal
    assert make_space(((0.0, 100.0), (0.0, 1.0)), (0.0, 1.0), 0.45, "equal").equal
    assert np.isfinite(make_space(((0.0, 1e-9), (0.0, 1e-9)), (3.0, 3.0), 0.45, None).height(3.0))
