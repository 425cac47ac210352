"""A tangent plane is seen to be one flat square, also where the landscape cuts it."""

from __future__ import annotations

import numpy as np
import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.picture import Painter
from gradanim.actors.texts import Texts
from gradanim.raster import Polygon, Polyline, render

HEAD = """\
title: T
field: {f: "x^2 - y^2", x: [-2, 2], y: [-2, 2]}
stage: surface
camera: {azimuth: -60, elevation: 30}
"""
BEATS = "- show: [floor, surface]\n- place: [0, 0]\n- show: tangent_plane"


def drawn(make_scene: MakeScene, beats: str, head: str = HEAD):
    _, timeline, stage = staged(make_scene(beats, head))
    picture = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(
        timeline.motions[-1](1.0)
    )
    rect = stage.layout.surface
    size = (
        round(stage.layout.safe.right * stage.unit) + 100,
        round(stage.layout.safe.bottom * stage.unit) + 100,
    )
    pixels = render(picture.views, size, stage.theme.colour("background")).rgba[..., :3].astype(int)
    return stage, picture, rect, pixels


def test_its_grid_and_its_outline_lie_in_it(make_scene: MakeScene):
    _, picture, *_ = drawn(make_scene, BEATS)
    without = drawn(make_scene, BEATS.replace("tangent_plane", "point"))[1]
    (fill,) = [item for item in picture.views[-1].items if isinstance(item, Polygon)]
    count = sum(isinstance(item, Polyline) for item in without.views[-1].items)
    lines = [item for item in picture.views[-1].items if isinstance(item, Polyline)]
    assert len(lines) == count + 2
    for item in lines[-count - 2 :][:2]:
        points = item.points[np.isfinite(item.points).all(axis=1)]
        np.testing.assert_allclose(points[:, 2], fill.points[0, 2])
        assert (np.abs(points[:, :2]).max(axis=0) <= np.abs(fill.points[:, :2]).max(axis=0) + 1e-9).all()
        assert item.occlusion == "ghost"


@pytest.mark.parametrize("side", [(1, 0), (-1, 0)])
def test_what_a_saddle_hides_of_it_is_seen(make_scene: MakeScene, side: tuple[int, int]):
    stage, picture, rect, pixels = drawn(make_scene, BEATS)
    bare = drawn(make_scene, BEATS.replace("show: tangent_plane", "pause: 1"))[3]
    (fill,) = [item for item in picture.views[-1].items if isinstance(item, Polygon)]
    half = np.abs(fill.points[:, 0]).max()
    # Under the surface: f is above the plane along x.
    shares = np.linspace(0.45, 0.95, 21)
    places = np.array(
        [(side[0] * a * half, b * a * half, fill.points[0, 2]) for a in shares for b in (-0.4, 0, 0.4)]
    )
    where = picture.views[-1].camera.project(places, stage.viewport(rect))[0].round().astype(int)
    changed = np.abs(pixels - bare).max(axis=2) > 12
    near = [changed[v - 4 : v + 5, u - 4 : u + 5].any() for u, v in where]
    assert np.mean(near) > 0.8


@pytest.mark.parametrize(("size", "small"), [("", True), ("{size: 0.8}", False)])
def test_beside_a_cliff_it_is_no_tower(make_scene: MakeScene, size: str, small: bool):
    cliff = HEAD.replace("x^2 - y^2", "arctan(8*(x - y^2))")
    shown = f"{{tangent_plane: {size}}}" if size else "tangent_plane"
    beats = f"- show: [floor, surface]\n- place: [0.1, 0.3]\n- show: {shown}"
    stage, picture, *_ = drawn(make_scene, beats, cliff)
    (fill,) = [item for item in picture.views[-1].items if isinstance(item, Polygon)]
    values = (fill.points[:, 2].max() - fill.points[:, 2].min()) / stage.space.rise
    height = values / (stage.space.high - stage.space.low)
    # f_x = 8 / (1 + 64 * 0.01^2) and f_y = -0.6 f_x are as far apart as opposite corners of a square of 0.8.
    whole = 0.8 * 1.6 * 8 / (1 + 64 * 0.01**2) / (stage.space.high - stage.space.low)
    assert height == pytest.approx(1.5 if small else whole, rel=0.02)
