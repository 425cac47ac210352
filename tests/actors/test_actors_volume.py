"""The stage of three variables: where things lie, which levels it shows, and what its level surfaces are."""

from __future__ import annotations

import math
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from volume_stage import MakeScene, head, picture, staged, volume

from gradanim.actors.space import SIDE, make_volume_space
from gradanim.actors.views import volume_camera
from gradanim.plan.profile import FORMATS
from gradanim.raster import Mesh

BOX = ((-2.0, 2.0), (-1.0, 3.0), (0.0, 4.0))
numbers = st.floats(-2, 2)


def test_the_box_stands_on_the_floor_around_the_middle() -> None:
    low, high = (make_volume_space(BOX, None).world(np.array(corner)) for corner in zip(*BOX, strict=True))
    np.testing.assert_allclose([low, high], [[-1, -1, 0], [1, 1, 2]])


def test_a_long_box_is_stretched_unless_the_author_wants_equal_axes() -> None:
    long = ((0.0, 9.0), (0.0, 1.0), (0.0, 3.0))
    stretched = make_volume_space(long, None)
    assert not stretched.equal and make_volume_space(long, "equal").equal
    np.testing.assert_allclose(stretched.world(np.array([9.0, 1.0, 3.0])), [1, 1, 2])
    # A normal stays square to what it was square to, which a vector does not.
    gradient, along = np.array([1.0, 2.0, -1.0]), np.array([3.0, -1.0, 1.0])
    assert gradient @ along == 0
    assert abs(stretched.normal(gradient) @ stretched.vector(along)) < 1e-12


@pytest.mark.parametrize(
    ("f", "low", "high"),
    [("x^2 + y^2 + z^2", 0, 4), ("5 - x^2 - y^2 - z^2", 1, 5), ("x^2 + y^2/2 + z^2", 0, 2)],
)
def test_levels_are_those_of_closed_surfaces(make_scene: MakeScene, f: str, low: float, high: float) -> None:
    levels = volume(make_scene("- show: contours", head(f))).levels
    assert 3 <= len(levels) <= 5
    assert all(low <= level <= high for level in levels)
    for level in levels:
        shell = volume(make_scene("- show: contours", head(f))).shells(level, ())
        assert len(shell.rims) == 0 or math.isclose(level, high)


def test_a_saddle_has_levels_of_both_signs_and_as_many_as_wanted(make_scene: MakeScene) -> None:
    made = volume(make_scene("- show: contours", head("x^2 + y^2 - z^2")))
    assert min(made.levels) < 0 < max(made.levels)
    assert all(abs(len(made.counted(count)) - count) <= 2 for count in (2, 3, 5, 8))


def test_a_constant_field_has_no_level_surface(make_scene: MakeScene) -> None:
    made = picture(
        make_scene("- show: [axes, contours]\n- place: [0, 0, 0]\n- show: level_curve", head("0*x + 3"))
    )
    assert made.marks["contours"]["levels"] == []
    assert made.marks["level_curve"]["visible"] is False


def test_a_level_surface_is_where_it_must_be(make_scene: MakeScene) -> None:
    shell = volume(make_scene("- show: contours", head("x^2 + y^2 + z^2"))).shells(2.25, ())
    middle = np.array([0.0, 0.0, 1.0])
    np.testing.assert_allclose(np.linalg.norm(shell.vertices - middle, axis=1), 0.75, rtol=1e-6)
    np.testing.assert_allclose(shell.normals, (shell.vertices - middle) / 0.75, atol=1e-6)
    pieces = shell.net.reshape(-1, 3, 3)[:, :2]
    assert np.isnan(shell.net[2::3]).all() and len(pieces) > 100
    # Lines on the surface are level: the two ends of a piece are at one round height, next to the surface.
    heights = (pieces[..., 2] - 1.0) * 2
    np.testing.assert_allclose(heights, np.round(heights * 4) / 4, atol=1e-9)
    np.testing.assert_allclose(np.linalg.norm(pieces - middle, axis=-1), 0.75, rtol=5e-3)


def test_a_surface_that_leaves_the_domain_has_a_rim_on_its_border(make_scene: MakeScene) -> None:
    shell = volume(make_scene("- show: contours", head("x^2 + y^2"))).shells(1.0, ())
    ends = shell.rims[np.isfinite(shell.rims[:, 0])]
    np.testing.assert_allclose(np.minimum(ends[:, 2], 2.0 - ends[:, 2]), 0.0, atol=1e-9)
    # Twice the circumference of a circle of half a world unit.
    pieces = shell.rims.reshape(-1, 3, 3)
    assert np.linalg.norm(pieces[:, 1] - pieces[:, 0], axis=1).sum() == pytest.approx(2 * math.pi, rel=2e-3)


def test_surfaces_are_remembered(make_scene: MakeScene) -> None:
    made = volume(make_scene("- show: contours", head("x^2 + y^2 + z^2")))
    assert made.shells(1.0, ()) is made.shells(1.0, ())


def test_the_surface_through_the_point_follows_it_and_one_with_a_level_stays(make_scene: MakeScene) -> None:
    walk = "\n- walk: {line: [0, 0, 1.5]}"
    moving = make_scene("- place: [1, 0, 0]\n- show: level_curve" + walk, head("x^2 + y^2 + z^2"))
    assert picture(moving).marks["level_curve"]["level"] == pytest.approx(2.25)
    fixed = make_scene(
        "- place: [1, 0, 0]\n- show: {level_curve: {level: 3}}" + walk, head("x^2 + y^2 + z^2")
    )
    assert picture(fixed).marks["level_curve"]["level"] == 3


def test_contours_take_the_levels_of_the_author(make_scene: MakeScene) -> None:
    made = picture(make_scene("- show: {contours: {levels: [0.5, 2]}}", head("x^2 + y^2 + z^2")))
    assert made.marks["contours"]["levels"] == [0.5, 2]
    meshes = [item for item in made.views[0].items if isinstance(item, Mesh)]
    radii = [np.linalg.norm(np.asarray(mesh.vertices) - [0, 0, 1], axis=1).mean() for mesh in meshes]
    np.testing.assert_allclose(radii, np.sqrt([0.5, 2]) / 2, rtol=1e-6)


def test_outlines_are_clear_in_the_middle_and_dense_where_they_end(make_scene: MakeScene) -> None:
    made = picture(make_scene("- show: {contours: {levels: [1], filled: false}}", head("x^2 + y^2 + z^2")))
    (mesh,) = [item for item in made.views[0].items if isinstance(item, Mesh)]
    alpha = np.asarray(mesh.color)[:, 3]
    assert alpha.min() < 0.01 and alpha.max() > 0.5


@pytest.mark.parametrize("shape", FORMATS)
def test_the_whole_box_is_in_view_from_every_side(make_scene: MakeScene, shape: str) -> None:
    scene = make_scene("- show: axes\n- orbit: {by: 200}", head("x + y + z"))
    _, timeline, stage = staged(scene, shape)
    assert stage.volume is not None and stage.layout.surface is not None
    rect = stage.layout.surface
    corners = stage.volume.space.world(np.array(list(product((-2, 2), repeat=3))))
    for u in np.linspace(0, 1, 9):
        camera = volume_camera(stage, rect, timeline.motions[1](float(u)).pose)
        pixels = camera.project(corners, stage.viewport(rect))[0] / stage.unit
        assert (pixels > [rect.x + 20, rect.y + 20]).all()
        assert (pixels < [rect.right - 20, rect.bottom - 20]).all()


def test_a_zoom_brings_the_place_it_names_to_the_middle(make_scene: MakeScene) -> None:
    beats = "- place: [1, 1, 1]\n- show: gradient\n- zoom: {factor: 4, to: [1, 1, 1]}"
    scene = make_scene(beats, head("(x + y - z)/3"))
    before, after = (picture(scene, beat).marks for beat in (1, 2))
    rect = staged(scene)[2].layout.surface
    assert rect is not None
    middle = (rect.x + rect.width / 2, rect.y + rect.height / 2)
    np.testing.assert_allclose(np.array(after["point"]["px"]) / staged(scene)[2].unit, middle, atol=1.0)
    long, short = (np.subtract(m["gradient"]["tip_px"], m["gradient"]["tail_px"]) for m in (after, before))
    assert np.linalg.norm(long) == pytest.approx(4 * np.linalg.norm(short), rel=0.25)


@settings(max_examples=40)
@given(st.tuples(numbers, numbers, numbers), st.tuples(numbers, numbers, numbers))
def test_right_angles_and_lengths_are_those_of_the_domain(a, b) -> None:
    space = make_volume_space(BOX, None)
    moved = space.world(np.add(a, b)) - space.world(np.array(b))
    np.testing.assert_allclose(moved, space.vector(np.array(a)), atol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(moved), np.linalg.norm(a) * SIDE / 4, atol=1e-12)
    np.testing.assert_allclose(space.foot(np.array(a)), [*space.world(np.array(a))[:2], 0.0])


def test_the_values_of_level_surfaces_never_meet_while_the_camera_goes_around(make_scene: MakeScene) -> None:
    charges = '"1/sqrt((x-1)^2+y^2+z^2+0.1) - 1/sqrt((x+1)^2+y^2+z^2+0.1)"'
    scene = make_scene("- show: contours\n- orbit: 360", head(charges))
    for u in np.linspace(0, 1, 9):
        texts = [letter for letter in picture(scene, u=u).letters if " = " in letter.markup]
        places = np.array([(letter.x, letter.y) for letter in texts])
        assert len(places) >= 3
        apart = [np.linalg.norm(one - two) for one, two in pairwise(places)]
        assert min(apart) > 1.5 * max(letter.size for letter in texts)
