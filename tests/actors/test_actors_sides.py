"""Axes stand at the sides that face the camera, and change them little by little while it goes around."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from volume_stage import MakeScene, staged

from gradanim.actors.picture import Painter, Picture
from gradanim.actors.sides import corners, sides
from gradanim.actors.stage import Stage
from gradanim.actors.texts import Texts
from gradanim.actors.theme import THEMES
from gradanim.plan.profile import FORMATS
from gradanim.raster import Camera, Polyline

HEAD = """\
title: T
field: {f: 1.6*exp(-(x - 0.3)^2 - y^2) + 0.3*x, x: [-2, 2], y: [-2, 2]}
stage: surface
camera: {azimuth: -50, elevation: 25}
"""
AROUND = "- show: [axes, floor, surface]\n- orbit: {by: 150}"
AXIS = THEMES["dark"].colours["axis"]
azimuths = st.floats(-400.0, 400.0)
FLOOR = [(1, 0), (1, 1), (0, 1), (0, 0)]


def opacities(azimuth: float, rests: tuple[float, ...]) -> np.ndarray:
    """Of the four sides of the floor and of its four corners."""
    first, second = (dict(placed) for placed in sides(azimuth, rests))
    at = dict(corners(azimuth, rests))
    along = [first.get(0, 0.0), first.get(1, 0.0), second.get(0, 0.0), second.get(1, 0.0)]
    return np.array([*along, *(at.get(corner, 0.0) for corner in FLOOR)])


def facing(azimuth: float) -> tuple[int, int]:
    """The sides of the floor at which a camera that stays sees the axes."""
    first, second = sides(azimuth, (azimuth,))
    return first[0][0], second[0][0]


@given(azimuths)
def test_a_still_camera_sees_the_sides_that_are_nearer_to_it_and_the_corner_at_its_left(azimuth):
    first, second = sides(azimuth, (azimuth,))
    angle = math.radians(azimuth)
    right = Camera(azimuth=azimuth).axes()[0][:2]
    lefts = {corner: float(np.array(corner) @ right) for corner in FLOOR}
    ((corner, seen),) = corners(azimuth, (azimuth,))
    assert len(first) == len(second) == 1 and first[0][1] == second[0][1] == seen == 1.0
    if abs(math.sin(angle)) > 1e-9:
        assert first[0][0] == (math.sin(angle) > 0)
    if abs(math.cos(angle)) > 1e-9:
        assert second[0][0] == (math.cos(angle) > 0)
    assert lefts[corner] == pytest.approx(min(lefts.values()), abs=1e-9)


@pytest.mark.parametrize(("azimuth", "found"), [(-90, (0, 1)), (0, (0, 1)), (90, (1, 1)), (180, (1, 0))])
def test_on_a_border_they_are_those_of_the_quarter_towards_zero(azimuth, found):
    assert facing(azimuth) == found


@given(st.lists(azimuths, min_size=1, max_size=4), st.integers(-400, 400))
def test_they_never_pop(rests, start):
    seen = np.array([opacities(start + 0.25 * k, tuple(rests)) for k in range(400)])
    assert np.abs(np.diff(seen, axis=0)).max() < 0.05


@given(st.lists(azimuths, min_size=1, max_size=4), azimuths)
def test_there_are_always_axes_and_those_that_change_are_never_both_strong(rests, azimuth):
    seen = opacities(azimuth, tuple(rests))
    for pair in (seen[:2], seen[2:4]):
        assert pair.max() > 0.2 and pair.sum() <= 1.0 + 1e-9
    assert 0.2 < seen[4:].sum() <= 1.0 + 1e-9


@given(azimuths, azimuths)
def test_where_the_camera_rests_no_side_is_half_there(first, last):
    for azimuth in (first, last):
        # Two places to rest that are near one border on both its sides leave no room to change in between.
        if abs(first - last) > 30.0 or first == last:
            assert set(opacities(azimuth, (first, last)).round(9)) == {0.0, 1.0}


@given(azimuths, st.integers(-4, 4))
def test_in_the_middle_of_a_quarter_they_face_the_camera(first, quarter):
    azimuth = 90.0 * quarter + 45.0
    for placed, side in zip(sides(azimuth, (first,)), facing(azimuth), strict=True):
        assert placed == ((side, 1.0),)


def pictured(make_scene: MakeScene, shape: str, u: float) -> tuple[Stage, Picture]:
    _, timeline, stage = staged(make_scene(AROUND, HEAD), shape)
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    return stage, painter.picture(timeline.motions[-1](u))


@pytest.mark.parametrize("shape", FORMATS)
def test_the_vertical_axis_stays_at_the_left_and_in_view(make_scene: MakeScene, shape: str):
    for u in (0.0, 0.3, 0.5, 1.0):
        stage, picture = pictured(make_scene, shape, u)
        rect = stage.layout.surface
        camera = picture.views[-1].camera
        floor = stage.space.flat(np.array([(x, y) for x in (-2, 2) for y in (-2, 2)]))
        left = camera.project(floor, stage.viewport(rect))[0][:, 0].min()
        names = [letter for letter in picture.letters if letter.role == "label" and letter.markup == "$f$"]
        assert names and all(name.x < left for name in names if name.opacity > 0.5)
        assert all(rect.x * stage.unit <= name.x and name.y - name.size > 0.0 for name in names)


def test_the_vertical_axis_of_a_volume_stays_at_the_left_of_its_box_all_around(make_scene: MakeScene) -> None:
    head = "title: T\nfield: {f: x + y + z, x: [-2, 2], y: [-2, 2], z: [-2, 2]}\nstage: volume\n"
    _, timeline, stage = staged(make_scene("- show: axes\n- orbit: {by: 200}", head))
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    before: dict[tuple[float, ...], float] = {}
    for u in np.linspace(0.0, 1.0, 201):
        (view,) = painter.picture(timeline.motions[1](float(u))).views
        lines = [it for it in view.items if isinstance(it, Polyline) and tuple(it.color[:3]) == AXIS]
        long = [it for it in lines if np.ptp(it.points[:, 2]) > 0.5]
        box = view.camera.project(list(product((-1, 1), (-1, 1), (0, 2))), view.viewport)[0][:, 0]
        for axis in (it for it in long if it.color[3] > 0.5):
            across = view.camera.project(axis.points, view.viewport)[0][:, 0].mean()
            assert across < box.min() + 0.3 * np.ptp(box)
        now = {tuple(np.round(it.points[0], 6)): it.color[3] for it in long}
        # The whole way takes 200 pictures: none changes by much.
        assert sum(now.values()) > 0.4
        assert all(abs(now.get(k, 0.0) - before.get(k, 0.0)) < 0.35 for k in {*now, *before} if before)
        before = now
