"""Level curves and walks along them against closed forms: circles, hyperbolas, arc lengths by mpmath."""

from __future__ import annotations

import math
import subprocess
import sys

import mpmath
import numpy as np
import pytest
from calculus_handmade import HandmadeField
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.calculus.level_paths import level_curve_through, walk_positions
from gradanim.calculus.level_walk import WalkStop, walk_level
from gradanim.calculus.levels import level_curves, level_tangent, nice_levels
from gradanim.problems import ProblemError

BOX = [[-3, 3], [-3, 3]]
ROUND = HandmadeField("x**2 + y**2")
SADDLE = HandmadeField("x**2 - y**2")
WAVES = HandmadeField("sin(1.7*x)*cos(1.3*y) + x/5")
ROUND_TRIP = walk_level(ROUND, [1.5, 0], BOX)
ELLIPSE = HandmadeField("x**2 + 4*y**2")


def polygon_area(points):
    x, y = points.T
    return 0.5 * float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def test_circles():
    for curve, radius in zip(level_curves(ROUND, [0.25, 1, 4], BOX), [0.5, 1, 2], strict=True):
        assert curve.closed
        assert curve.level == radius**2
        assert (curve.points[0] == curve.points[-1]).all()
        assert np.hypot(*curve.points.T) == pytest.approx(radius, rel=1e-14)
        # Counter-clockwise: a positive area, that of the circle but for the segments under the chords.
        assert polygon_area(curve.points) == pytest.approx(math.pi * radius**2, rel=2e-3)
        assert polygon_area(curve.points) < math.pi * radius**2


def test_curves_end_exactly_on_the_border():
    for curve in level_curves(ROUND, [10], BOX):
        assert not curve.closed
        for end in (curve.points[0], curve.points[-1]):
            assert sorted(np.abs(end)) == pytest.approx([1, 3], rel=1e-14)
            assert np.abs(end).max() == 3
    assert len(level_curves(ROUND, [10], BOX)) == 4


@given(st.floats(-1.2, 1.2))
@settings(deadline=None, max_examples=20)
def test_every_point_is_on_its_level_in_order_and_oriented(level):
    for curve in level_curves(WAVES, [level], BOX, 80):
        assert np.abs(WAVES.value(curve.points) - level).max() < 1e-9
        assert (np.abs(curve.points) <= 3).all()
        chords = np.diff(curve.points, axis=0)
        lengths = np.hypot(*chords.T)
        assert lengths.min() > 0
        assert lengths.max() < 3 * 6 / 79
        along = (level_tangent(WAVES, curve.points[:-1] + chords / 2) * chords).sum(axis=1) / lengths
        assert np.median(along) > 0.99


def test_the_curves_through_a_saddle():
    curves = level_curves(SADDLE, [0.0], BOX, 101)
    points = np.concatenate([curve.points for curve in curves])
    assert np.abs(points[:, 0]) == pytest.approx(np.abs(points[:, 1]), abs=1e-12)
    assert len(curves) == 2
    assert sum(np.hypot(*np.diff(c.points, axis=0).T).sum() for c in curves) == pytest.approx(
        12 * math.sqrt(2)
    )


def test_holes_poles_and_jumps():
    hole = HandmadeField("sqrt(x**2 + y**2 - 1) + y/4")
    curves = level_curves(hole, [0.5], BOX)
    assert curves
    assert all(np.abs(hole.value(c.points) - 0.5).max() < 1e-9 for c in curves)
    assert level_curves(HandmadeField("1/x + 0*y"), [0], BOX) == []
    assert level_curves(HandmadeField("sign(x) + 0*y"), [0.3], BOX) == []
    tangent = level_curves(HandmadeField("tan(x) + 0*y"), [1.0], BOX)
    assert sorted(float(c.points[0, 0]) for c in tangent) == pytest.approx(
        [math.pi / 4 - math.pi, math.pi / 4]
    )
    assert level_curves(HandmadeField("log(x) + y"), [0], [[-3, -1], [-3, 3]]) == []
    # A curve that meets a jump keeps the parts that are real.
    stairs = level_curves(HandmadeField("y + sign(x)"), [0.0], BOX)
    ends = sorted((round(float(c.points[:, 0].min()), 1), float(c.points[:, 1].mean())) for c in stairs)
    assert [end[0] for end in ends] == pytest.approx([-3, 0], abs=0.04)
    assert [end[1] for end in ends] == pytest.approx([1, -1])


def test_flat_and_steep_fields_and_narrow_boxes():
    assert level_curves(HandmadeField("5 + 0*x*y"), [5], BOX) == []
    tiny = level_curves(HandmadeField("1e-12*(x**2 + y**2)"), [1e-12], BOX)
    assert np.hypot(*tiny[0].points.T) == pytest.approx(1, rel=1e-12)
    huge = level_curves(HandmadeField("1e200*(x**2 + y**2)"), [1e200], BOX)
    assert np.hypot(*huge[0].points.T) == pytest.approx(1, rel=1e-12)
    narrow = level_curves(HandmadeField("1e18*x**2 + y**2"), [1.0], [[-3e-9, 3e-9], [-3, 3]])
    assert narrow[0].closed
    assert np.hypot(narrow[0].points[:, 0] * 1e9, narrow[0].points[:, 1]) == pytest.approx(1, rel=1e-12)


def test_level_curves_refuse_what_makes_no_sense():
    with pytest.raises(ProblemError, match="a level curve needs a field of 2 variables, and x has 1"):
        level_curves(HandmadeField("x", "x"), [0], [[0, 1]])
    with pytest.raises(ValueError, match="finite"):
        level_curves(ROUND, [math.inf], BOX)
    with pytest.raises(ValueError, match="at least 2"):
        level_curves(ROUND, [1], BOX, 1)


def test_tangents_are_the_gradient_turned_counter_clockwise():
    t = np.linspace(0, 6, 7)
    circle = np.stack([np.cos(t), np.sin(t)], axis=-1)
    assert level_tangent(ROUND, circle) == pytest.approx(np.stack([-np.sin(t), np.cos(t)], axis=-1))
    assert np.isnan(level_tangent(ROUND, [0, 0])).all()
    assert level_tangent(HandmadeField("1e-300*x + 1e-300*y"), [0, 0]) == pytest.approx(
        [-(0.5**0.5), 0.5**0.5]
    )


@given(st.floats(0.3, 2.9), st.floats(0, 2 * math.pi), st.booleans())
@settings(deadline=None, max_examples=10)
def test_once_round_a_circle(radius, angle, backwards):
    start = radius * np.array([math.cos(angle), math.sin(angle)])
    walk = walk_level(ROUND, start, BOX, backwards=backwards)
    assert walk.stop is WalkStop.CLOSED
    assert (walk.points[0] == walk.points[-1]).all()
    assert (walk.points[0] == start).all()
    assert walk.lengths[-1] == pytest.approx(2 * math.pi * radius, rel=1e-6)
    assert np.hypot(*walk.points.T) == pytest.approx(radius, rel=1e-12)
    assert math.copysign(1, polygon_area(walk.points)) == (-1 if backwards else 1)
    turn = np.unwrap(np.arctan2(*walk.points.T[::-1]))
    assert walk.lengths == pytest.approx(np.abs(turn - turn[0]) * radius, rel=1e-6, abs=1e-9)


def test_the_length_of_an_ellipse():
    walk = walk_level(ELLIPSE, [2, 0], BOX)
    expected = float(4 * 2 * mpmath.ellipe(mpmath.mpf(3) / 4))
    assert walk.stop is WalkStop.CLOSED
    assert walk.lengths[-1] == pytest.approx(expected, rel=1e-7)


@given(st.floats(0, 30), st.floats(-30, 0))
@settings(deadline=None, max_examples=15)
def test_positions_by_arc_length(a, b):
    points = walk_positions(ROUND, ROUND_TRIP, [a, b, 0.0], BOX)
    expected = [[1.5 * math.cos(s / 1.5), 1.5 * math.sin(s / 1.5)] for s in (a, b, 0.0)]
    assert points == pytest.approx(np.array(expected), abs=1e-5)
    assert np.hypot(*points.T) == pytest.approx(1.5, rel=1e-14)


def test_an_open_walk_stays_at_its_ends():
    walk = walk_level(HandmadeField("x + y"), [2, 1], BOX)
    assert walk.stop is WalkStop.BORDER
    assert walk.points[-1] == pytest.approx([0, 3], abs=1e-12)
    assert walk.lengths[-1] == pytest.approx(2 * math.sqrt(2))
    positions = walk_positions(HandmadeField("x + y"), walk, [-1, 0.5 * math.sqrt(2), 9], BOX)
    assert positions == pytest.approx(np.array([[2, 1], [1.5, 1.5], [0, 3]]), abs=1e-12)


def test_a_walk_of_a_given_length():
    walk = walk_level(ROUND, [1, 0], BOX, math.pi / 2)
    assert walk.stop is WalkStop.LENGTH
    assert walk.lengths[-1] == pytest.approx(math.pi / 2, rel=1e-15)
    assert walk.points[-1] == pytest.approx([0, 1], abs=1e-7)
    assert walk.tangents[-1] == pytest.approx([-1, 0], abs=1e-7)
    none = walk_level(ROUND, [1, 0], BOX, 0.0)
    assert (none.stop, len(none.points)) == (WalkStop.LENGTH, 1)
    assert walk_positions(ROUND, none, [0.0, 3.0], BOX).tolist() == [[1, 0], [1, 0]]


@pytest.mark.parametrize(
    ("text", "start", "stop", "end"),
    [
        ("x**2 - y**2", [-1, -1], WalkStop.BORDER, [-3, -3]),
        ("x**2 - y**2", [-1, 1], WalkStop.CRITICAL, [0, 0]),
        ("x**2 - y**2", [0, 0], WalkStop.CRITICAL, [0, 0]),
        ("y**2 - x**3", [1, 1], WalkStop.CRITICAL, [0, 0]),
        ("Abs(x) + Abs(y)", [2, 1], WalkStop.CRITICAL, [0, 3]),
        ("y + 1e-30*sqrt(1 - x)", [0, 0.5], WalkStop.BORDER, [-3, 0.5]),
        ("-y + 1e-30*sqrt(1 - x)", [0, 0.5], WalkStop.DOMAIN, [1, 0.5]),
        ("4", [1, 1], WalkStop.CRITICAL, [1, 1]),
    ],
)
def test_where_walks_end(text, start, stop, end):
    walk = walk_level(HandmadeField(text), start, BOX)
    assert walk.stop is stop
    assert walk.points[-1] == pytest.approx(end, abs=1e-6)


def test_near_branches_are_not_mistaken_for_the_start():
    # Two arms of a thin band pass the start at a distance of 0.02, one going left and one going right.
    band = HandmadeField("y**2 - 0.01**2*(2 + cos(x))")
    walk = walk_level(band, [0, 0.01 * math.sqrt(3)], BOX)
    assert walk.stop is WalkStop.BORDER
    assert (walk.points[:, 1] > 0).all()
    spiral = HandmadeField("sin(4*sqrt(x**2 + y**2) + atan2(y, x))", "x y")
    start = np.array([1.0, 0.0])
    walk = walk_level(spiral, start, [[-2.5, 2.5], [-2.5, 2.5]])
    # An arm winds outwards with 4 r + angle constant and never comes back.
    assert walk.stop is not WalkStop.CLOSED
    angle = np.unwrap(np.arctan2(*walk.points.T[::-1]))
    assert 4 * np.hypot(*walk.points.T) + angle == pytest.approx(4, abs=1e-8)


def test_level_curve_through_a_point():
    circle = level_curve_through(ROUND, [0, -2], BOX)
    assert circle is not None
    assert circle.closed
    assert circle.start == 0
    assert circle.points[0].tolist() == [0, -2]
    assert circle.level == 4
    branch = level_curve_through(SADDLE, [2, 1], BOX)
    assert branch is not None
    assert not branch.closed
    assert branch.points[branch.start].tolist() == [2, 1]
    ends = sorted(branch.points[[0, -1]].tolist())
    assert ends == [pytest.approx([3, -math.sqrt(6)]), pytest.approx([3, math.sqrt(6)])]
    assert (branch.points[:, 0] > 0).all()
    chords = np.diff(branch.points, axis=0)
    assert ((level_tangent(SADDLE, branch.points[:-1]) * chords).sum(axis=1) > 0).all()
    assert level_curve_through(SADDLE, [0, 0], BOX) is None


def test_walks_that_cannot_begin():
    with pytest.raises(ProblemError, match=r"the start \(4, 0\) lies outside the bounds of the field"):
        walk_level(ROUND, [4, 0], BOX)
    with pytest.raises(
        ProblemError, match=r"log\(x\) \+ y has no value at \(-1, 0\), so no level set passes"
    ):
        walk_level(HandmadeField("log(x) + y"), [-1, 0], BOX)
    with pytest.raises(ProblemError, match="a walk along a level curve needs a field of 2 variables"):
        walk_level(HandmadeField("x", "x"), [0], [[-1, 1]])


def test_walking_needs_numpy_alone():
    code = (
        "import sys; import gradanim.calculus.level_paths, gradanim.calculus.level_walk; "
        "print([m for m in ('scipy', 'sympy', 'contourpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("x**2 + y**2", 10, (2, 4, 6, 8, 10, 12, 14, 16)),
        ("x", 5, (-2, -1, 0, 1, 2)),
        ("100*x + y", 5, (-200, 0, 200)),
        ("x*y", 3, (-5, 0, 5)),
        ("1e-3*x + 7", 5, (6.998, 6.999, 7, 7.001, 7.002)),
        ("exp(-x**2 - y**2)", 10, (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)),
        ("7 + 0*x", 10, ()),
        ("log(-x**2 - 1)", 10, ()),
    ],
)
def test_round_levels(text, count, expected):
    assert nice_levels(HandmadeField(text), BOX, count) == expected


@given(st.floats(1e-6, 1e6), st.floats(-1e3, 1e3), st.integers(3, 20))
@settings(deadline=None, max_examples=25)
def test_about_as_many_levels_as_asked_for(scale, offset, count):
    text = f"({scale!r})*(sin(x) + y/2) + ({offset!r})"
    levels = nice_levels(HandmadeField(text), BOX, count)
    assert 0.6 * count - 1 <= len(levels) <= 1.6 * count + 1
    gaps = np.diff(levels)
    assert gaps == pytest.approx(gaps[0], rel=1e-6, abs=1e-11 * abs(offset))


def test_a_pole_does_not_draw_all_levels_to_itself():
    levels = nice_levels(HandmadeField("1/((x - 0.01)**2 + (y - 0.01)**2)"), BOX, 8)
    assert 4 <= len(levels) <= 12
    assert levels[-1] < 10


def test_levels_by_area():
    levels = nice_levels(HandmadeField("x**2 + y**2"), [[0, 1], [0, 1]], 4, "area")
    x, y = np.random.default_rng(1).uniform(size=(2, 200_000))
    shares = [float((x**2 + y**2 < level).mean()) for level in levels]
    assert shares == pytest.approx([0.125, 0.375, 0.625, 0.875], abs=0.02)
    with pytest.raises(ValueError, match="sideways"):
        nice_levels(ROUND, BOX, 4, "sideways")
    with pytest.raises(ValueError, match="0 levels"):
        nice_levels(ROUND, BOX, 0)
