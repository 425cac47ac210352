"""Where cameras see points."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.raster import Camera, Disc, View, Viewport, render

VIEWPORT = Viewport(0, 0, 160, 120)
ANGLES = st.floats(-180, 180)


def test_from_above_x_goes_right_and_y_goes_up_exactly() -> None:
    camera = Camera.top_down((1.0, 2.0), height=12.0)
    pixels, depth = camera.project([[1.0, 2.0, 0.0], [2.0, 2.0, 0.0], [1.0, 3.0, 5.0]], VIEWPORT)
    assert pixels.tolist() == [[80.0, 60.0], [90.0, 60.0], [80.0, 50.0]]
    assert depth[0] == depth[1] == depth[2] + 5.0


def test_the_eye_is_where_azimuth_and_elevation_say() -> None:
    camera = Camera(azimuth=90.0, elevation=30.0, target=(0.0, 0.0, 1.0), distance=2.0)
    assert np.allclose(camera.eye(), [0.0, 2.0 * math.cos(math.pi / 6), 2.0])
    assert np.allclose(camera.axes() @ camera.axes().T, np.eye(3))


@pytest.mark.parametrize("azimuth", [-90.0, 0.0, 37.0])
def test_straight_down_is_an_ordinary_place(azimuth: float) -> None:
    near, far = Camera(azimuth=azimuth, elevation=89.9999), Camera(azimuth=azimuth, elevation=90.0)
    assert np.allclose(near.axes(), far.axes(), atol=1e-5)


def test_perspective_is_similar_triangles() -> None:
    camera = Camera(azimuth=0.0, elevation=0.0, distance=4.0, field_of_view=90.0)
    # The eye is at x = 4 and looks along -x; half the height of the picture spans 4 units at the target.
    pixels, depth = camera.project([[0.0, 1.0, 0.0], [2.0, 1.0, 0.0], [0.0, 0.0, 4.0]], VIEWPORT)
    assert np.allclose(pixels, [[80 + 15, 60], [80 + 30, 60], [80, 0]])
    assert np.allclose(depth, [4.0, 2.0, 4.0])


def test_what_is_behind_the_eye_has_no_pixel() -> None:
    camera = Camera(azimuth=0.0, elevation=0.0, distance=4.0)
    pixels, depth = camera.project([5.0, 0.0, 0.0], VIEWPORT)
    assert np.isnan(pixels).all()
    assert depth == pytest.approx(-1.0)


@settings(deadline=None, max_examples=40)
@given(ANGLES, st.floats(-89, 89), st.sampled_from([0.0, 25.0, 60.0]), st.tuples(*[st.floats(-0.5, 0.5)] * 3))
def test_a_dot_is_drawn_where_its_point_is_projected(azimuth, elevation, field_of_view, point) -> None:
    camera = Camera(azimuth, elevation, distance=5.0, field_of_view=field_of_view, height=3.0)
    pixel, _ = camera.project(point, VIEWPORT)
    frame = render([View(VIEWPORT, camera, (Disc(point, 6.0),))], (160, 120), threads=1)
    alpha = frame.rgba[..., 3] / 255.0
    rows, columns = np.mgrid[0:120, 0:160] + 0.5
    center = np.array([(alpha * columns).sum(), (alpha * rows).sum()]) / alpha.sum()
    assert np.abs(center - pixel).max() < 0.02
    assert alpha.sum() == pytest.approx(math.pi * 36.0, rel=0.01)
