"""Lines of constant height on a steep wall lie where they belong, not where the flat triangles of a grid have them."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from gradanim.raster import UNLIT, Camera, IsoLines, Surface, Viewport

LEVELS = (-1.0, -0.8, -0.6)


def funnel(n: int, least: float = 0.001) -> Surface:
    """z = 0.6 ln(r² - 0.16) / 2 around a hole, steep at its rim; the lines are white on black."""
    x = np.linspace(-1.5, 1.5, n)
    u, v = np.meshgrid(x, x)
    with np.errstate(all="ignore"):
        q = u**2 + v**2 - 0.16
        z = np.where(q > least, 0.3 * np.log(q), np.nan)
        gradient = np.stack([0.6 * u / q, 0.6 * v / q], axis=-1)
    iso = IsoLines(LEVELS, width=3.0, color=(1.0, 1.0, 1.0, 1.0))
    return Surface(x, x, z, np.zeros((2, 3)), gradient=gradient, lighting=UNLIT, iso=iso)


@pytest.mark.parametrize("level", LEVELS)
def test_lines_on_the_wall_of_a_funnel(draw, level: float) -> None:
    camera = Camera(-90.0, 40.0, (0.0, 0.0, -0.6), 6.0, 26.0)
    size = (640, 480)
    frame = draw(funnel(81), camera=camera, size=size, background=(0.0, 0.0, 0.0, 1.0))
    radius = np.sqrt(np.exp(level / 0.3) + 0.16)
    # The far side of the inner wall, which is in full view from the south.
    angles = np.radians(np.linspace(40.0, 140.0, 101))
    points = np.column_stack([radius * np.cos(angles), radius * np.sin(angles), np.full(101, level)])
    view = Viewport(0, 0, *size)
    light = []
    for point in points:
        u, v = camera.pixel(point.tolist(), view)
        light.append(int(frame.rgba[int(v), int(u), 0]))
    # Where the wall is steepest a triangle or two of the grid are too coarse for it.
    assert np.mean(np.array(light) > 100) > 0.97


@pytest.mark.parametrize("elevation", [5.0, 15.0])
def test_lines_on_a_wall_whose_slope_has_no_bound(draw, elevation: float) -> None:
    """Near the rim the gradients at the corners of a triangle differ by much more than the wall rises on it."""
    camera = Camera(-90.0, elevation, (0.0, 0.0, -1.3), 6.0, 14.0)
    size = (640, 480)
    levels = (-1.5, -1.35, -1.2, -1.05)
    iso = IsoLines(levels, width=3.0, color=(1.0, 1.0, 1.0, 1.0))
    wall = replace(funnel(201, 0.0003), iso=iso)
    frame = draw(wall, camera=camera, size=size, background=(0.0, 0.0, 0.0, 1.0))
    view = Viewport(0, 0, *size)
    # The near side of the outer wall: along the lines, and half way between them.
    angles = np.radians(np.linspace(-140.0, -40.0, 201))
    for height in (*levels, -1.425, -1.275, -1.125):
        radius = np.sqrt(np.exp(height / 0.3) + 0.16)
        pixels = [
            camera.pixel([radius * np.cos(angle), radius * np.sin(angle), height], view) for angle in angles
        ]
        bright = np.mean([frame.rgba[int(v), int(u), 0] > 100 for u, v in pixels])
        assert bright > 0.97 if height in levels else bright < 0.03, height
