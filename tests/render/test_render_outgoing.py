"""An arrow that leaves the picture can be seen up to its border, where it fades, and has its name beside it."""

from __future__ import annotations

from contextlib import closing
from itertools import pairwise

import numpy as np
import pytest

from gradanim.plan.scene_plan import plan_scene
from gradanim.raster import Polyline
from gradanim.render.film import make_film
from gradanim.spec import load_any

SCENE = """\
title: T
field: {{f: x, x: [-2, 2], y: [-2, 2]}}
stage: {stage}
camera: {{azimuth: {azimuth}, elevation: 25}}
beats:
  - show: axes
  - place: [0.5, 0]
  - show: {{gradient: {{scale: {scale}}}}}
"""
ORANGE = np.array([255, 199, 64]) / 255


@pytest.fixture
def drawn(tmp_path):
    def make(stage: str, scale: float, azimuth: float = -60.0):
        path = tmp_path / "s.yaml"
        path.write_text(SCENE.format(stage=stage, scale=scale, azimuth=azimuth), encoding="utf-8")
        (scene,) = load_any(path).scenes
        with closing(make_film(plan_scene(scene, "preview", "16:9"))) as film:
            last = film.plan.frames - 1
            return film, film.picture(last), film.frame(last)[..., :3] / 255.0

    return make


def shaft(picture, view: int = 0):
    lines = [it for it in picture.views[view].items if isinstance(it, Polyline) and it.colors is not None]
    return [it for it in lines if it.colors.shape == (17, 4)]


def strength(frame: np.ndarray, u: float, v: float) -> float:
    """How much of the arrow's colour a pixel has: its red over its blue, by that of the arrow."""
    red, _, blue = frame[round(v), round(u)]
    return float((red - blue) / (ORANGE[0] - ORANGE[2]))


@pytest.mark.parametrize("scale", [30, 1e5])
def test_in_a_map_it_goes_out_by_its_border(drawn, scale: float) -> None:
    film, picture, frame = drawn("plane", scale)
    stage = film.painter.stage
    mark = picture.marks["gradient"]
    assert not mark["visible"]
    u, v = mark["tail_px"]
    rect = stage.layout.plane
    end = rect.right * stage.unit
    seen = [strength(frame, x, v) for x in np.linspace(u + 30, end - 2, 60)]
    assert min(seen[:25]) > 0.7 and seen[-1] < 0.1
    assert all(b <= a + 0.1 for a, b in pairwise(seen[30:]))
    # It has no head: nothing of its colour stands off its shaft.
    assert max(strength(frame, x, v + 20 * stage.unit) for x in np.linspace(u + 30, end - 2, 60)) < 0.25
    (name,) = [it for it in picture.letters if it.markup == "$nabla f$"]
    assert u < name.x < end and name.opacity > 0.99


@pytest.mark.parametrize("azimuth", [10.0, -60.0, 150.0])
def test_it_is_seen_in_space_also_where_its_tip_is_behind_the_eye(drawn, azimuth: float) -> None:
    _, picture, _ = drawn("surface", 1e4, azimuth)
    (line,) = shaft(picture)
    view = picture.views[0]
    port = view.viewport
    pixels, _ = view.camera.project(line.points, port)
    assert np.isfinite(pixels).all()
    low, high = np.array([port.x, port.y]), np.array([port.x + port.width, port.y + port.height])
    assert ((pixels >= low - 1) & (pixels <= high + 1)).all()
    # It ends at the border of the view.
    assert np.minimum(np.abs(pixels[-1] - low), np.abs(high - pixels[-1])).min() < 0.02 * port.width
    assert line.colors[0, 3] == 1.0 and line.colors[-1, 3] == 0.0


def test_one_that_ends_in_the_picture_has_its_head(drawn) -> None:
    assert shaft(drawn("plane", 1)[1]) == []


def test_nothing_pops_as_it_grows_out_of_the_picture(drawn) -> None:
    """The scale grows in small steps; every picture is like the one before."""
    frames = [drawn("plane", scale)[2] for scale in np.linspace(2.4, 4.6, 45)]
    changes = [float(np.abs(b - a).sum()) for a, b in pairwise(frames)]
    assert max(changes) < 4.0 * np.median(changes) + 1.0
