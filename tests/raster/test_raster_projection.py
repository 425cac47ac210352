"""The camera against the matrix of the textbooks, and dots against the camera."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raster_pictures import (
    BLUE,
    BYTE,
    FRONT,
    FULL,
    OBLIQUE,
    SIZE,
    TOP,
    WHITE,
    alpha_of,
    draw,
    unit,
    world,
)

from gradanim.raster import (
    Camera,
    Disc,
    Viewport,
)


def matrix(camera: Camera, size: tuple[int, int], near: float, far: float) -> np.ndarray:
    """World to normalised device coordinates, as the manuals of OpenGL give gluLookAt and gluPerspective."""
    a, e = math.radians(camera.azimuth), math.radians(camera.elevation)
    away = np.array([math.cos(e) * math.cos(a), math.cos(e) * math.sin(a), math.sin(e)])
    eye = np.array(camera.target) + camera.distance * away
    side = np.cross(-away, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side)
    look = np.eye(4)
    look[:3, :3] = side, np.cross(side, -away), away
    look[:3, 3] = -look[:3, :3] @ eye
    f, aspect = 1.0 / math.tan(math.radians(camera.field_of_view) / 2), size[0] / size[1]
    lens = np.zeros((4, 4))
    lens[0, 0], lens[1, 1] = f / aspect, f
    lens[2, 2:] = (far + near) / (near - far), 2 * far * near / (near - far)
    lens[3, 2] = -1.0
    return lens @ look


coordinates = st.floats(-1.5, 1.5)


@settings(deadline=None, max_examples=150)
@given(
    azimuth=st.floats(-720, 720),
    elevation=st.floats(-85, 85),
    view_angle=st.floats(5, 100),
    target=st.tuples(coordinates, coordinates, coordinates),
    point=st.tuples(coordinates, coordinates, coordinates),
)
def test_projection_against_the_textbook_matrix(azimuth, elevation, view_angle, target, point) -> None:
    camera = Camera(azimuth, elevation, target, distance=7.0, field_of_view=view_angle)
    viewport = Viewport(13, -7, 320, 180)
    clip = matrix(camera, (320, 180), 0.1, 100.0) @ np.array([*point, 1.0])
    x, y = clip[:2] / clip[3]
    pixels, depth = camera.project(point, viewport)
    expected = (13 + 320 * (1 + x) / 2, -7 + 180 * (1 - y) / 2)
    assert pixels == pytest.approx(expected, abs=1e-8)
    assert depth == pytest.approx(clip[3], abs=1e-11)


def test_projection_straight_down() -> None:
    camera = Camera.top_down((0.5, -0.25), height=2.0)
    pixels, _ = camera.project([[0.5, -0.25, 3.0], [1.5, 0.75, -3.0]], FULL)
    assert pixels == pytest.approx(np.array([[120.0, 80.0], [200.0, 0.0]]), abs=1e-12)


def test_what_is_not_before_the_eye_has_no_pixel() -> None:
    camera = Camera(0.0, 0.0, distance=2.0)
    pixels, depth = camera.project([[3.0, 0.1, 0.1], [0.0, 0.1, 0.1]], FULL)
    assert np.isnan(pixels[0]).all()
    assert np.isfinite(pixels[1]).all()
    assert depth == pytest.approx([-1.0, 2.0])


@pytest.mark.parametrize("camera", [TOP, FRONT, OBLIQUE, Camera(130.0, 65.0, field_of_view=60.0)])
@pytest.mark.parametrize("seed", range(4))
def test_a_dot_is_drawn_where_its_centre_is_projected(camera: Camera, seed: int) -> None:
    point = tuple(np.random.default_rng(seed).uniform(-0.7, 0.7, 3))
    alpha = alpha_of(Disc(point, 6.3), camera=camera)
    rows, columns = np.mgrid[: SIZE[1], : SIZE[0]] + 0.5
    centroid = np.array([(alpha * columns).sum(), (alpha * rows).sum()]) / alpha.sum()
    pixels, _ = camera.project(point, FULL)
    assert np.hypot(*(centroid - pixels)) < 0.1
    assert alpha.sum() == pytest.approx(np.pi * 6.3**2, rel=0.02)


def test_the_border_of_a_dot_lies_inside_its_radius() -> None:
    frame = unit(draw((Disc(world(100.5, 60.5), 10.0, WHITE, 3.0, BLUE),), TOP))
    assert frame[60, 100 + 6] == pytest.approx(WHITE, abs=BYTE)
    assert frame[60, 100 + 8] == pytest.approx(BLUE, abs=BYTE)
    assert frame[60, 100 + 11, 3] == 0.0
