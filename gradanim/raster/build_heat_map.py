"""Heat maps on their way to triangles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradanim.raster.build_surface import MOST, add_iso_lines, complete
from gradanim.raster.grids import HeatMap
from gradanim.raster.holes import border_of, one_sided_gradient
from gradanim.raster.layout import (
    ATTRIBUTES,
    BANDS,
    C_A,
    CHANGES,
    CHANGES_XY,
    CLIPPED,
    COLORMAP,
    F4,
    GRID,
    GRID_NX,
    GRID_NY,
    GRID_SX,
    GRID_SY,
    GRID_X0,
    GRID_Y0,
    HEATMAP,
)
from gradanim.raster.solids import Solids
from gradanim.raster.tables import band_table, color_table

FloatArray = NDArray[np.float64]


def add_heat_map(solids: Solids, heat: HeatMap, order: int) -> None:
    """Adds a rectangle that is painted by a grid of values."""
    values = np.asarray(heat.values, dtype=np.float64)
    (x0, x1), (y0, y1) = heat.x, heat.y
    corners = np.array(
        [[x0, y0, heat.z], [x1, y0, heat.z], [x1, y1, heat.z], [x0, y1, heat.z]], dtype=np.float64
    )
    drawn = np.isfinite(corners).all() and x1 != x0 and y1 != y0 and heat.opacity > 0.0
    if not drawn or values.ndim != 2 or min(values.shape) < 2:
        return
    finite = np.abs(values) < MOST
    if not finite.any():
        return
    inside = _inside_map(heat, finite)
    item, style, ints = solids.styles.add_item(HEATMAP, order)
    ny, nx = values.shape
    ints[GRID], ints[GRID_NX], ints[GRID_NY] = (
        solids.styles.add_table(_grid_table(values, finite, inside)),
        nx,
        ny,
    )
    ints[CLIPPED] = inside is not None
    style[GRID_X0], style[GRID_Y0] = x0, y0
    style[GRID_SX], style[GRID_SY] = (nx - 1) / (x1 - x0), (ny - 1) / (y1 - y0)
    style[C_A] = heat.opacity
    colors = color_table(heat.colormap, linear=False)
    ints[COLORMAP] = solids.styles.add_table(colors)
    ints[BANDS] = -1 if heat.bands is None else solids.styles.add_table(band_table(heat.bands, colors))
    add_iso_lines(solids, style, ints, heat.iso)
    ints[CHANGES] = CHANGES_XY
    attributes = np.zeros((4, ATTRIBUTES), np.float32)
    attributes[:, :2] = corners[:, :2]
    solids.add_triangles(item, corners, attributes, solids.canvas.fan_topology(4))


def _inside_map(heat: HeatMap, finite: NDArray[np.bool_]) -> FloatArray | None:
    """(ny, nx) positive where a heat map is drawn, or None where all of it is."""
    if heat.inside is not None:
        return np.clip(np.nan_to_num(np.asarray(heat.inside, dtype=np.float64), nan=-1.0), -MOST, MOST)
    return None if finite.all() else border_of(finite)


def _grid_table(values: FloatArray, finite: NDArray[np.bool_], inside: FloatArray | None) -> F4:
    """(ny, nx, 4): value, its changes per column and per row, and whether it is inside (positive)."""
    known = values if finite.all() else complete(np.where(finite, values, np.nan))
    table = np.empty((*values.shape, 4), np.float32)
    table[..., 0] = known
    places = [np.arange(size, dtype=np.float64) for size in values.shape]
    table[..., 1:3] = one_sided_gradient(known, places[1], places[0])
    table[..., 3] = 1.0 if inside is None else inside
    return table
