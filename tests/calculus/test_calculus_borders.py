"""Borders of domains between the places of a grid: crossings, values there, and level curves that end on them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.calculus.borders import border_crossings, border_values, reach_border
from gradanim.calculus.box import grid_axes, grid_points
from gradanim.calculus.field import ScalarField
from gradanim.calculus.levels import level_curves

BOX = np.array([[-1.13, 1.31], [-1.21, 1.27]])
CELL = 2.5 / 40


def sampled(text: str, box=BOX, count: int = 41):
    f = ScalarField.parse(text)
    x, y = grid_axes(np.asarray(box, dtype=float), count)
    return f, (x, y), f.value(grid_points([x, y])).T


@given(st.floats(0, 6.28), st.floats(1.1, 3))
@settings(deadline=None, max_examples=30)
def test_a_way_out_of_a_disc_is_cut_at_its_rim(angle, far):
    end = far * np.array([[np.cos(angle), np.sin(angle)]])
    share = border_crossings(lambda p: np.hypot(*p.T) < 1, np.zeros((1, 2)), end)
    assert 0 <= 1 / far - share[0] < 2.0**-16


def test_no_way_no_crossing():
    assert border_crossings(lambda p: np.isfinite(p[:, 0]), np.zeros((0, 2)), np.zeros((0, 2))).shape == (0,)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("sqrt(1 - x^2 - y^2)", (0, 0)),
        ("3 - (1 - x^2 - y^2)^0.5", (3, 3)),
        ("asin(x*x + y*y)", (np.pi / 2, np.pi / 2)),
        ("(x + 0.01)^1.5 + 2", (2, 2)),
        ("x*log(x*x + y*y - 0.5)*0 + 4", (4, 4)),
    ],
)
def test_values_at_a_border(text, ends):
    f, axes, values = sampled(text)
    found = border_values(f.value, axes, values)
    assert found.size > 40
    assert (found.min(), found.max()) == pytest.approx(ends, abs=4e-3)


@pytest.mark.parametrize("text", ["log(x + 0.01)", "log(1 - x^2 - y^2)", "(x + 0.01)^-0.5", "(x + 2)*log(y)"])
def test_what_grows_without_bound_has_no_value_at_the_border(text):
    f, axes, values = sampled(text)
    assert border_values(f.value, axes, values).size == 0


def test_a_grid_without_holes_has_no_border():
    f, axes, values = sampled("x*y")
    assert border_values(f.value, axes, values).size == 0
    x, y, same = reach_border(f, axes, values)
    assert (x == axes[0]).all()
    assert (axes[1] == y.T).all()
    assert (same == values).all()


def test_a_bent_grid_reaches_the_border():
    f, axes, values = sampled("sqrt(1 - x^2 - y^2)")
    x, y, bent = reach_border(f, axes, values)
    moved = np.isfinite(bent) & np.isnan(values)
    away = 1 - np.hypot(x, y)[moved]
    assert moved.sum() > 100
    assert away.min() > 0
    assert away.max() < 0.01 * CELL
    assert bent[moved] == pytest.approx(np.sqrt(1 - x[moved] ** 2 - y[moved] ** 2))
    stay = ~moved
    assert (x[stay] == np.meshgrid(*axes)[0][stay]).all()
    assert np.isnan(bent[stay & np.isnan(values)]).all()


def test_a_place_on_the_border_without_a_gradient_moves_inside():
    f, axes, values = sampled("sqrt(x)", [[-1, 1], [-1, 1]])
    x, _, bent = reach_border(f, axes, values)
    assert (axes[0][20], values[0, 20]) == (0, 0)
    assert (x[:, 20] > 0).all()
    assert (x[:, 20] < 0.01 * CELL).all()
    assert np.isfinite(bent[:, 20]).all()


# Each: a formula, a level, its ends on the border by hand, in BOX, and how far along the border it may fall short of
# them, in cells: curves that touch the border run beside it for long.
ENDING = {
    "y + 0*sqrt(1 - x^2 - y^2)": (0.3, [(-np.sqrt(0.91), 0.3), (np.sqrt(0.91), 0.3)], 0.02),
    "x - y + 0*log(x)": (0.4, [(0, -0.4)], 0.02),
    "sqrt(x) + sqrt(y)": (0.9, [(0, 0.81), (0.81, 0)], 0.6),
    "sqrt(x) + y": (0.5, [(0, 0.5)], 0.6),
    "sqrt(1.01*x + 0.003) + y": (0.5, [(-0.003 / 1.01, 0.5)], 0.6),
    "asin(x + y) + x - y": (0.2, [(0.6 - np.pi / 4, 0.4 + np.pi / 4)], 0.6),
}


@pytest.mark.parametrize("text", ENDING)
def test_level_curves_end_on_the_border(text):
    level, ends, short = ENDING[text]
    f = ScalarField.parse(text)
    (curve,) = level_curves(f, [level], BOX, 41)
    assert f.value(curve.points) == pytest.approx(level, abs=1e-9)
    for end in ends:
        last = min(curve.points[[0, -1]], key=lambda point: np.linalg.norm(point - end))
        assert np.linalg.norm(last - end) < short * CELL
        # Two hundredths of a cell further on, in one direction, there is no value any more.
        around = last + 0.02 * CELL * np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [-1, -1], [1, 1]])
        assert np.isnan(f.value(around)).any()


def test_a_level_close_to_the_border_is_whole():
    """√(1 − x² − y²) = 0.05 is a circle a fiftieth of a cell inside the rim."""
    (curve,) = level_curves(ScalarField.parse("sqrt(1 - x^2 - y^2)"), [0.05], [[-1.2, 1.2], [-1.2, 1.2]], 41)
    assert curve.closed
    assert np.hypot(*curve.points.T) == pytest.approx(np.sqrt(1 - 0.05**2), abs=1e-9)
