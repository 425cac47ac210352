"""Points that flow follow minus the gradient, each at an even pace, and come to rest where the field does."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from gradanim.actors.context import Context, make_context
from gradanim.actors.drops import gone, leaves
from gradanim.beats.check import check_scene
from gradanim.beats.flow import grid_of
from gradanim.beats.motion import Motion
from gradanim.beats.played import rehearse
from gradanim.calculus import JetField, gradient_flow
from gradanim.spec import SceneSpec

MakeScene = Callable[..., SceneSpec]
HEAD = "title: T\nfield: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}\n"


def played(scene: SceneSpec) -> tuple[Context, Motion]:
    assert scene.field is not None
    field = JetField.parse(scene.field.f, scene.field.variables, dict(scene.params))
    context = make_context(scene, field)
    timeline, problems = rehearse(context)
    assert problems == []
    return context, timeline.motions[-1]


def places(context: Context, motion: Motion, u: float) -> np.ndarray:
    drops = motion(u).drops
    assert drops is not None
    found = []
    for route, place in zip(drops.routes, gone(drops, context), strict=True):
        points, k = route.points, int(place)
        ahead = points[min(k + 1, len(points) - 1)]
        found.append(points[k] + (place - k) * (ahead - points[k]))
    return np.array(found)


def test_all_ways_are_solutions_of_the_flow(make_scene: MakeScene) -> None:
    context, motion = played(make_scene("- flow: {starts: [[1.5, 1], [-1, 1.8]]}", HEAD))
    drops = motion(1.0).drops
    assert drops is not None and not drops.uphill
    for route, start in zip(drops.routes, [(1.5, 1), (-1, 1.8)], strict=True):
        flow = gradient_flow(context.field_of(motion(1.0)), start, context.domain)
        along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(route.points, axis=0), axis=1))])
        # At even distances, so that one speed is one number of points in a second.
        assert np.ptp(np.diff(along[:-1])) < 1e-4
        np.testing.assert_allclose(route.points[:-1], flow.at_lengths(along[:-1]), atol=5e-4)


def test_they_begin_where_they_are_released_fall_and_rest_in_the_minimum(make_scene: MakeScene) -> None:
    context, motion = played(make_scene("- flow: {grid: 3}", HEAD))
    assert places(context, motion, 0.0).tolist() == grid_of(3, context.domain).tolist()
    field = context.field_of(motion(0.0))
    values = np.array([field.value(places(context, motion, u)) for u in np.linspace(0, 1, 30)])
    assert np.all(np.diff(values, axis=0) <= 1e-12)
    np.testing.assert_allclose(places(context, motion, 1.0), 0.0, atol=1e-9)


@pytest.mark.parametrize(
    "f",
    ["x^2/2 + y^2", "0.5*(sin(2.4*x) + cos(2.2*y)) + 0.16*(x^2 + y^2)", "1.6*exp(-(x^2 + y^2)/1.6) + 0.1*x"],
)
def test_as_much_is_under_way_late_as_early(make_scene: MakeScene, f: str) -> None:
    context, motion = played(make_scene("- flow: {grid: 6}", HEAD.replace("x^2/2 + y^2", f)))
    ways = motion(1.0).drops.routes
    whole = sum(len(route.points) - 1 for route in ways)
    gone_by = [sum(gone(motion(u).drops, context)) / whole for u in np.linspace(0.0, 1.0, 11)]
    assert gone_by[0] == 0.0 and gone_by[-1] == pytest.approx(1.0)
    # Of the way of all drops together every tenth of the time has its tenth, less where they set out and come to rest.
    assert all(0.08 < b - a < 0.16 for a, b in pairwise(gone_by[1:9]))
    assert gone_by[5] == pytest.approx(0.55, abs=0.06) and gone_by[8] < 0.96


def test_something_is_under_way_until_the_very_end(make_scene: MakeScene) -> None:
    context, motion = played(make_scene("- flow: {grid: 6}", HEAD))
    along = np.array([gone(motion(u).drops, context) for u in np.linspace(0.0, 1.0, 101)])
    speeds = np.diff(along, axis=0).sum(axis=1)
    assert speeds[20:85] == pytest.approx(speeds[50], rel=0.02)
    # The last second of a beat of eight, its last quarter of a second left out.
    assert speeds[88:94].min() > 0.4 * speeds[50] and speeds[94:97].min() > 0.1 * speeds[50]


def test_each_drop_keeps_its_pace_and_longer_ways_have_a_faster_one(make_scene: MakeScene) -> None:
    context, motion = played(make_scene("- flow: {starts: [[1.5, 1], [0.3, 0.1], [0.9, 0.1]]}", HEAD))
    middle = np.array([gone(motion(u).drops, context) for u in np.linspace(0.2, 0.6, 9)])
    speeds = np.diff(middle, axis=0)
    assert np.ptp(speeds, axis=0) == pytest.approx(0.0, abs=1e-9)
    lengths = [len(route.points) for route in motion(1.0).drops.routes]
    assert np.argsort(lengths).tolist() == np.argsort(speeds[0]).tolist()


def test_uphill_they_run_out_of_the_domain_at_full_speed(make_scene: MakeScene) -> None:
    context, motion = played(make_scene("- flow: {direction: up, starts: [[0.1, 0.3]]}", HEAD))
    drops = motion(1.0).drops
    assert drops is not None and drops.uphill and leaves(drops.routes[0], context)
    speeds = np.linalg.norm(
        np.diff([places(context, motion, u)[0] for u in np.linspace(0.2, 0.95, 17)], axis=0), axis=1
    )
    np.testing.assert_allclose(speeds, speeds[0], rtol=0.02)
    assert abs(places(context, motion, 1.0)[0][1]) == pytest.approx(2.0)


def test_the_grid_leaves_out_where_the_field_has_no_gradient(make_scene: MakeScene) -> None:
    hole = "title: T\nfield: {f: sqrt(x^2 + y^2 - 1), x: [-2, 2], y: [-2, 2]}\n"
    context, motion = played(make_scene("- flow: {grid: 5}", hole))
    released = places(context, motion, 0.0)
    assert 0 < len(released) < 25
    assert np.all(np.hypot(*released.T) > 1)


def test_starts_without_a_gradient_are_told(make_scene: MakeScene) -> None:
    head = "title: T\nfield: {f: sqrt(x) + y^2, x: [-1, 2], y: [-1, 1]}\n"
    (problem,) = check_scene(make_scene("- flow: {starts: [[1, 0], [-0.5, 0]]}", head))
    assert problem.code == "start_outside" and "(-0.5, 0)" in problem.message
    kinks = "title: T\nfield: {f: abs(x - 0.5) + 0*y, x: [-1, 2], y: [-1.5, 1.5]}\n"
    assert check_scene(make_scene("- flow: {grid: 2}", kinks)) == []
    narrow = "title: T\nfield: {f: sqrt(x - 1.99) + y, x: [-2, 2], y: [-2, 2]}\n"
    (problem,) = check_scene(make_scene("- flow", narrow))
    assert problem.message == "`sqrt(x - 1.99) + y` has no gradient at any place where points are released"


def test_the_check_computes_no_way(make_scene: MakeScene) -> None:
    _, motion = played(make_scene("- flow: {grid: 8}", HEAD))
    drops = motion(0.5).drops
    assert drops is not None
    assert all("points" not in vars(route) for route in drops.routes)
