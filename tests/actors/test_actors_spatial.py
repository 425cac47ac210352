"""The three vectors that people mix up are those of the mathematics, and lie where they are said to lie."""

from __future__ import annotations

import math

import numpy as np
import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.picture import Painter, Picture
from gradanim.actors.texts import Texts
from gradanim.calculus import surface_normal, uphill_tangent

HEAD = """\
title: T
field: {f: 2*exp(-(x^2 + y^2)/2), x: [-2.5, 2.5], y: [-2.5, 2.5]}
stage: {kind: surface, height: 0.25}
"""
THREE = "- show: [axes, surface, floor]\n- place: [1.1, -0.5]\n- show: [gradient, uphill_tangent, normal]"


def pictured(make_scene: MakeScene, beats: str, head: str = HEAD, shape: str = "16:9"):
    context, timeline, stage = staged(make_scene(beats, head), shape)
    state = timeline.motions[-1](1.0)
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    return context.field_of(state), stage, painter.picture(state)


def world(stage, place) -> np.ndarray:
    """World point of two coordinates and a value."""
    flat = stage.space.flat(np.array(place[:2]))
    return flat + [0, 0, stage.space.lift + (place[2] - stage.space.low) * stage.space.rise]


def ends(stage, picture: Picture, name: str) -> tuple[np.ndarray, np.ndarray]:
    mark = picture.marks["views"]["surface"][name]
    return world(stage, mark["tail"]), world(stage, mark["tip"])


def test_they_have_the_components_of_calculus(make_scene: MakeScene) -> None:
    field, _, picture = pictured(make_scene, THREE)
    components = {name: picture.marks[name]["components"] for name in ("uphill_tangent", "normal")}
    gradient = field.gradient([1.1, -0.5])
    np.testing.assert_allclose(components["uphill_tangent"], [*gradient, gradient @ gradient], rtol=1e-12)
    np.testing.assert_allclose(components["normal"], [*-gradient, 1.0], rtol=1e-12)
    assert components["uphill_tangent"] == pytest.approx(uphill_tangent(field, [1.1, -0.5]).tolist())
    unit = np.array(components["normal"]) / np.linalg.norm(components["normal"])
    expected = surface_normal(field, [1.1, -0.5])
    np.testing.assert_allclose(unit, expected / np.linalg.norm(expected), atol=1e-12)


def test_they_stand_on_the_landscape_one_in_the_tangent_plane_one_square_to_it(make_scene: MakeScene) -> None:
    field, stage, picture = pictured(make_scene, THREE)
    at = np.array([1.1, -0.5])
    slope = stage.space.slope(field.gradient(at))
    along = [np.array([1.0, 0.0, slope[0]]), np.array([0.0, 1.0, slope[1]])]
    square = np.cross(*along)
    tail, tip = ends(stage, picture, "uphill_tangent")
    np.testing.assert_allclose(tail, world(stage, [*at, float(field.value(at))]), atol=1e-12)
    assert abs((tip - tail) @ square) < 1e-12
    tail, tip = ends(stage, picture, "normal")
    normal = tip - tail
    assert max(abs(normal @ way) for way in along) < 1e-12 and normal[2] > 0
    # The scales differ here, so that the components themselves would not look square.
    assert stage.space.rise != pytest.approx(stage.space.scale[0], rel=0.02)


def test_their_shadows_are_the_gradient_and_its_negative(make_scene: MakeScene) -> None:
    _, stage, picture = pictured(make_scene, THREE)
    mark = picture.marks["gradient"]
    shadow = stage.space.flat(np.array(mark["tip"][:2])) - stage.space.flat(np.array(mark["tail"][:2]))
    for name, sign in (("uphill_tangent", 1.0), ("normal", -1.0)):
        tail, tip = ends(stage, picture, name)
        np.testing.assert_allclose((tip - tail)[:2], sign * shadow[:2], atol=1e-12)


def test_lengths_follow_the_scale_and_units_are_units(make_scene: MakeScene) -> None:
    scaled = THREE.replace("uphill_tangent, normal", "{uphill_tangent: {scale: 0.5}}, {normal: {unit: true}}")
    field, stage, picture = pictured(make_scene, scaled)
    mark = picture.marks["uphill_tangent"]
    gradient = field.gradient([1.1, -0.5])
    drawn = np.subtract(mark["tip"], mark["tail"])
    np.testing.assert_allclose(drawn, 0.5 * np.array([*gradient, gradient @ gradient]), atol=1e-12)
    tail, tip = ends(stage, picture, "normal")
    # The unit direction is drawn with length 1 in a domain of this size.
    assert np.linalg.norm(tip - tail) == pytest.approx(stage.space.scale[0])


def test_at_the_top_one_vanishes_and_the_other_stands_upright(make_scene: MakeScene) -> None:
    _, stage, picture = pictured(make_scene, THREE.replace("[1.1, -0.5]", "[0, 0]"))
    assert not picture.marks["uphill_tangent"]["visible"]
    tail, tip = ends(stage, picture, "normal")
    assert np.allclose((tip - tail)[:2], 0) and (tip - tail)[2] > 0
    names = " ".join(letter.markup for letter in picture.letters if letter.opacity > 0.1)
    assert "surface normal" in names and "uphill tangent" not in names


@pytest.mark.parametrize("shape", ["16:9", "9:16", "1:1"])
def test_they_stay_in_the_picture_and_say_what_they_are(make_scene: MakeScene, shape: str) -> None:
    beats = THREE.replace("uphill_tangent, normal", "{uphill_tangent: {components: true}}, normal")
    _, stage, picture = pictured(make_scene, beats, shape=shape)
    rect, unit = stage.layout.surface, stage.unit
    for name in ("uphill_tangent", "normal"):
        for u, v in (picture.marks[name]["tail_px"], picture.marks[name]["tip_px"]):
            assert rect.x * unit <= u <= rect.right * unit and rect.y * unit <= v <= rect.bottom * unit
    said = " ".join(letter.markup for letter in picture.letters)
    assert "uphill tangent" in said and "norm(nabla f)^2" in said and "surface normal" in said
    assert "minus" not in said.split("surface normal")[1].split("#")[0]


def test_where_there_is_no_gradient_there_is_no_arrow(make_scene: MakeScene) -> None:
    head = HEAD.replace("2*exp(-(x^2 + y^2)/2)", "sqrt(x^2 + y^2)")
    _, _, picture = pictured(make_scene, THREE.replace("[1.1, -0.5]", "[0, 0]"), head)
    assert not {"uphill_tangent", "normal"} & set(picture.marks)
    assert math.isfinite(picture.marks["point"]["px"][0])
