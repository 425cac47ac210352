"""The line of a claim stays as long as it is true, and leaves softly in the beat that makes it false."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gradanim.actors.context import make_context
from gradanim.actors.state import Line, SceneState
from gradanim.beats.motion import Motion
from gradanim.beats.played import rehearse
from gradanim.calculus import JetField
from gradanim.plan.pacing import pace
from gradanim.spec import SceneSpec

MakeScene = Callable[..., SceneSpec]
PLACED = "- place: [1, 0]\n- show: gradient\n"


def motions(scene: SceneSpec) -> tuple[Motion, ...]:
    assert scene.field is not None
    field = JetField.parse(scene.field.f, scene.field.variables, dict(scene.params))
    timeline, problems = rehearse(make_context(scene, field))
    assert problems == []
    return timeline.motions


def claims(state: SceneState) -> list[Line]:
    return [line for line in state.lines if line.role == "claim"]


@pytest.mark.parametrize(
    "beat",
    [
        "walk: {line: [0, 1]}",
        "place: [0, 1]",
        "descend: {step_size: 0.2, steps: 5}",
        "together: [{orbit: 30}, {walk: {line: [0, 1]}}]",
    ],
)
def test_a_claim_that_a_beat_makes_false_leaves(make_scene: MakeScene, beat: str) -> None:
    last = motions(make_scene(f"{PLACED}- claim: f == 0.5\n- {beat}"))[-1]
    assert [line.opacity for line in claims(last(0.0))] == [1.0]
    strengths = [line.opacity for k in range(41) for line in claims(last(k / 200))]
    assert strengths == sorted(strengths, reverse=True) and strengths[-1] < strengths[0]
    assert claims(last(1.0)) == []


def test_it_fades_for_at_least_a_third_of_a_second(make_scene: MakeScene) -> None:
    scene = make_scene(f"{PLACED}- claim: f == 0.5\n- {{walk: {{line: [0, 1]}}, seconds: 6}}")
    last, seconds = motions(scene)[-1], pace(scene.beats[-1]).motion
    times = [k / 1000 * seconds for k in range(1001)]
    strengths = [sum(line.opacity for line in claims(last(t / seconds))) for t in times]
    fading = [t for t, strength in zip(times, strengths, strict=True) if 0.0 < strength < 1.0]
    assert 0.3 < fading[-1] - fading[0] < 1.0


def test_one_that_becomes_false_later_stays_until_then(make_scene: MakeScene) -> None:
    scene = make_scene(f"{PLACED}- claim: x > -0.5\n- {{walk: {{line: [-1, 0]}}, seconds: 10}}")
    last = motions(scene)[-1]
    for u in (k / 400 for k in range(401)):
        state = last(u)
        assert state.point is not None
        (opacity,) = [line.opacity for line in claims(state)] or [0.0]
        if state.point[0] > 0.0:
            assert opacity == 1.0
        if state.point[0] < -0.55:
            assert opacity == 0.0


def test_parameters_and_the_direction_count_too(make_scene: MakeScene) -> None:
    head = "title: A test\nfield: {f: a*x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}\nparams: {a: 1}\n"
    scene = make_scene(f"{PLACED}- claim: f == 0.5\n- vary: {{a: 2}}", head)
    assert claims(motions(scene)[-1](1.0)) == []
    dialled = "- dial: {from: 0, to: 30}\n- claim: angle == 30\n- dial: {to: 60}"
    assert claims(motions(make_scene(PLACED + dialled))[-1](1.0)) == []


def test_a_claim_that_stays_true_stays(make_scene: MakeScene) -> None:
    beats = f"{PLACED}- claim: f == 0.5\n- orbit: 30\n- walk: level_curve\n- claim: x == 1\n- flip: gradient"
    for motion, count in zip(motions(make_scene(beats))[2:], (1, 1, 1, 2, 2), strict=True):
        assert [line.opacity for line in claims(motion(1.0))] == [1.0] * count


def test_clearing_the_texts_is_left_alone(make_scene: MakeScene) -> None:
    beats = f"{PLACED}- claim: f == 0.5\n- together: [{{clear: text}}, {{walk: {{line: [0, 1]}}}}]"
    last = motions(make_scene(beats))[-1]
    assert last(1.0).lines == ()
    assert all(len(last(k / 20).lines) <= 1 for k in range(21))
