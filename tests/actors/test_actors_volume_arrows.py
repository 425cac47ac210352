"""Arrows, tangents and right angles of three variables are those of the mathematics."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from volume_stage import MakeScene, head, measured, picture, staged

from gradanim.actors.picture import Painter
from gradanim.actors.texts import Texts
from gradanim.calculus import JetField
from gradanim.raster import Arrow, Sphere

numbers = st.floats(-2, 2)


ARROWS = "- place: [0.6, -0.4, 0.5]\n- show: [gradient, negative_gradient, partials, right_angle, tangent]"


@settings(max_examples=25)
@given(st.tuples(numbers, numbers, numbers))
def test_the_tangent_is_a_horizontal_unit_vector_square_to_the_gradient(point) -> None:
    field = JetField.parse("x*y + z^2 - 2*x + y*z", ("x", "y", "z"), {})
    x, y, z = point
    g = np.array([y - 2, x + z, 2 * z + y])
    t = measured(field, point).tangent
    if np.linalg.norm(g) > 1e-9:
        assert abs(t @ g) < 1e-9 * max(1.0, np.linalg.norm(g))
        assert t[2] == 0 and np.linalg.norm(t) == pytest.approx(1)


def test_where_the_gradient_is_vertical_the_tangent_is_the_first_axis_and_nowhere_at_its_zeros() -> None:
    field = JetField.parse("x^2 + y^2 + z^2", ("x", "y", "z"), {})
    assert measured(field, (0.0, 0.0, 1.5)).tangent.tolist() == [1, 0, 0]
    assert np.isnan(measured(field, (0.0, 0.0, 0.0)).tangent).all()


def test_arrows_have_three_components_that_add_up_to_a_linear_scale(make_scene: MakeScene) -> None:
    scene = make_scene(ARROWS, head("x^2 + y^2/2 + x*z"))
    made, scale = picture(scene), staged(scene)[2].arrow_scale
    g = np.array([2 * 0.6 + 0.5, -0.4, 0.6])
    vectors = {
        name: np.subtract(made.marks[name]["tip"], made.marks[name]["tail"])
        for name in made.marks
        if "tip" in made.marks[name]
    }
    np.testing.assert_allclose(vectors["gradient"], scale * g, atol=1e-12)
    np.testing.assert_allclose(vectors["negative_gradient"], -scale * g, atol=1e-12)
    parts = [vectors[f"partial_{name}"] for name in "xyz"]
    np.testing.assert_allclose(np.diag(np.array(parts)), scale * g, atol=1e-12)
    np.testing.assert_allclose(sum(parts), vectors["gradient"], atol=1e-12)
    assert made.marks["gradient"]["tail"] == [0.6, -0.4, 0.5]
    heads = [item.head for item in made.views[0].items if isinstance(item, Arrow)]
    assert heads == ["cone"] * 6


def test_the_right_angle_is_right_in_space(make_scene: MakeScene) -> None:
    made = picture(make_scene(ARROWS, head("x^2 + y^2/2 + x*z")))
    at, corners = np.array(made.marks["right_angle"]["at"]), np.array(made.marks["right_angle"]["corners"])
    along, corner, up = corners - at
    assert abs(along @ up) < 1e-12
    np.testing.assert_allclose(along + up, corner)
    g, t = (
        np.subtract(made.marks[name]["tip"], made.marks[name]["tail"]) for name in ("gradient", "tangent")
    )
    assert np.linalg.norm(np.cross(up, g)) < 1e-12 and up @ g > 0
    assert np.linalg.norm(np.cross(along, t)) < 1e-12 and along @ t > 0


def test_a_right_angle_that_would_not_look_right_is_left_out(make_scene: MakeScene) -> None:
    stretched = "title: T\nfield: {f: x^2 + y^2 + z, x: [0, 9], y: [0, 1], z: [0, 1]}\nstage: volume\n"
    made = picture(make_scene("- place: [1, 0.5, 0.5]\n- show: [gradient, right_angle]", stretched))
    assert "right_angle" not in made.marks


def test_at_a_critical_point_arrows_have_no_length_and_nothing_fails(make_scene: MakeScene) -> None:
    beats = (
        "- place: [0, 0, 0]\n- show: [gradient, partials, right_angle, tangent, tangent_plane, level_curve]"
    )
    marks = picture(make_scene(beats, head("x^2 + y^2 - z^2"))).marks
    assert marks["gradient"]["tip"] == marks["gradient"]["tail"] == [0, 0, 0]
    assert marks["gradient"]["visible"] is False
    assert not {"right_angle", "tangent", "tangent_plane"} & set(marks)


def test_flipped_half_way_the_arrow_has_its_full_length_along_the_tangent(make_scene: MakeScene) -> None:
    scene = make_scene(ARROWS + "\n- flip: gradient", head("x^2 + y^2/2 + x*z"))
    _, timeline, stage = staged(scene)
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    half = painter.picture(timeline.motions[2](0.5)).marks
    g, t = (np.subtract(half[name]["tip"], half[name]["tail"]) for name in ("gradient", "tangent"))
    assert np.linalg.norm(g) == pytest.approx(stage.arrow_scale * math.hypot(1.7, 0.4, 0.6))
    assert g @ t == pytest.approx(np.linalg.norm(g) * np.linalg.norm(t))
    after = painter.picture(timeline.motions[2](1.0)).marks
    np.testing.assert_allclose(after["gradient"]["tip"], after["negative_gradient"]["tip"], atol=1e-9)


def test_the_tangent_plane_touches_the_level_surface(make_scene: MakeScene) -> None:
    made = picture(make_scene("- place: [1, 1, 0.5]\n- show: tangent_plane", head("x^2 + y^2 + z^2")))
    np.testing.assert_allclose(made.marks["tangent_plane"]["normal"], np.array([1, 1, 0.5]) / 1.5)
    plane = made.views[0].items[0].points
    normal = np.array([1, 1, 0.5])
    np.testing.assert_allclose((plane - plane.mean(axis=0)) @ normal, 0.0, atol=1e-12)
    np.testing.assert_allclose(plane.mean(axis=0), [0.5, 0.5, 1.25], atol=1e-12)


@pytest.mark.parametrize(
    ("extra", "beat", "u"),
    [("", 1, 1.0), ("\n- highlight: point", 2, 0.5), ("\n- zoom: {factor: 3, to: [1, 1, 1]}", 2, 1.0)],
)
def test_arrows_are_marked_from_the_point_and_drawn_from_its_ball_on(
    make_scene: MakeScene, extra: str, beat: int, u: float
) -> None:
    made = picture(make_scene(ARROWS + extra, head("x^2 + y^2/2 + x*z")), beat, u)
    (view,) = made.views
    (ball,) = [item for item in view.items if isinstance(item, Sphere)]
    assert ball.cut
    middle = view.camera.project(ball.center, view.viewport)[0]
    for item in (item for item in view.items if isinstance(item, Arrow)):
        out, along = np.asarray(item.tail) - ball.center, np.asarray(item.tip) - ball.center
        # The same way across the line of sight ends just outside the ball.
        side = ball.center + np.linalg.norm(out) * view.camera.axes()[0]
        away = np.linalg.norm(view.camera.project(side, view.viewport)[0] - middle)
        assert ball.radius < away < 1.1 * ball.radius
        assert out @ along == pytest.approx(np.linalg.norm(out) * np.linalg.norm(along))
        assert np.linalg.norm(along) > np.linalg.norm(out)
    for name in ("gradient", "negative_gradient", "partial_x", "tangent"):
        assert made.marks[name]["tail"] == [0.6, -0.4, 0.5]


def test_without_the_ball_of_its_point_an_arrow_is_drawn_from_the_point_on(make_scene: MakeScene) -> None:
    made = picture(make_scene(ARROWS + "\n- hide: point", head("x^2 + y^2/2 + x*z")))
    tails = [item.tail for item in made.views[0].items if isinstance(item, Arrow)]
    np.testing.assert_allclose(tails, [[0.3, -0.2, 1.25]] * 6)


def test_an_arrow_inside_the_ball_of_its_point_has_nothing_to_be_drawn(make_scene: MakeScene) -> None:
    beats = "- place: [0.01, 0, 0]\n- show: [{gradient: {scale: 1}}, partials]"
    made = picture(make_scene(beats, head("x^2 + y^2 - z^2")))
    arrows = [item for item in made.views[0].items if isinstance(item, Arrow)]
    assert len(arrows) == 4
    assert all(np.array_equal(item.tail, item.tip) for item in arrows)
    assert made.marks["gradient"]["tip"][0] > made.marks["gradient"]["tail"][0]
