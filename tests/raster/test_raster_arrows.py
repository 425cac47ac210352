"""Arrows: their tips are exact, and flat heads lie in their plane."""

from __future__ import annotations

import numpy as np
import pytest
from raster_pictures import (
    SIZE,
    WHITE,
    alpha_of,
    world,
)

from gradanim.raster import (
    Arrow,
    Camera,
    Polygon,
    Polyline,
)


@pytest.mark.parametrize("head", ["flat", "screen"])
@pytest.mark.parametrize("tip", [170.0, 170.25, 170.8])
def test_the_tip_of_an_arrow_is_exact(head, tip: float) -> None:
    """The width of the head grows in proportion to the distance from the tip, on which it is extrapolated to 0."""
    arrow = Arrow(world(40, 80.3), world(tip, 80.3), head_length=24.0, head_width=18.0, head=head)
    widths = alpha_of(arrow).sum(axis=0)
    columns = np.arange(150, 167)
    slope, start = np.polyfit(columns + 0.5, widths[columns], 1)
    assert slope == pytest.approx(-18.0 / 24.0, rel=0.02)
    assert -start / slope == pytest.approx(tip, abs=0.1)
    assert widths[int(tip) + 2 :].sum() == 0.0
    assert widths[60:130] == pytest.approx(5.0, abs=0.05)


def test_the_head_of_a_cone_arrow_ends_at_the_tip() -> None:
    alpha = alpha_of(Arrow(world(40, 80.5), world(170, 80.5), head_length=24.0, head_width=18.0, head="cone"))
    widths = alpha.sum(axis=0)
    assert widths[172:].sum() == 0.0
    columns = np.arange(150, 167)
    slope, start = np.polyfit(columns + 0.5, widths[columns], 1)
    assert -start / slope == pytest.approx(170.0, abs=0.5)


@pytest.mark.parametrize("normal", [(0.0, 0.0, 1.0), (0.0, -1.0, 0.0), (0.0, -1.0, 2.0)])
def test_a_flat_head_lies_in_its_plane(normal: tuple[float, float, float]) -> None:
    """It covers what a triangle of world coordinates in that plane covers."""
    camera = Camera(-60.0, 30.0, distance=7.0, field_of_view=0.0, height=4.0)
    across = np.cross(normal, [1.0, 0.0, 0.0])
    across /= np.linalg.norm(across)
    scale = SIZE[1] / 4.0
    length, half = 40.0 / scale, 18.0 / scale
    tip = np.array([1.0, 0.1, 0.2])
    base = tip - np.array([length, 0.0, 0.0])
    triangle = Polygon(np.array([tip, base + half * across, base - half * across]), WHITE)
    tail = (float(tip[0]) - 2.4, 0.1, 0.2)
    arrow = Arrow(tail, tip, 1.0, 40.0, 36.0, WHITE, normal=normal)
    drawn, expected = alpha_of(arrow, camera=camera), alpha_of(triangle, camera=camera)
    shaft = alpha_of(Polyline(np.array([tail, base]), 1.0), camera=camera)
    assert expected.sum() > 200
    assert np.abs(drawn - np.maximum(expected, shaft)).sum() < 0.04 * expected.sum()


def test_a_short_arrow_shrinks_as_a_whole() -> None:
    long, short = (
        alpha_of(Arrow(world(100, 80), world(100 + length, 80), 5.0, 22.0, 20.0)) for length in (60.0, 11.0)
    )
    assert short.sum() < 0.25 * long.sum()
    rows, columns = np.nonzero(short > 0.02)
    assert columns.min() >= 97
    assert columns.max() <= 111
    assert np.ptp(rows) < 14
