"""Lines on steep slopes: they neither sink into the surface nor float through it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from raster_pictures import (
    BLUE,
    FULL,
    SIZE,
    draw,
    grid,
    sheet,
    unit,
)

from gradanim.raster import (
    Camera,
    Item,
    Polyline,
)


def share_seen(surface: Item, line: Polyline, camera: Camera) -> float:
    """The part of the samples along a line at which the pixel has its colour, white, over a blue surface."""
    picture = unit(draw((surface, line), camera))
    parts = [np.linspace(p, q, 25) for p, q in pairwise(line.points)]
    pixels, _ = camera.project(np.concatenate(parts), FULL)
    inside = (pixels > 1).all(axis=1) & (pixels < np.array(SIZE) - 1).all(axis=1)
    assert inside.sum() > 300
    columns, rows = np.floor(pixels[inside]).astype(int).T
    return float(np.mean(picture[rows, columns, 0] > 0.9))


@pytest.mark.parametrize("off_plane", [1.5, 3.0, 10.0, 40.0])
@pytest.mark.parametrize("view_angle", [0.0, 30.0])
@pytest.mark.parametrize("side", [1.0, -1.0])
def test_a_line_on_a_steep_plane_is_seen_along_its_whole_length(off_plane, view_angle, side) -> None:
    """z = 4 x is seen at a few degrees by a camera that looks almost along it, from either side."""
    x, _ = grid(33, (0.45, 1.5))
    surface = sheet(4.0 * x, BLUE, (0.45, 1.5))
    camera = Camera(-90.0 + side * off_plane, 0.0, distance=8.0, field_of_view=view_angle, height=4.4)
    t = np.linspace(-1.0, 1.0, 41)
    line = Polyline(np.stack([0.42 * t, 1.4 * t, 1.68 * t], axis=1), 3.0)
    assert share_seen(surface, line, camera) > 0.95


@pytest.mark.parametrize("elevation", [2.0, 5.0, 20.0])
@pytest.mark.parametrize("heading", [0.0, 0.6, -1.1])
def test_a_line_on_steep_waves_is_seen_along_its_whole_length(elevation: float, heading: float) -> None:
    """z = 1.2 sin 2x seen along its crests: every line of sight meets it once, so that nothing is hidden."""
    reach = (2.0, 2.0)
    x, _ = grid(161, reach)
    surface = sheet(1.2 * np.sin(2 * x), BLUE, reach)
    camera = Camera(-90.0, elevation, distance=8.0, field_of_view=0.0, height=4.4)
    t = np.linspace(-1.7, 1.7, 161)
    line = Polyline(np.stack([t, heading * t, 1.2 * np.sin(2 * t)], axis=1), 3.0)
    assert share_seen(surface, line, camera) > 0.95


def test_a_line_well_behind_a_steep_plane_stays_hidden() -> None:
    x, _ = grid(33, (0.45, 1.5))
    camera = Camera(-80.0, 0.0, distance=8.0, field_of_view=0.0, height=4.4)
    t = np.linspace(-1.0, 1.0, 41)
    points = np.stack([0.42 * t, 0.8 * t, 1.68 * t], axis=1)
    hidden = points + 0.6 * camera.axes()[2]
    assert share_seen(sheet(4.0 * x, BLUE, (0.45, 1.5)), Polyline(hidden, 3.0), camera) == 0.0
