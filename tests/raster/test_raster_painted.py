"""Painted views: in one plane they look as by depth, and elsewhere order alone decides."""

from __future__ import annotations

import numpy as np
import pytest

from gradanim.raster import Arrow, Camera, Disc, HeatMap, Polygon, Polyline, View, Viewport, render

SIZE = (320, 240)
RED, BLUE = (1.0, 0.0, 0.0, 1.0), (0.0, 0.0, 1.0, 1.0)
SQUARE = np.array([[-0.8, -0.6, 0.0], [0.7, -0.6, 0.0], [0.8, 0.5, 0.0], [-0.7, 0.6, 0.0]])
CAMERA = Camera.top_down()
VIEWPORT = Viewport(0, 0, *SIZE)


def picture(items, camera=CAMERA, painted=False):
    return render([View(VIEWPORT, camera, tuple(items), painted)], SIZE, (0.05, 0.1, 0.15, 1.0)).rgba.astype(
        int
    )


def stack():
    """A plate, a translucent map on it, lines that cross, a dashed line, an arrow and a dot: all in one plane."""
    t = np.linspace(0.0, 2.0 * np.pi, 200)
    circle = np.stack([0.5 * np.cos(t), 0.4 * np.sin(t), 0.0 * t], axis=-1)
    values = np.linspace(0.0, 1.0, 99).reshape(9, 11)
    ramp = np.array([[0.1, 0.1, 0.4], [0.9, 0.8, 0.2]])
    return [
        Polygon(SQUARE, (0.2, 0.3, 0.3, 1.0)),
        HeatMap((-0.5, 0.5), (-0.4, 0.4), values, ramp, opacity=0.6),
        Polyline(circle, width=5.0, color=(0.2, 0.9, 0.4, 0.7), occlusion="top"),
        Polyline(SQUARE[[0, 2]], width=3.0, color=RED, occlusion="top"),
        Polyline(SQUARE[[1, 3]], width=4.0, color=(1.0, 1.0, 1.0, 0.5), dash=(12.0, 7.0), occlusion="top"),
        Arrow((0.0, 0.0, 0.0), (0.5, 0.3, 0.0), color=BLUE, occlusion="top"),
        Disc((0.0, 0.0, 0.0), radius=9.0, color=RED, border=3.0, occlusion="top"),
    ]


def test_what_lies_in_one_plane_looks_as_it_does_by_depth():
    by_depth, painted = picture(stack()), picture(stack(), painted=True)
    away = np.abs(by_depth - painted).max(axis=-1)
    # Rounded once for every item instead of once for all; where two borders cross one pixel their order tells.
    assert (away > 2).sum() < 40 and away.max() < 80
    assert np.abs(picture(stack()[:-1]) - painted).max() > 100, "the comparison sees a missing dot"


def test_order_alone_decides_what_is_on_top():
    near = Polygon(SQUARE + [0.0, 0.0, 0.5], RED)
    far = Polygon(SQUARE, BLUE)
    camera = Camera(azimuth=-90.0, elevation=80.0)
    middle = (SIZE[1] // 2, SIZE[0] // 2)
    assert picture([near, far], camera)[middle][:3].tolist() == [255, 0, 0]
    assert picture([near, far], camera, painted=True)[middle][:3].tolist() == [0, 0, 255]
    assert picture([far, near], camera, painted=True)[middle][:3].tolist() == [255, 0, 0]


def test_a_translucent_line_is_not_blended_with_itself():
    """Two pieces of one line meet under an angle; the pixel in which they do is as dense as the rest."""
    bent = Polyline(
        np.array([[-0.5, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.5, 0.0]]), 12.0, (1.0, 1.0, 1.0, 0.5)
    )
    painted = picture([bent], painted=True)
    row, column = SIZE[1] // 2, SIZE[0] // 2
    assert np.abs(painted[row, column] - painted[row, column - 30]).max() <= 1


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_do_not_change_a_byte(threads):
    view = View(VIEWPORT, CAMERA, tuple(stack()), painted=True)
    assert np.array_equal(render([view], SIZE, threads=1).rgba, render([view], SIZE, threads=threads).rgba)


def test_a_view_over_a_painted_one_is_as_one_view_by_depth():
    """What floats over a floor may be drawn over the painted floor."""
    camera = Camera(elevation=30.0)
    hill = Polygon(0.6 * SQUARE + [0.0, 0.0, 0.4], (0.9, 0.5, 0.2, 0.6))
    floor = [Polygon(SQUARE, (0.2, 0.3, 0.3, 1.0)), Polyline(SQUARE[[0, 2]], 3.0, RED)]
    size = SIZE
    one = render([View(VIEWPORT, camera, (*floor, hill))], size).rgba.astype(int)
    views = [View(VIEWPORT, camera, tuple(floor), painted=True), View(VIEWPORT, camera, (hill,))]
    two = render(views, size).rgba.astype(int)
    assert (np.abs(one - two).max(axis=-1) > 3).sum() < 30


def test_without_depths_the_picture_is_the_same():
    view = View(VIEWPORT, Camera(), tuple(stack()))
    bare = render([view], SIZE, depth=False)
    assert bare.depth.shape == (0, 0)
    assert np.array_equal(bare.rgba, render([view], SIZE).rgba)
