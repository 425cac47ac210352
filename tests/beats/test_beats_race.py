"""A race is the descents of calculus, step for step, each with a colour and a name of its own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from gradanim.actors.context import make_context
from gradanim.beats.check import check_scene
from gradanim.beats.descend import stopped_note
from gradanim.beats.motion import Motion
from gradanim.beats.played import rehearse
from gradanim.calculus import JetField, descend, make_step_rule
from gradanim.plan.pacing import pace
from gradanim.spec import SceneSpec

MakeScene = Callable[..., SceneSpec]
RACE = """\
- place: [1.5, 1]
- race:
    steps: 12
    runs:
      - {step_size: 0.1}
      - {step_size: 1.2}
      - {rule: momentum, learning_rate: 0.1, momentum: 0.5, start: [-1, 0.5]}
"""


def motions(scene: SceneSpec) -> tuple[Motion, ...]:
    assert scene.field is not None
    field = JetField.parse(scene.field.f, scene.field.variables, dict(scene.params))
    timeline, problems = rehearse(make_context(scene, field))
    assert problems == []
    return timeline.motions


def test_the_runs_are_those_of_calculus(make_scene: MakeScene) -> None:
    scene = make_scene(RACE)
    runs = [progress.run for progress in motions(scene)[1](1.0).runs]
    field = JetField.parse("x^2/2 + y^2", ("x", "y"), {})
    rules = [("gradient_descent", {"step_size": 0.1}), ("gradient_descent", {"step_size": 1.2})]
    rules.append(("momentum", {"step_size": 0.1, "momentum": 0.5}))
    for run, (rule, options), start in zip(runs, rules, [(1.5, 1), (1.5, 1), (-1, 0.5)], strict=True):
        alone = descend(field, start, make_step_rule(rule, options), 12, [(-2, 2), (-2, 2)])
        np.testing.assert_array_equal(run.points, alone.points)
        np.testing.assert_array_equal(run.values, alone.values)
        assert run.stop_reason == alone.stop_reason.value
    assert [run.colour for run in runs] == ["race_0", "race_1", "race_2"]


def test_all_take_their_steps_at_once_and_wait_for_the_others(make_scene: MakeScene) -> None:
    motion = motions(make_scene(RACE))[1]
    for u in np.linspace(0, 1, 41):
        runs = motion(float(u)).runs
        first = runs[0].steps
        for progress in runs:
            assert progress.steps == min(first, len(progress.run.points) - 1)
    ends = [len(progress.run.points) - 1 for progress in motion(1.0).runs]
    assert [progress.steps for progress in motion(1.0).runs] == ends
    assert len(set(ends)) > 1
    assert motion(0.0).point == motion(1.0).point == (1.5, 1.0)


def test_names_tell_the_runners_apart(make_scene: MakeScene) -> None:
    def names(runs: str) -> list[str]:
        scene = make_scene(f"- race: {{start: [1, 1], steps: 2, runs: {runs}}}")
        return [progress.run.label for progress in motions(scene)[0](1.0).runs]

    assert names("[{step_size: 0.1}, {step_size: 0.25}]") == ["$α = 0.1$", "$α = 0.25$"]
    assert names("[{rule: newton}, {step_size: 0.1, label: slow}]") == ["newton", "slow"]
    both = names("[{rule: adam, step_size: 0.1}, {step_size: 0.2}]")
    assert both == ["adam, $α = 0.1$", "gradient descent, $α = 0.2$"]
    same = names("[{step_size: 0.1}, {step_size: 0.1, start: [0, 1]}]")
    assert len(set(same)) == 2 and all("0.1" in name for name in same)


def test_who_diverged_is_said(make_scene: MakeScene) -> None:
    motion = motions(make_scene(RACE))[1]
    assert stopped_note(motion(0.01).runs) is None
    note = stopped_note(motion(1.0).runs)
    # y is multiplied by 1 - 1.2 · 2 = -1.4 at each step and leaves at -1.4³ = -2.744, x has all but vanished.
    assert note == "gradient descent, α = 1.2 diverged: f rose from 2.125 to 7.53"
    many = make_scene("- race: {start: [1, 1], runs: [{step_size: 2}, {step_size: 3, label: wild}]}")
    both = motions(many)[0](1.0).runs
    # The legend tells of both, and a note has room for one.
    assert all(progress.run.stop_reason == "diverged" for progress in both) and stopped_note(both) is None
    good = make_scene("- race: {start: [1, 1], runs: [{step_size: 0.2}, {step_size: 0.3}]}")
    assert stopped_note(motions(good)[0](1.0).runs) is None


def test_runs_of_earlier_beats_fade_away(make_scene: MakeScene) -> None:
    scene = make_scene(
        "- place: [1, 1]\n- descend: {step_size: 0.1, steps: 3}\n- race: [{step_size: 0.1}, {step_size: 0.2}]"
    )
    motion = motions(scene)[2]
    assert [progress.opacity for progress in motion(0.0).runs] == [1.0, 0.0, 0.0]
    assert any(0 < motion(k / 60).runs[0].opacity < 1 for k in range(30))
    assert [progress.run.colour for progress in motion(1.0).runs] == ["race_0", "race_1"]


def test_a_race_lasts_as_long_as_its_steps(make_scene: MakeScene) -> None:
    short, long = (
        make_scene(
            f"- race: {{start: [1, 1], steps: {steps}, runs: [{{step_size: 0.1}}, {{step_size: 0.2}}]}}"
        )
        for steps in (4, 25)
    )
    assert pace(short.beats[0]).motion == 3.0
    assert pace(long.beats[0]).motion == pytest.approx(0.35 * 25)


def test_a_start_without_a_value_is_told(tmp_path, make_scene: MakeScene) -> None:
    head = "title: T\nfield: {f: sqrt(x) + y^2, x: [-1, 2], y: [-1, 1]}\n"
    scene = make_scene("- race: {start: [-0.5, 0], runs: [{step_size: 0.1}, {step_size: 0.2}]}", head)
    assert [problem.code for problem in check_scene(scene)] == ["start_outside"]


HOLE = "title: T\nfield: {f: ln(x^2 + y^2 - 1), x: [-3, 3], y: [-3, 3]}\n"


def test_one_that_only_leaves_the_domain_has_not_diverged(make_scene: MakeScene) -> None:
    """The first falls to the rim and from there across the hole to higher ground outside; the second into the hole."""
    beats = "- race: {start: [2.6, 0.6], steps: 30, runs: [{step_size: 0.05}, {step_size: 0.3}]}"
    end = motions(make_scene(beats, HOLE))[0](1.0)
    over, into = (progress.run for progress in end.runs)
    assert over.values[-1] > over.values[0] > over.values[-2] and np.isnan(into.values[-1])
    assert [run.stop_reason for run in (over, into)] == ["left_domain", "left_domain"]
    # As their entries in the legend say.
    assert stopped_note(end.runs) is None


def test_one_that_diverges_is_told_beside_one_that_leaves(make_scene: MakeScene) -> None:
    head = "title: T\nfield: {f: x^2/2 + y^3, x: [-2, 2], y: [-2, 2]}\n"
    runs = "[{step_size: 2.5, start: [1, 0]}, {step_size: 0.2, start: [0, -1], label: sinks}]"
    end = motions(make_scene(f"- race: {{runs: {runs}}}", head))[0](1.0)
    assert (stopped_note(end.runs) or "").startswith("α = 2.5 diverged: f rose from 0.5 to ")


RUNS = "runs: [{step_size: 0.1}, {step_size: 0.2}]"


@pytest.mark.parametrize(
    ("beats", "stays"),
    [
        (f"- race: {{start: [-1, 1], {RUNS}}}", False),
        (f"- race: {{{RUNS}}}", True),
        (f"- show: gradient\n- race: {{start: [-1, 1], {RUNS}}}", True),
        ("- flow: {grid: 3}", False),
        ("- show: tangent\n- flow: {grid: 3}", True),
    ],
)
def test_a_point_beside_those_that_move_makes_way(make_scene: MakeScene, beats: str, stays: bool) -> None:
    motion = motions(make_scene(f"- place: [1, 1]\n{beats}"))[-1]
    seen = [motion(k / 60).shown("point") for k in range(61)]
    assert seen[0] == 1.0 and seen == sorted(seen, reverse=True)
    assert (seen[-1] == 1.0) is stays and any(0.0 < it < 1.0 for it in seen[:20]) is not stays
    assert ("point" in motion(1.0).actors) is stays
