"""Smooth edges, against pictures drawn four times as large and against analytic silhouettes."""

from __future__ import annotations

import numpy as np
import pytest
from raster_pictures import (
    BLUE,
    BYTE,
    SIZE,
    TOP,
    draw,
    grid,
    hills,
    marks,
    sheet,
    unit,
)
from scipy.ndimage import uniform_filter

from gradanim.raster import (
    Camera,
    Frame,
    Item,
    Polygon,
)


def ssim(a: np.ndarray, b: np.ndarray) -> float:
    """Mean structural similarity of pictures in 0..1 (Wang et al. 2004), windows of 7 x 7, mean of channels."""
    size = (7, 7, 1)
    ma, mb = uniform_filter(a, size), uniform_filter(b, size)
    unbiased = 49 / 48
    va, vb, vab = (
        unbiased * (uniform_filter(p * q, size) - m)
        for p, q, m in ((a, a, ma * ma), (b, b, mb * mb), (a, b, ma * mb))
    )
    c1, c2 = 0.01**2, 0.03**2
    ratio = (2 * ma * mb + c1) * (2 * vab + c2) / ((ma**2 + mb**2 + c1) * (va + vb + c2))
    return float(ratio[3:-3, 3:-3].mean())


def supersampled(items: tuple[Item, ...], camera: Camera) -> np.ndarray:
    """Items whose widths are four times those wanted, drawn four times as large and averaged."""
    large = draw(items, camera, background=(0.05, 0.05, 0.1, 1.0), size=(4 * SIZE[0], 4 * SIZE[1]))
    return unit(large).reshape(SIZE[1], 4, SIZE[0], 4, 4).mean(axis=(1, 3))


def direct(items: tuple[Item, ...], camera: Camera) -> np.ndarray:
    return unit(draw(items, camera, background=(0.05, 0.05, 0.1, 1.0)))


@pytest.mark.parametrize("azimuth", [-60.0, 17.0])
@pytest.mark.parametrize("elevation", [12.0, 30.0, 70.0])
def test_a_picture_is_like_its_supersampled_one(azimuth: float, elevation: float, record_property) -> None:
    camera = Camera(azimuth, elevation, distance=6.0, field_of_view=34.0)
    reference = supersampled((hills(4.0), *marks(4.0)), camera)
    found = ssim(direct((hills(1.0), *marks(1.0)), camera)[..., :3], reference[..., :3])
    record_property("ssim", found)
    assert found >= 0.99


def test_the_measure_of_likeness_can_fail() -> None:
    """Without anti-aliasing, or moved a little, the same picture is below the bound."""
    camera = Camera(-60.0, 30.0, distance=6.0, field_of_view=34.0)
    large = unit(draw((hills(4.0), *marks(4.0)), camera, (0.05, 0.05, 0.1, 1.0), (960, 640)))
    reference = large.reshape(SIZE[1], 4, SIZE[0], 4, 4).mean(axis=(1, 3))[..., :3]
    assert ssim(reference, reference) == pytest.approx(1.0)
    assert ssim(large[2::4, 2::4, :3], reference) < 0.985
    assert ssim(np.roll(reference, 1, axis=1), reference) < 0.95


def edge_pixels(frame: Frame) -> np.ndarray:
    """For every column with a silhouette, the rows from top to bottom summed: its height in pixels."""
    return np.asarray(unit(frame)[..., 3].sum(axis=0))


@pytest.mark.parametrize("slope", [0.03, 0.11, 0.4, 0.93])
@pytest.mark.parametrize("kind", ["polygon", "surface"])
def test_a_slanted_edge_has_no_steps(slope: float, kind: str) -> None:
    """Every column is covered up to the edge, to a part of a pixel."""
    scale = SIZE[1] / TOP.height
    drop = slope * 2.0
    if kind == "polygon":
        corners = [[-1.0, -1.9, 0], [1, -1.9, 0], [1, 1 - drop, 0], [-1, 1.0, 0]]
        item: Item = Polygon(np.array(corners), BLUE)
        camera = TOP
        base = -1.9
    else:
        x, _ = grid(9)
        item, camera, base = sheet(-slope * x, BLUE), Camera(-90.0, 60.0, field_of_view=0.0, height=4.0), None
    heights = edge_pixels(draw((item,), camera))[82:158]
    columns = (np.arange(82, 158) + 0.5 - 120) / scale
    if base is None:
        # A sheet seen from 60 degrees: both edges fall together, its height is constant.
        expected = np.full(columns.shape, 2.0 * np.sin(np.radians(60)) * scale)
    else:
        expected = (1.0 - slope * (columns + 1.0) - base) * scale
    edges = 1 if base is not None else 2
    assert heights == pytest.approx(expected, abs=0.15 * edges)


def test_a_silhouette_has_intermediate_values() -> None:
    """Along the outline of a hill against the background few columns go from nothing to everything in one step."""
    x, y = grid(81, (1.5, 1.5))
    frame = draw((sheet(np.exp(-3 * (x**2 + y**2)), BLUE, (1.5, 1.5)),), Camera(-90.0, 8.0, distance=6.0))
    alpha = unit(frame)[..., 3]
    solid = np.flatnonzero(alpha.max(axis=0) == 1.0)
    assert solid.size > 60
    first = (alpha[:, solid] > BYTE).argmax(axis=0)
    soft = alpha[first, solid] < 1.0 - BYTE
    assert soft.mean() > 0.85
    # The outline bends slowly: what is left in the second differences of its height are stairs.
    smooth, stairs = (
        np.sqrt(np.mean(np.diff(cover.sum(axis=0)[solid], 2) ** 2)) for cover in (alpha, 1.0 * (alpha > 0.5))
    )
    assert smooth < 0.2
    assert stairs > 3.0 * smooth
