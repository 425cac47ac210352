"""Gradient flows, steepest paths and streamlines against closed forms."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from calculus_handmade import HandmadeField
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.calculus.flow import FlowStop, gradient_flow
from gradanim.calculus.level_walk import WalkStop
from gradanim.calculus.steepest import path_positions, steepest_path
from gradanim.calculus.streamlines import streamlines
from gradanim.problems import ProblemError

BOX = [[-3, 3], [-3, 3]]
BOWL = HandmadeField("x**2 + 4*y**2")
ROUND = HandmadeField("x**2 + y**2")
SADDLE = HandmadeField("x**2 - y**2")
LANDSCAPE = HandmadeField("0.5*(sin(1.2*x) + cos(1.1*y)) + 0.08*(x**2 + y**2)")


@given(st.floats(0.2, 2.9), st.floats(-2.9, 2.9), st.floats(0, 0.8))
@settings(deadline=None, max_examples=15)
def test_the_flow_down_a_bowl(x, y, t):
    # x' = −2x, y' = −8y
    flow = gradient_flow(BOWL, [x, y], BOX)
    assert flow.stop is FlowStop.CRITICAL
    assert flow.at([t, 0.0]) == pytest.approx(
        np.array([[x * math.exp(-2 * t), y * math.exp(-8 * t)], [x, y]]), abs=1e-6
    )
    assert np.linalg.norm(BOWL.gradient(flow.points[-1])) < 1e-6
    assert (np.diff(flow.times) > 0).all()
    assert (np.diff(BOWL.value(flow.points)) <= 0).all()


def test_the_flow_up_leaves_through_the_border():
    flow = gradient_flow(BOWL, [0.1, 1], BOX, uphill=True)
    assert flow.stop is FlowStop.BORDER
    assert flow.times[-1] == pytest.approx(math.log(3) / 8, rel=1e-6)
    assert flow.points[-1] == pytest.approx([0.1 * 3**0.25, 3], rel=1e-6)
    assert flow.points[:, 1].max() <= 3
    inward = gradient_flow(ROUND, [3, 0], BOX)
    assert inward.stop is FlowStop.CRITICAL
    outward = gradient_flow(ROUND, [3, 0], BOX, uphill=True)
    assert outward.stop is FlowStop.BORDER
    assert outward.points[-1] == pytest.approx([3, 0])


def test_a_flow_of_given_length_or_duration():
    by_length = gradient_flow(ROUND, [2, 0], BOX, length=1.5)
    assert by_length.stop is FlowStop.LENGTH
    assert by_length.lengths[-1] == pytest.approx(1.5, rel=1e-9)
    assert by_length.points[-1] == pytest.approx([0.5, 0], abs=1e-7)
    assert by_length.times[-1] == pytest.approx(math.log(4) / 2, rel=1e-6)
    by_time = gradient_flow(ROUND, [2, 0], BOX, duration=0.25)
    assert by_time.stop is FlowStop.DURATION
    assert by_time.times[-1] == pytest.approx(0.25)
    assert by_time.points[-1] == pytest.approx([2 * math.exp(-0.5), 0], abs=1e-6)
    for bad in ({"length": 0.0}, {"duration": -1.0}, {"length": math.nan}):
        with pytest.raises(ValueError, match="positive"):
            gradient_flow(ROUND, [2, 0], BOX, **bad)


def test_positions_on_a_flow_by_arc_length():
    flow = gradient_flow(ROUND, [2, 0], BOX)
    points = flow.at_lengths([-1, 0, 0.25, 1.0, 1.75, 99])
    assert points[:, 0] == pytest.approx([2, 2, 1.75, 1, 0.25, 0], abs=1e-6)
    assert points[:, 1] == pytest.approx(0, abs=1e-12)
    assert flow.at(99.0) == pytest.approx(np.zeros((1, 2)), abs=1e-6)


def test_flows_that_stay_where_they_are():
    for field in (ROUND, HandmadeField("7")):
        flow = gradient_flow(field, [0, 0], BOX)
        assert flow.stop is FlowStop.CRITICAL
        assert flow.points.tolist() == [[0, 0]]
        assert flow.at([0.0, 5.0]).tolist() == [[0, 0], [0, 0]]
        assert flow.at_lengths([0.0, 5.0]).tolist() == [[0, 0], [0, 0]]


def test_where_flows_end():
    edge = gradient_flow(HandmadeField("sqrt(x) + y"), [1, 0], BOX)
    assert edge.stop is FlowStop.DOMAIN
    # y falls by t while x^{3/2} falls by 3t/4.
    assert edge.points[-1] == pytest.approx([0, -4 / 3], abs=1e-4)
    assert np.isfinite(HandmadeField("sqrt(x) + y").value(edge.points)).all()
    flat = gradient_flow(HandmadeField("x**4 + y**4"), [1, 2], BOX)
    assert flat.stop is FlowStop.CRITICAL
    assert np.abs(flat.points[-1]).max() < 0.01
    kink = HandmadeField("Abs(x) + y/3")
    stuck = gradient_flow(kink, [1, 2], BOX)
    assert stuck.stop is FlowStop.STUCK
    assert stuck.points[-1] == pytest.approx([0, 5 / 3], abs=1e-6)


def test_a_stiff_valley_and_fields_of_any_size():
    banana = HandmadeField("(1 - x)**2 + 100*(y - x**2)**2")
    flow = gradient_flow(banana, [-1.2, 1], BOX)
    assert flow.stop is FlowStop.CRITICAL
    assert flow.points[-1] == pytest.approx([1, 1], abs=1e-3)
    for size in (1e-12, 1e12):
        flow = gradient_flow(HandmadeField(f"{size}*(x**2 + y**2)"), [1, 2], BOX)
        assert flow.stop is FlowStop.CRITICAL
        assert flow.at(math.log(2) / 2 / size) == pytest.approx(np.array([[0.5, 1]]), abs=1e-6)


@given(st.floats(0.3, 2.9), st.floats(0.3, 2.9))
@settings(deadline=None, max_examples=10)
def test_steepest_paths_on_a_saddle_are_hyperbolas(x, y):
    # ∇f = (2x, −2y): the product of the coordinates is constant.
    path = steepest_path(SADDLE, [x, y], BOX)
    assert path.stop is WalkStop.BORDER
    assert path.points[-1] == pytest.approx([x * y / 3, 3], abs=1e-7)
    assert path.points.prod(axis=1) == pytest.approx(x * y, abs=1e-7)
    assert (np.diff(SADDLE.value(path.points)) < 0).all()
    flow = gradient_flow(SADDLE, [x, y], BOX)
    assert path.lengths[-1] == pytest.approx(flow.lengths[-1], abs=1e-6)


@given(st.floats(0.2, 2.9), st.floats(-2.9, 2.9))
@settings(deadline=None, max_examples=15)
def test_a_steepest_path_ends_in_the_minimum_itself(x, y):
    path = steepest_path(ROUND, [x, y], BOX)
    assert path.stop is WalkStop.CRITICAL
    assert path.points[-1] == pytest.approx([0, 0], abs=1e-12)
    assert path.lengths[-1] == pytest.approx(math.hypot(x, y), rel=1e-9)
    share = np.array([0.0, 0.25, 0.5, 0.9])
    expected = (1 - share[:, None]) * [x, y]
    assert path_positions(path, share * path.lengths[-1]) == pytest.approx(expected, abs=1e-9)


def test_uphill_to_the_top_of_the_landscape():
    path = steepest_path(LANDSCAPE, [0.4, 0.5], BOX, uphill=True)
    assert path.stop is WalkStop.CRITICAL
    # Where 0.6 cos(1.2 x) + 0.16 x = 0.
    assert path.points[-1] == pytest.approx([1.70144074, 0], abs=1e-6)
    assert (np.diff(LANDSCAPE.value(path.points)) > 0).all()
    down = steepest_path(LANDSCAPE, [0.4, 0.5], BOX)
    assert down.points[-1] == pytest.approx([-1.06826962, 2.21831066], abs=1e-6)


@pytest.mark.parametrize(
    ("text", "start", "stop", "end"),
    [
        ("x**2 - y**2", [1, 0], WalkStop.CRITICAL, [0, 0]),
        ("x**2 + y**2", [0, 0], WalkStop.CRITICAL, [0, 0]),
        ("7", [1, 1], WalkStop.CRITICAL, [1, 1]),
        ("Abs(x) + y/3", [1, 2], WalkStop.CRITICAL, [0, 5 / 3]),
        ("sqrt(x) + y", [1, 0], WalkStop.DOMAIN, [0, -4 / 3]),
        ("x + y", [0, 0], WalkStop.BORDER, [-3, -3]),
        ("1e-300*x + 1e-300*y", [0, 1], WalkStop.BORDER, [-3, -2]),
        ("x**4 + y**4", [1, 1], WalkStop.CRITICAL, [0, 0]),
    ],
)
def test_where_steepest_paths_end(text, start, stop, end):
    path = steepest_path(HandmadeField(text), start, BOX)
    assert path.stop is stop
    assert path.points[-1] == pytest.approx(end, abs=2e-4)


def test_a_path_of_given_length_in_three_variables():
    field = HandmadeField("x**2 + y**2 + z**2", "x y z")
    path = steepest_path(field, [1, 2, 2], [[-3, 3]] * 3, 1.0)
    assert path.stop is WalkStop.LENGTH
    assert path.lengths[-1] == pytest.approx(1)
    assert path.points[-1] == pytest.approx([2 / 3, 4 / 3, 4 / 3])
    assert path_positions(path, 0.5) == pytest.approx(np.array([[5 / 6, 5 / 3, 5 / 3]]))
    none = steepest_path(field, [1, 2, 2], [[-3, 3]] * 3, 0.0)
    assert (none.stop, none.points.tolist()) == (WalkStop.LENGTH, [[1, 2, 2]])
    assert path_positions(none, [0.0, 1.0]).tolist() == [[1, 2, 2], [1, 2, 2]]


@pytest.mark.parametrize("follow", [gradient_flow, steepest_path])
def test_starts_that_are_problems(follow):
    with pytest.raises(ProblemError, match=r"the start \(5, 0\) lies outside the bounds of the field"):
        follow(ROUND, [5, 0], BOX)
    with pytest.raises(
        ProblemError, match=r"log\(x\) \+ y has no value or no gradient at the start \(-1, 0\)"
    ):
        follow(HandmadeField("log(x) + y"), [-1, 0], BOX)


@pytest.mark.parametrize("field", [LANDSCAPE, SADDLE, HandmadeField("log(x + 1) + y**2/2")])
@pytest.mark.parametrize("separation", [0.06, 0.12])
def test_streamlines_flow_and_keep_apart(field, separation):
    lines = streamlines(field, BOX, separation)
    assert len(lines) >= 6
    for line in lines:
        assert (np.abs(line) <= 3).all()
        chords = np.diff(line, axis=0)
        lengths = np.linalg.norm(chords, axis=1)
        assert lengths == pytest.approx(6 / 250, rel=0.05)
        gradient = field.gradient(line[:-1] + chords / 2)
        cosine = (gradient * chords).sum(axis=1) / np.linalg.norm(gradient, axis=1) / lengths
        assert np.median(cosine) < -0.9999
        assert (np.diff(field.value(line)) < 0).all()
    for i, one in enumerate(lines):
        others = np.concatenate([line[::2] for j, line in enumerate(lines) if j != i])
        nearest = np.linalg.norm(one[::3, None] - others, axis=2).min()
        # Half a separation, less what the pixels of the map of occupied ground blur.
        assert nearest > (0.5 - 0.2) * separation * 6


def test_streamlines_cover_the_box():
    points = np.concatenate(streamlines(SADDLE, BOX, 0.08, length=2.0))
    grid = np.stack(np.meshgrid(*[np.linspace(-2.7, 2.7, 25)] * 2), axis=-1).reshape(-1, 2)
    farthest = np.linalg.norm(grid[:, None] - points, axis=2).min(axis=1).max()
    assert farthest < 1.5 * 0.08 * 6


def test_streamlines_uphill_in_a_narrow_box_and_of_nothing():
    up = streamlines(HandmadeField("1e3*x + y/1e3"), [[0, 1e-3], [0, 1e3]], 0.2, uphill=True)
    assert len(up) >= 3
    assert all((np.diff(line, axis=0) > 0).all() for line in up)
    assert streamlines(HandmadeField("7"), BOX) == []
    assert streamlines(HandmadeField("log(-1 - x**2) + y"), BOX) == []
    assert [line.tolist() for line in streamlines(SADDLE, BOX, 0.2)] == [
        line.tolist() for line in streamlines(SADDLE, BOX, 0.2)
    ]
    with pytest.raises(ValueError, match="separation"):
        streamlines(SADDLE, BOX, 0.001)
    with pytest.raises(ProblemError, match="a streamline needs a field of 2 variables"):
        streamlines(HandmadeField("x", "x"), [[0, 1]])


def test_paths_and_streamlines_need_numpy_alone():
    code = (
        "import sys; import gradanim.calculus.steepest, gradanim.calculus.streamlines, gradanim.calculus.flow; "
        "print([m for m in ('scipy', 'sympy', 'contourpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
