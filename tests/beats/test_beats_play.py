"""Beats are played as their authors mean them: where things are at the start, on the way and at the end."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from gradanim.actors.context import make_context
from gradanim.actors.measure import Measures
from gradanim.actors.state import FLIPS, SceneState
from gradanim.beats.played import rehearse
from gradanim.beats.timeline import Timeline
from gradanim.calculus import JetField
from gradanim.spec import SceneSpec

MakeScene = Callable[..., SceneSpec]


def played(scene: SceneSpec) -> Timeline:
    assert scene.field is not None
    field = JetField.parse(scene.field.f, scene.field.variables, dict(scene.params))
    timeline, problems = rehearse(make_context(scene, field))
    assert problems == []
    return timeline


def measures(scene: SceneSpec, state: SceneState) -> Measures:
    assert scene.field is not None
    field = JetField.parse(scene.field.f, scene.field.variables, dict(scene.params))
    return Measures(state, make_context(scene, field))


def test_a_circle_is_walked_exactly_and_closes(make_scene: MakeScene) -> None:
    timeline = played(make_scene("- place: [1, 0]\n- walk: {circle: {center: [0, 0], radius: 1}}"))
    motion = timeline.motions[1]
    for u in np.linspace(0, 1, 37):
        x, y = motion(float(u)).point or (9, 9)
        assert math.hypot(x, y) == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(motion(1.0).point, (1, 0), atol=1e-12)
    assert motion(0.0).point == (1.0, 0.0)


def test_a_walk_that_starts_elsewhere_glides_there_first(make_scene: MakeScene) -> None:
    timeline = played(make_scene("- place: [-1, 0]\n- walk: {circle: {center: [0, 0], radius: 1}}"))
    motion = timeline.motions[1]
    steps = np.diff([motion(k / 400).point for k in range(401)], axis=0)
    assert motion(0.0).point == (-1.0, 0.0)
    assert np.linalg.norm(steps, axis=1).max() < 0.15


def test_along_a_level_curve_the_value_stays(make_scene: MakeScene) -> None:
    scene = make_scene("- place: [1, 0.5]\n- walk: level_curve")
    motion = played(scene).motions[1]
    values = [measures(scene, motion(k / 50)).value for k in range(51)]
    np.testing.assert_allclose(values, values[0], rtol=0, atol=1e-12)
    np.testing.assert_allclose(motion(1.0).point, (1, 0.5), atol=1e-9)


def test_the_steepest_way_down_loses_height_all_along(make_scene: MakeScene) -> None:
    scene = make_scene("- place: [1.5, 1]\n- walk: {steepest: {direction: down, length: 1}}")
    motion = played(scene).motions[1]
    values = [measures(scene, motion(k / 40)).value for k in range(41)]
    assert np.all(np.diff(values) <= 1e-12)


def test_a_flip_turns_the_arrow_and_a_second_one_turns_it_back(make_scene: MakeScene) -> None:
    timeline = played(make_scene("- place: [1, 0]\n- show: gradient\n- flip: gradient\n- flip: gradient"))
    assert 0 < timeline.motions[2](0.5).actors["gradient"].flipped < 1
    assert arrows(timeline.motions[2](1.0)) == {"negative_gradient": 0.0}
    assert 0 < timeline.motions[3](0.5).actors["negative_gradient"].flipped < 1
    assert arrows(timeline.motions[3](1.0)) == {"gradient": 0.0}


def arrows(state: SceneState) -> dict[str, float]:
    """How far each arrow on the stage is flipped."""
    return {name: state.actors[name].flipped for name in FLIPS if state.shown(name) > 0}


def test_the_arc_at_the_gradient_leaves_when_that_turns_away(make_scene: MakeScene) -> None:
    both = "- place: [1, 0]\n- dial: {from: 0, to: 120}\n- show: [gradient, angle]\n- flip"
    turning = played(make_scene(both)).motions[3]
    shown = [turning(u).shown("angle") for u in np.linspace(0, 1, 41)]
    assert shown[0] == 1.0 and all(b <= a and a - b < 0.25 for a, b in pairwise(shown))
    # Gone before the arrow is square to where it was.
    first = next(u for u, there in zip(np.linspace(0, 1, 41), shown, strict=True) if there < 0.01)
    assert turning(float(first)).actors["gradient"].flipped < 0.5 and "angle" not in turning(1.0).actors
    # Where ∇f comes, or one arrow is ∇f all the same, θ stays.
    back = played(make_scene(f"{both}\n- show: angle\n- flip")).motions[5]
    assert [back(u).shown("angle") for u in (0.0, 0.5, 1.0)] == [1.0, 1.0, 1.0]
    beside = both.replace("gradient, angle", "gradient, negative_gradient, angle").replace(
        "- flip", "- flip: negative_gradient"
    )
    assert played(make_scene(beside)).motions[3](1.0).shown("angle") == 1.0


FLIPPED = "- place: [1, 0]\n- show: {gradient: {scale: 0.5}}\n- flip: gradient\n"


@pytest.mark.parametrize("name", ["gradient", "negative_gradient"])
def test_a_flipped_arrow_is_meant_by_either_name(make_scene: MakeScene, name: str) -> None:
    assert arrows(played(make_scene(f"{FLIPPED}- hide: {name}")).motions[3](1.0)) == {}
    lit = played(make_scene(f"{FLIPPED}- highlight: {name}")).motions[3](0.5)
    assert lit.actors["negative_gradient"].emphasis > 0.9
    struck = played(make_scene(f"{FLIPPED}- strike: {name}")).motions[3](1.0)
    assert struck.actors["negative_gradient"].struck == 1.0
    assert arrows(played(make_scene(f"{FLIPPED}- flip: {name}")).motions[3](1.0)) == {"gradient": 0.0}


def test_after_a_flip_the_gradient_can_be_shown_beside_its_negative(make_scene: MakeScene) -> None:
    motions = played(make_scene(f"{FLIPPED}- show: gradient\n- hide: gradient")).motions
    assert arrows(motions[3](1.0)) == {"gradient": 0.0, "negative_gradient": 0.0}
    assert arrows(motions[4](1.0)) == {"negative_gradient": 0.0}


def test_one_name_does_not_mean_an_arrow_that_was_shown_by_the_other(make_scene: MakeScene) -> None:
    beats = "- place: [1, 0]\n- show: [gradient, negative_gradient]\n- hide: gradient\n- flip"
    motions = played(make_scene(beats)).motions
    assert arrows(motions[2](1.0)) == {"negative_gradient": 0.0}
    assert arrows(motions[3](1.0)) == {"gradient": 0.0}


def test_the_dial_finds_the_gradient_the_shorter_way(make_scene: MakeScene) -> None:
    scene = make_scene(
        "- place: [1, 1]\n- dial: {from: 0, to: gradient}\n- dial: {to: -gradient}\n- dial: {turns: 1}"
    )
    timeline = played(scene)
    expected = math.degrees(math.atan2(2, 1))
    assert timeline.motions[0 + 1](1.0).angle == pytest.approx(expected)
    turned = timeline.motions[2](1.0)
    assert measures(scene, turned)["slope"] == pytest.approx(-math.sqrt(5))
    assert timeline.motions[3](1.0).angle == pytest.approx((turned.angle or 0) + 360)


@pytest.mark.parametrize(("turns", "whole"), [(1, 360), (2, 720), (-1, -360)])
def test_the_dial_makes_its_turns_before_it_goes_on(make_scene: MakeScene, turns: int, whole: int) -> None:
    """Wherever the target is, and however its angle is counted."""
    for place in ("[1, 1]", "[-1, 0.5]", "[0.3, -1]"):
        scene = make_scene(f"- place: {place}\n- dial: {{from: 0, turns: {turns}, to: -gradient}}")
        end = played(scene).motions[1](1.0)
        more = (end.angle or 0.0) - whole
        assert 0.0 <= math.copysign(1.0, turns) * more < 360.0
        assert measures(scene, end)["slope"] == pytest.approx(-measures(scene, end)["norm"])


def test_a_walk_that_ends_at_the_border_ends_inside(make_scene: MakeScene) -> None:
    head = "title: T\nfield: {f: ln(x^2 + 2y^2 - 1) - x/2, x: [-3, 3], y: [-2, 2]}\nstage: plane\n"
    for y in (-0.3, 0.1, 0.2, 0.35, 0.5, 0.7):
        end = played(make_scene(f"- place: [-2, {y}]\n- walk: level_curve", head)).motions[1](1.0)
        assert end.point is not None and abs(end.point[1]) == pytest.approx(2.0) and abs(end.point[1]) <= 2.0


def test_a_tangent_plane_takes_its_step_along(make_scene: MakeScene) -> None:
    took = "- place: [1, 0]\n- approximate: {step: [0.2, 0]}\n"
    hidden = played(make_scene(took + "- hide: tangent_plane\n- approximate: {step: [0.2, 0]}")).motions
    assert hidden[1](1.0).stepped == 1.0 and 0.0 < hidden[2](0.5).stepped < 1.0
    assert hidden[2](1.0).stepped == 0.0 and hidden[2](1.0).step == (0.2, 0.0)
    assert hidden[3](1.0).stepped == 1.0
    barred = played(make_scene(took + "- show: change_bars\n- hide: tangent_plane")).motions
    assert barred[3](1.0).stepped == 1.0


def test_descent_follows_its_rule_and_stays_in_time_with_the_point(make_scene: MakeScene) -> None:
    timeline = played(make_scene("- place: [1, 1]\n- descend: {step_size: 0.25, steps: 3}"))
    end = timeline.motions[1](1.0)
    # x ← (1 − 0.25) x, y ← (1 − 0.5) y
    np.testing.assert_allclose(end.point, (0.75**3, 0.5**3))
    for k in range(61):
        state = timeline.motions[1](k / 60)
        run = state.runs[-1]
        at = run.run.points[int(run.steps)]
        after = run.run.points[min(int(run.steps) + 1, 3)]
        low, high = np.minimum(at, after) - 1e-12, np.maximum(at, after) + 1e-12
        assert np.all(low <= state.point) and np.all(state.point <= high)


def test_a_diverging_descent_is_told_and_the_point_stays_inside(make_scene: MakeScene) -> None:
    from gradanim.beats.descend import stopped_note

    timeline = played(make_scene("- place: [0.5, 1]\n- descend: {step_size: 1.2, steps: 40}"))
    end = timeline.motions[1](1.0)
    assert end.runs[-1].run.stop_reason == "diverged"
    assert (stopped_note(end.runs) or "").startswith("Diverged: step 3 leaves the domain")
    assert stopped_note(timeline.motions[1](0.2).runs) is None
    assert all(-2 <= c <= 2 for c in end.point or ())


def test_beats_that_play_together_both_happen(make_scene: MakeScene) -> None:
    beats = "- place: [1, 0]\n- together: [{orbit: {by: 40}}, {walk: {line: [0, 1]}, seconds: 2}]"
    scene = make_scene(beats)
    end = played(scene).starts[-1]
    assert end.pose.azimuth == pytest.approx(scene.camera.azimuth + 40)
    assert end.point == (0.0, 1.0)


def test_a_parameter_moves_and_the_gradient_with_it(make_scene: MakeScene) -> None:
    head = "title: T\nparams: {a: 1}\nfield: {f: a*x^2 + y, x: [-2, 2], y: [-2, 2]}\n"
    scene = make_scene("- place: [1, 0]\n- vary: {a: 3}", head)
    motion = played(scene).motions[1]
    assert measures(scene, motion(1.0)).gradient[0] == pytest.approx(6)
    assert 2 < measures(scene, motion(0.5)).gradient[0] < 6


def test_what_is_hidden_and_cleared_is_gone(make_scene: MakeScene) -> None:
    beats = "- show: [floor, surface]\n- write: one\n- hide: floor\n- clear: text\n- clear: all"
    timeline = played(make_scene(beats))
    assert "floor" in timeline.motions[2](0.5).actors
    assert "floor" not in timeline.motions[2](1.0).actors
    assert timeline.motions[3](1.0).lines == ()
    assert timeline.motions[4](1.0).actors == {}


def test_a_motion_is_the_same_whenever_it_is_asked(make_scene: MakeScene) -> None:
    beats = (
        "- show: [floor, surface]\n- place: [1, 0.5]\n- show: [gradient, point]\n- dial: {turns: 1}\n- slice: x\n"
        "- approximate: {step: [0.2, 0.1]}\n- zoom: 2\n- highlight: gradient\n- ask: {question: Why, answer: So}"
    )
    timeline = played(make_scene(beats))
    for motion in timeline.motions:
        backwards = [motion(u) for u in (1.0, 0.7, 0.3, 0.0)]
        assert backwards == [motion(u) for u in (1.0, 0.7, 0.3, 0.0)]


def test_every_beat_begins_where_the_last_one_ended(make_scene: MakeScene) -> None:
    beats = (
        "- show: [floor, surface]\n- place: [1, 0.5]\n- show: gradient\n- walk: {line: [0, 1]}\n- flip: gradient\n"
        "- orbit: {by: 30}\n- dial: {to: gradient}\n- slice: y\n- write: done"
    )
    timeline = played(make_scene(beats))
    for start, motion in zip(timeline.starts, timeline.motions, strict=False):
        first = motion(0.0)
        assert first.pose == start.pose
        if start.point is not None:
            assert first.point == start.point
        for name, presence in start.actors.items():
            assert (first.shown(name), first.actors[name].flipped) == (presence.shown, presence.flipped)


def test_each_arrow_is_flipped_on_its_own(make_scene: MakeScene) -> None:
    beats = "- place: [1, 0]\n- show: [gradient, negative_gradient]\n- flip: negative_gradient"
    end = played(make_scene(beats)).motions[2](1.0)
    assert (end.actors["gradient"].flipped, end.actors["negative_gradient"].flipped) == (0.0, 1.0)


def test_a_level_curve_without_a_level_follows_the_point(make_scene: MakeScene) -> None:
    scene = make_scene("- place: [1, 0.5]\n- show: level_curve\n- walk: {line: [0, 1]}\n- walk: level_curve")
    walk, around = played(scene).motions[2:]
    for u in (0.0, 0.4, 1.0):
        at = measures(scene, walk(u))
        assert at["level"] == at["f"]
    # Along a level curve the level is that of its start, not what the rounded way makes of it.
    assert {measures(scene, around(u))["level"] for u in (0.0, 0.3, 0.9)} == {1.0}
    given = make_scene("- place: [1, 0.5]\n- show: {level_curve: {level: 2}}\n- walk: {line: [0, 1]}")
    assert measures(given, played(given).motions[2](1.0))["level"] == 2.0
