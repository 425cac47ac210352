"""Quantities mean what the language page says, at every moment at which they may be named."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from gradanim.actors.context import Context, make_context
from gradanim.actors.measure import Measures
from gradanim.beats.captions import caption_text
from gradanim.beats.played import rehearse
from gradanim.calculus import JetField
from gradanim.spec import SceneSpec
from gradanim.spec.quantities import QUANTITIES, second_partials

MakeScene = Callable[..., SceneSpec]


def context_of(scene: SceneSpec) -> Context:
    assert scene.field is not None
    return make_context(scene, JetField.parse(scene.field.f, scene.field.variables, dict(scene.params)))


def measured(scene: SceneSpec, beat: int, u: float = 1.0) -> Measures:
    context = context_of(scene)
    timeline, problems = rehearse(context)
    assert problems == []
    return Measures(timeline.motions[beat](u), context)


def test_every_quantity_of_the_language_is_measured(make_scene: MakeScene) -> None:
    beats = "- place: [1, 0.5]\n- show: level_curve\n- dial: {to: 30}\n- approximate: {step: [0.1, 0.2]}"
    measures = measured(make_scene(beats), 3)
    runs_only = {"steps", "step_size"}
    for name in set(QUANTITIES) - runs_only:
        assert np.all(np.isfinite(measures[name])), name


def test_a_step_of_approximate_begins_at_the_point(make_scene: MakeScene) -> None:
    measures = measured(make_scene("- place: [1, 0.5]\n- approximate: {step: [0.1, 0.2]}"), 1)
    # f = x²/2 + y²: ∇f = (1, 1), Δf = (1.1² − 1)/2 + 0.7² − 0.5²
    assert measures["predicted"] == pytest.approx(0.3)
    assert measures["actual"] == pytest.approx(0.345)
    assert measures["error"] == pytest.approx(0.045)


def test_the_last_step_of_a_descent_is_a_step_too(make_scene: MakeScene) -> None:
    scene = make_scene("- place: [1, 1]\n- descend: {step_size: 0.25, steps: 2}")
    measures = measured(scene, 1)
    # x ← 0.75 x, y ← 0.5 y: the second step goes from (0.75, 0.5) to (0.5625, 0.25).
    np.testing.assert_allclose(measures["step"], (-0.1875, -0.25))
    assert measures["predicted"] == pytest.approx(-(0.75 * 0.1875 + 1.0 * 0.25))
    assert measures["actual"] == pytest.approx(0.5625**2 / 2 + 0.25**2 - 0.75**2 / 2 - 0.5**2)
    assert measures["loss"] == pytest.approx(0.5625**2 / 2 + 0.25**2)
    assert (measures["steps"], measures["step_size"]) == (2.0, 0.25)


def test_before_a_step_is_finished_there_is_none(make_scene: MakeScene) -> None:
    measures = measured(make_scene("- place: [1, 1]\n- descend: {step_size: 0.25, steps: 2}"), 1, 0.25)
    assert measures["steps"] == 0.0
    assert measures["loss"] == measures["f"] < 1.5
    assert math.isnan(measures["actual"])


def test_the_level_is_that_of_the_drawn_curve_else_of_the_point(make_scene: MakeScene) -> None:
    beats = "- place: [1, 0]\n- show: %s\n- walk: {line: [0, 0]}"
    assert measured(make_scene(beats % "{level_curve: {level: 0.5}}"), 2)["level"] == 0.5
    follows = make_scene(beats % "level_curve")
    assert (measured(follows, 1)["level"], measured(follows, 2)["level"]) == (0.5, 0.0)
    assert measured(make_scene("- place: [1, 1]"), 0)["level"] == pytest.approx(1.5)


def test_captions_hold_numbers_and_formulas(make_scene: MakeScene) -> None:
    scene = make_scene("- place: [1, 0.5]")
    text = caption_text(
        "$f$ = {=f}, {gradient:.0f} costs \\$1, {{braces}}", measured(scene, 0), lambda name: f"<{name}>"
    )
    assert text == "f = <f>, (1, 1) costs $1, {braces}"


def test_second_partial_derivatives_are_those_of_the_hessian(make_scene: MakeScene) -> None:
    head = "title: T\nfield: {f: x^3 - 3x y^2 + x y, x: [-2, 2], y: [-2, 2]}\n"
    determinant = "f_xx*f_yy - f_xy^2 == -144*(x^2 + y^2)/4 + 12*y - 1"
    scene = make_scene(f'- place: [1, 0.5]\n- claim: "{determinant}"', head)
    measures = measured(scene, 1)
    # f_x = 3x² − 3y² + y and f_y = −6xy + x.
    assert [measures[name] for name in ("f_xx", "f_xy", "f_yy")] == pytest.approx([6.0, -2.0, -6.0])
    assert np.isnan(measured(make_scene("- show: axes", head), 0)["f_xy"])


def test_variables_of_more_letters_have_no_names_for_second_derivatives() -> None:
    assert dict(second_partials(("x", "x_1", "beta", "y"))) == {
        "f_xx": (0, 0),
        "f_xy": (0, 3),
        "f_yy": (3, 3),
    }
    # With a variable xx, f_xx is a first derivative.
    assert dict(second_partials(("x", "xx"))) == {}
