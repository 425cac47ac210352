"""States merge: whatever a branch has changed is taken over."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from gradanim.actors.merging import merged
from gradanim.actors.state import Line, Pose, Route, SceneState, Trail

START = SceneState(Pose(0.0, 20.0), {"a": 1.0}, point=(0.0, 0.0))


def test_branches_that_change_different_things_are_both_heard() -> None:
    walked = replace(START, point=(1.0, 2.0))
    turned = replace(START, pose=replace(START.pose, azimuth=90.0))
    risen = replace(START, pose=replace(START.pose, elevation=50.0))
    both = merged(START, [walked, turned, risen])
    assert both.point == (1.0, 2.0)
    assert (both.pose.azimuth, both.pose.elevation) == (90.0, 50.0)


def test_actors_enter_and_leave_at_once() -> None:
    start = START.with_actor("axes", shown=1.0).with_actor("point", shown=1.0)
    enters = start.with_actor("gradient", shown=0.5)
    leaves = start.without_actors(["axes"])
    assert set(merged(start, [enters, leaves]).actors) == {"point", "gradient"}


def test_lines_of_two_branches_are_all_written() -> None:
    start = replace(START, lines=(Line("old", "side"),))
    one = replace(start, lines=(*start.lines, Line("one", "side")))
    two = replace(start, lines=(*start.lines, Line("two", "side")))
    assert [line.template for line in merged(start, [one, two]).lines] == ["old", "one", "two"]


def test_parameters_merge_by_name() -> None:
    start = replace(START, params={"a": 1.0, "b": 1.0})
    both = merged(
        start, [replace(start, params={"a": 2.0, "b": 1.0}), replace(start, params={"a": 1.0, "b": 3.0})]
    )
    assert both.params == {"a": 2.0, "b": 3.0}


def test_a_trail_ends_between_two_points() -> None:
    trail = Trail(Route(lambda: np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])), 1.25)
    np.testing.assert_allclose(trail.points(), [[0, 0], [1, 0], [1, 0.25]])
