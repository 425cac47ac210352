"""Lines: how wide they are, how long their dashes are, and that nothing is blended twice."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from raster_pictures import (
    BYTE,
    FULL,
    TOP,
    alpha_of,
    draw,
    unit,
    world,
)

from gradanim.raster import (
    Polyline,
)


@pytest.mark.parametrize("width", [0.5, 1.0, 2.0, 3.3, 8.0])
@pytest.mark.parametrize("angle", [0.0, 7.0, 31.0, 90.0, 121.0])
def test_coverage_of_a_line_adds_up_to_its_area(width: float, angle: float) -> None:
    length, a = 117.0, math.radians(angle)
    dx, dy = 0.5 * length * math.cos(a), 0.5 * length * math.sin(a)
    ends = np.array([world(120.3 - dx, 80.2 - dy), world(120.3 + dx, 80.2 + dy)])
    area = width * length + np.pi * width**2 / 4
    assert alpha_of(Polyline(ends, width)).sum() == pytest.approx(area, rel=0.02, abs=0.5)


def diagonal_area(width: float, shift: float) -> float:
    """Coverage of a line at 45 degrees, which crosses all its pixels alike, over its area."""
    ends = np.array([world(80 + shift, 120), world(160 + shift, 40)])
    return float(alpha_of(Polyline(ends, width)).sum()) / (width * math.hypot(80, 80) + np.pi * width**2 / 4)


@pytest.mark.parametrize("width", [0.5, 1.0, 2.0, 3.3, 8.0])
def test_coverage_of_a_diagonal_line_is_right_on_average(width: float) -> None:
    areas = [diagonal_area(width, shift) for shift in np.arange(8) / 8]
    assert np.mean(areas) == pytest.approx(1.0, abs=0.015)


@pytest.mark.parametrize("width", [2.0, 3.3, 8.0])
def test_coverage_of_a_diagonal_line_does_not_depend_on_its_place(width: float) -> None:
    assert [diagonal_area(width, shift) for shift in np.arange(8) / 8] == pytest.approx([1.0] * 8, abs=0.03)


@pytest.mark.parametrize("width", [0.5, 1.0])
def test_coverage_of_a_thin_diagonal_line_does_not_depend_on_its_place(width: float) -> None:
    assert [diagonal_area(width, shift) for shift in np.arange(8) / 8] == pytest.approx([1.0] * 8, abs=0.03)


def test_coverage_of_a_bent_line_adds_up_to_its_area() -> None:
    places = [(20, 20), (90, 35), (90, 120), (200, 140), (215, 30)]
    points = np.array([world(x, y) for x, y in places])
    length = sum(math.dist(p, q) for p, q in pairwise(places))
    assert alpha_of(Polyline(points, 3.0)).sum() == pytest.approx(3.0 * length, rel=0.02)


@pytest.mark.parametrize("dash", [(12.0, 8.0), (5.0, 3.0), (20.0, 4.0)])
@pytest.mark.parametrize("parts", [1, 7, 200])
def test_dashes_are_as_long_as_they_should_be(dash: tuple[float, float], parts: int) -> None:
    on, off = dash
    points = np.array([world(x, 80.0) for x in np.linspace(20, 220, parts + 1)])
    alpha = alpha_of(Polyline(points, 4.0, dash=dash))
    along = alpha.sum(axis=0) / 4.0
    assert alpha[:77].sum() + alpha[83:].sum() == 0.0
    period = on + off
    for k in range(1, int(200 / period) - 1):
        start = 20.0 + k * period
        middle = int(start + on / 2)
        low, high = round(start - off / 2), round(start + on + off / 2)
        assert along[middle] == pytest.approx(1.0, abs=0.03)
        assert along[low:high].sum() == pytest.approx(on, abs=0.2)
        centroid = (along[low:high] * (np.arange(low, high) + 0.5)).sum() / along[low:high].sum()
        assert centroid == pytest.approx(start + on / 2, abs=0.2)


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("width", [1.5, 9.0])
def test_a_translucent_line_is_not_doubled_at_its_joints(closed: bool, width: float) -> None:
    t = np.linspace(0.0, 2.0 * np.pi, 60, endpoint=False)
    wave = np.stack([1.6 * np.cos(t), (0.9 + 0.4 * np.cos(5 * t)) * np.sin(t), 0.0 * t], axis=1)
    alpha = alpha_of(Polyline(wave, width, (1.0, 1.0, 1.0, 0.5), closed=closed))
    assert alpha.max() <= 0.5 + 1.01 * BYTE
    joints, _ = TOP.project(wave, FULL)
    rows, columns = np.floor(joints[:, 1]).astype(int), np.floor(joints[:, 0]).astype(int)
    if width > 4:
        assert alpha[rows, columns].min() >= 0.5 - 1.01 * BYTE


def test_a_nan_breaks_a_line() -> None:
    points = np.array([world(20, 80), world(90, 80), (np.nan,) * 3, world(150, 80), world(220, 80)])
    alpha = alpha_of(Polyline(points, 4.0))
    assert alpha[80, 22:88].min() == 1.0
    assert alpha[:, 95:145].max() == 0.0
    assert alpha[80, 152:218].min() == 1.0


def test_colors_of_a_line_run_from_point_to_point() -> None:
    points = np.array([world(20, 80.5), world(220, 80.5)])
    colors = np.array([[1.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]])
    row = unit(draw((Polyline(points, 5.0, colors=colors),), TOP))[80]
    for x in (30, 120, 210):
        t = (x + 0.5 - 20) / 200
        assert row[x] == pytest.approx([1 - t, 0.0, t, 1.0], abs=0.01)
