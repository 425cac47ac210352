"""What leaves the stage: the point, its steps, the numbers, the curve and the words agree on where it was last."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from gradanim.actors.context import make_context
from gradanim.actors.measure import Measures
from gradanim.actors.state import EARLIER, SceneState
from gradanim.beats.descend import stopped_note
from gradanim.beats.played import rehearse
from gradanim.beats.timeline import Timeline
from gradanim.calculus import JetField
from gradanim.spec import SceneSpec

MakeScene = Callable[..., SceneSpec]
HEAD = "title: T\nfield: {{f: {f}, x: [-3, 3], y: [-2.2, 2.2], name: {name}}}\n"


class Played:
    """A scene with a field of some name, played."""

    def __init__(
        self, make_scene: MakeScene, beats: str, f: str = "0.5*x^2 + 1.5*y^2", name: str = "L"
    ) -> None:
        scene = make_scene(beats, HEAD.format(f=f, name=name))
        assert scene.field is not None
        self.context = make_context(scene, JetField.parse(scene.field.f, scene.field.variables, {}))
        timeline, problems = rehearse(self.context)
        assert problems == []
        self.timeline: Timeline = timeline

    def at(self, beat: int, u: float = 1.0) -> SceneState:
        return self.timeline.motions[beat](u)

    def measured(self, state: SceneState) -> Measures:
        return Measures(state, self.context)


# y is multiplied by -1.1 in each step: 1.3 · 1.1⁵ = 2.09 is inside and 1.3 · 1.1⁶ = 2.30 is not.
LEAVING = "- place: [-2.4, 1.3]\n- descend: {step_size: 0.7, steps: 24}"


def test_everything_agrees_on_the_last_step_inside(make_scene: MakeScene) -> None:
    played = Played(make_scene, LEAVING)
    end = played.at(1)
    measured, progress = played.measured(end), end.runs[-1]
    assert measured["steps"] == 5 == len(progress.run.points) - 1
    x, y = -2.4 * 0.3**5, -1.3 * 1.1**5
    assert end.point == pytest.approx((x, y))
    value = 0.5 * x * x + 1.5 * y * y
    assert measured["f"] == pytest.approx(value) == progress.run.values[-1]
    np.testing.assert_allclose(measured["step"], np.subtract((x, y), (-2.4 * 0.3**4, 1.3 * 1.1**4)))
    after = 0.5 * (x * 0.3) ** 2 + 1.5 * (y * 1.1) ** 2
    note = f"Diverged: step 6 leaves the domain, L would go from {value:.4g} to {after:.4g}."
    assert stopped_note(end.runs) == note


def test_the_step_that_leaves_is_taken_last_and_told_only_then(make_scene: MakeScene) -> None:
    played = Played(make_scene, LEAVING)
    for u in np.linspace(0, 1, 121):
        state = played.at(1, float(u))
        progress = state.runs[-1]
        assert 0 <= progress.leaving <= 1 and progress.steps <= 5
        assert progress.leaving == 0 or progress.steps == 5
        assert played.context.inside(state.point or ())
        assert stopped_note(state.runs) is None or progress.leaving == 1
    assert 0 < played.at(1, 0.87).runs[-1].leaving < 1


def test_a_first_step_that_leaves_is_no_step(make_scene: MakeScene) -> None:
    played = Played(make_scene, "- place: [1, 1]\n- descend: {step_size: 5, steps: 4}", name="J")
    end = played.at(1)
    assert played.measured(end)["steps"] == 0 and end.point == (1.0, 1.0)
    assert stopped_note(
        end.runs
    ) == "Diverged: step 1 leaves the domain, J would go from 2 to 302.0.".replace(
        "302.0", f"{0.5 * 16 + 1.5 * 196:.4g}"
    )


def test_leaving_downhill_is_told_without_divergence(make_scene: MakeScene) -> None:
    played = Played(make_scene, "- place: [2, 0]\n- descend: {step_size: 1, steps: 9}", "-x", "beta")
    end = played.at(1)
    assert played.measured(end)["steps"] == 1
    assert stopped_note(end.runs) == "Step 2 leaves the domain: beta would go from −3 to −4."


def test_where_f_ends_the_run_ends(make_scene: MakeScene) -> None:
    played = Played(make_scene, "- place: [1, 0]\n- descend: {step_size: 1.5, steps: 9}", "log(x) + y^2", "H")
    end = played.at(1)
    assert end.point == (1.0, 0.0) and played.measured(end)["f"] == 0.0
    assert stopped_note(end.runs) == "Step 1 leaves the domain: H has no value where it leads."


def test_a_run_that_stays_says_nothing(make_scene: MakeScene) -> None:
    end = Played(make_scene, "- place: [1, 1]\n- descend: {step_size: 0.1, steps: 4}").at(1)
    assert end.runs[-1].run.beyond is None and end.runs[-1].ended and stopped_note(end.runs) is None


def test_an_earlier_run_steps_back_for_a_new_one(make_scene: MakeScene) -> None:
    beats = "- place: [1, 1]\n- descend: {step_size: 0.1, steps: 4}\n- descend: {step_size: 0.2, steps: 3}"
    played = Played(make_scene, beats)
    assert played.at(2, 0.0).runs[0].opacity == 1.0
    end = played.at(2)
    assert [progress.opacity for progress in end.runs] == [EARLIER, 1.0]
    assert played.measured(end)["steps"] == 3


def test_a_run_that_goes_on_with_an_earlier_one_is_one_way_with_it(make_scene: MakeScene) -> None:
    step = "- descend: {step_size: 0.1, steps: 2}"
    beats = ["- place: [1, 1]", step, step, "- descend: {step_size: 0.1, steps: 2, start: [-1, 1]}"]
    played = Played(make_scene, "\n".join(beats))
    assert [progress.opacity for progress in played.at(2).runs] == [1.0, 1.0]
    assert [progress.opacity for progress in played.at(3).runs] == [EARLIER, EARLIER, 1.0]


def test_in_a_chart_of_the_loss_every_run_stands_for_itself(make_scene: MakeScene) -> None:
    step = "- descend: {step_size: 0.1, steps: 2}"
    played = Played(make_scene, f"- place: [1, 1]\n- show: loss_curve\n{step}\n{step}")
    assert [progress.opacity for progress in played.at(3).runs] == [EARLIER, 1.0]
