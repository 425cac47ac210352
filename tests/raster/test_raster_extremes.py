"""Extreme heights and domains: no exception, no warning, a sound picture."""

from __future__ import annotations

import numpy as np
import pytest
from raster_pictures import (
    BLUE,
    COLORS,
    CORNERS,
    FRONT,
    OBLIQUE,
    TOP,
    draw,
    grid,
    is_empty,
    landscape,
    sheet,
    sound,
    unit,
)

from gradanim.raster import (
    Arrow,
    Camera,
    MeshLines,
    Polyline,
    Sphere,
    Surface,
)

NAN, INF = float("nan"), float("inf")
CAMERAS = [OBLIQUE, TOP, FRONT, Camera(distance=0.05, field_of_view=90.0)]


X, Y = grid(33)
HEIGHTS = {
    "flat": 0.0 * X,
    "flat and high": 0.0 * X + 1e12,
    "cliff": np.where(X > 0, 1.0, -1.0),
    "huge range": 1e6 * X**3,
    "tiny range": 1e-300 * X,
    "large numbers": 1e30 * X,
    "one finite place": np.where((X == 0) & (Y == 0), 0.0, np.nan),
    "one finite column": np.where(X == 0, Y, np.nan),
    "chequered": np.where((np.arange(33)[:, None] + np.arange(33)) % 2 == 0, 0.2, np.nan),
    "pole": np.divide(1.0, X, out=np.full(X.shape, np.inf), where=X != 0),
    "both infinities": np.where(X > 0.5, np.inf, np.where(X < -0.5, -np.inf, 0.3)),
}


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("name", HEIGHTS)
def test_extreme_surfaces(name: str, camera: Camera) -> None:
    sound((landscape(HEIGHTS[name]), landscape(HEIGHTS[name], opacity=0.4, reveal=0.5)), camera)


def test_heights_beyond_single_precision() -> None:
    sound((landscape(1e300 * X),), OBLIQUE)


@pytest.mark.parametrize("name", ["flat", "cliff"])
def test_flat_fields_and_cliffs_are_seen(name: str) -> None:
    frame = sound((landscape(HEIGHTS[name]),), OBLIQUE)
    assert not is_empty(frame)
    assert np.isfinite(frame.depth).sum() > 2000


def test_a_cliff_hides_nothing_before_it() -> None:
    """The cliff at x = 0 is drawn as its steep cells: left of it low, right of it high."""
    frame = draw((sheet(HEIGHTS["cliff"], BLUE),), TOP)
    for x, height in ((-0.5, -1.0), (0.5, 1.0)):
        column = int(120 + x * 40)
        assert frame.depth[80, column] == pytest.approx(TOP.distance - height, abs=1e-5)


@pytest.mark.parametrize("reach", [1e-9, 1e9])
def test_a_domain_of_any_width_gives_the_same_picture(reach: float) -> None:
    """A field and a camera in other units: only rounding differs."""
    z = 0.5 * np.exp(-3 * (X**2 + Y**2))
    pictures = []
    for unit_of_length in (1.0, reach):
        camera = Camera(-60.0, 30.0, distance=6.0 * unit_of_length, field_of_view=34.0)
        places = unit_of_length * np.linspace(-1.0, 1.0, 33)
        items = (
            Surface(places, places, unit_of_length * z, COLORS, mesh=MeshLines((unit_of_length / 4,) * 2)),
            Arrow((0.0, 0.0, 0.0), (0.7 * unit_of_length, 0.0, 0.4 * unit_of_length)),
            Polyline(1.1 * unit_of_length * CORNERS, 2.0),
            Sphere((0.0, 0.0, unit_of_length), 8.0),
        )
        pictures.append(unit(sound(items, camera)))
    assert np.abs(pictures[0] - pictures[1]).mean() < 0.002
    assert np.ptp(pictures[0]) > 0.5


@pytest.mark.parametrize("width", [1e-9])
def test_a_narrow_domain_far_from_the_origin(width: float) -> None:
    """Around x = 1 such a domain holds about 4 million numbers: enough for a picture."""
    places = 1.0 + width * np.linspace(-0.5, 0.5, 9)
    surface = Surface(places, places, np.zeros((9, 9)), COLORS)
    camera = Camera(-90.0, 90.0, (1.0, 1.0, 0.0), distance=1.0, field_of_view=0.0, height=2 * width)
    frame = sound((surface,), camera)
    covered = np.isfinite(frame.depth)
    assert covered.sum() == pytest.approx(80 * 80, rel=0.03)
