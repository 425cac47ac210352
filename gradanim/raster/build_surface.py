"""Height fields on their way to triangles."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.raster.grids import Border, Surface
from gradanim.raster.holes import border_of, extend, one_sided_gradient
from gradanim.raster.layout import (
    ATTRIBUTES,
    C_A,
    CHANGES,
    CHANGES_ALL,
    CHANGES_COLOR,
    CHANGES_XY,
    CLIPPED,
    COLORMAP,
    CURVED,
    F4,
    I4,
    ISO_A,
    ISO_COLOR,
    ISO_LOW,
    ISO_R,
    ISO_SCALE,
    ISO_W,
    LEVELS,
    MESH_A,
    MESH_OX,
    MESH_R,
    MESH_SX,
    MESH_W,
    SURFACE,
)
from gradanim.raster.looks import IsoLines, MeshLines
from gradanim.raster.solids import Solids
from gradanim.raster.styles import set_light
from gradanim.raster.tables import color_table, level_table

FloatArray = NDArray[np.float64]


# The greatest height and the steepest slope that single precision can square.
MOST, _STEEPEST = 1e18, 1e15
# Of the attributes of a height field: x, y, dz/dx, dz/dy, colour value, height and inside.
_BOUNDS = (MOST, MOST, _STEEPEST, _STEEPEST, 2.0, MOST, MOST)


def add_surface(solids: Solids, surface: Surface, order: int) -> None:
    """Adds a height field; one without area, or not yet revealed, adds nothing."""
    grid = solids.canvas.made_of(surface, _grid)
    if grid is None:
        return
    item, style, ints = solids.styles.add_item(SURFACE, order)
    ints[CURVED] = 1
    ints[CLIPPED] = grid.clipped
    ints[COLORMAP] = solids.styles.add_table(grid.colors)
    style[C_A] = surface.opacity
    set_light(style, solids.camera, surface.lighting, surface.lighting.below)
    _add_mesh_lines(style, surface.mesh)
    add_iso_lines(solids, style, ints, surface.iso)
    ints[CHANGES] = CHANGES_ALL if grid.clipped else CHANGES_XY
    if style[ISO_COLOR] != 0.0:
        ints[CHANGES] = CHANGES_COLOR
    topology = (
        solids.canvas.grid_topology(*grid.shape)
        if surface.border is None
        else solids.canvas.mesh_topology(surface.border.triangles)
    )
    solids.add_triangles(item, grid.points, grid.attributes, topology)


class _Grid(Struct, frozen=True, eq=False):
    """What of a height field does not depend on where it is seen from.

    Attributes:
        shape: rows and columns.
        points: (n, 3) world coordinates.
        attributes: (n, 7) numbers of the vertices.
        colors: its table of colours.
        clipped: whether only a part of it is drawn.
    """

    shape: tuple[int, int]
    points: FloatArray
    attributes: F4
    colors: FloatArray
    clipped: bool


def _grid(surface: Surface) -> _Grid | None:
    """A height field, or None for one of which nothing is there."""
    z = np.asarray(surface.z, dtype=np.float64)
    if z.ndim != 2 or min(z.shape) < 2 or surface.reveal <= 0.0 or surface.opacity <= 0.0:
        return None
    finite = np.abs(z) < MOST
    if not finite.any():
        return None
    z = np.where(finite, z, np.nan)
    inside = _inside(surface, finite)
    points, attributes = _vertices(surface, z, finite, inside)
    if surface.border is not None:
        points, attributes = _with_border(surface, surface.border, points, attributes)
    colors = color_table(surface.colormap, linear=True)
    return _Grid((z.shape[0], z.shape[1]), points, attributes, colors, inside is not None)


def _with_border(
    surface: Surface, border: Border, points: FloatArray, attributes: F4
) -> tuple[FloatArray, F4]:
    """The vertices of the grid and after them those of its border."""
    more = np.asarray(border.points, dtype=np.float64).reshape(-1, 3)
    x, y, z = more.T
    gradient = np.asarray(border.gradient, dtype=np.float64).reshape(-1, 2)
    revealed = np.zeros(len(more))
    if surface.reveal < 1.0:
        revealed = surface.reveal - _order_at(surface, x, y)
    columns = (x, y, *gradient.T, np.asarray(border.color_value, dtype=np.float64), z, revealed)
    return np.concatenate([points, more]), np.concatenate([attributes, _attributes(columns, (len(more),))])


def _order_at(surface: Surface, x: FloatArray, y: FloatArray) -> FloatArray:
    """The order in which places are revealed, that of the nearest place of the grid where it is given there."""
    if surface.reveal_order is None:
        return np.interp(x, surface.x, np.linspace(0.0, 1.0, len(surface.x)))
    column = np.rint(np.interp(x, surface.x, np.arange(len(surface.x)))).astype(np.intp)
    row = np.rint(np.interp(y, surface.y, np.arange(len(surface.y)))).astype(np.intp)
    order: FloatArray = np.asarray(surface.reveal_order, dtype=np.float64)[row, column]
    return order


def _attributes(columns: tuple[FloatArray, ...], shape: tuple[int, ...]) -> F4:
    """(*shape, 7) numbers of vertices, between bounds that single precision can square; nan is 0."""
    attributes = np.empty((*shape, ATTRIBUTES), np.float32)
    for k, (values, most) in enumerate(zip(columns, _BOUNDS, strict=True)):
        attributes[..., k] = np.clip(np.nan_to_num(values), -most, most)
    return attributes


def _vertices(
    surface: Surface, z: FloatArray, finite: NDArray[np.bool_], inside: FloatArray | None
) -> tuple[FloatArray, F4]:
    """(n, 3) world coordinates and (n, 7) attributes of the grid."""
    x, y = np.asarray(surface.x, dtype=np.float64), np.asarray(surface.y, dtype=np.float64)
    if surface.gradient is not None:
        gradient = np.asarray(surface.gradient, dtype=np.float64)
    else:
        gradient = one_sided_gradient(np.where(finite, z, np.nan), x, y)
    gx, gy = gradient[..., 0], gradient[..., 1]
    color = z if surface.color_value is None else np.asarray(surface.color_value, dtype=np.float64)
    if surface.color_value is None:
        low, high = float(z[finite].min()), float(z[finite].max())
        color = (z - low) / ((high - low) or 1.0) if high > low else np.where(finite, 0.5, np.nan)
    if not finite.all() and surface.border is None:
        steps = gx * np.gradient(x), gy * np.gradient(y)[:, None]
        z = extend(z, finite, steps)
    gx, gy, color = (complete(values) for values in (gx, gy, color))
    points = np.empty((z.size, 3))
    grid = points.reshape(*z.shape, 3)
    grid[..., 0], grid[..., 1], grid[..., 2] = x, y[:, None], z
    shown = np.zeros(()) if inside is None else inside
    attributes = _attributes((x, y[:, None], gx, gy, color, z, shown), z.shape)
    return points, attributes.reshape(-1, ATTRIBUTES)


def complete(values: FloatArray) -> FloatArray:
    """Values with every gap beside known ones closed, and 0 further out."""
    finite = np.isfinite(values)
    if finite.all():
        return values
    return np.nan_to_num(extend(values, finite)) if finite.any() else np.zeros(values.shape)


def _inside(surface: Surface, finite: NDArray[np.bool_]) -> FloatArray | None:
    """(ny, nx) positive where the surface is drawn, or None where all of it is."""
    fields = []
    if surface.border is not None:
        pass
    elif surface.inside is not None:
        fields.append(np.nan_to_num(np.asarray(surface.inside, dtype=np.float64), nan=-1.0))
    elif not finite.all():
        fields.append(border_of(finite))
    if surface.reveal < 1.0:
        order = surface.reveal_order
        if order is None:
            order = np.broadcast_to(np.linspace(0.0, 1.0, finite.shape[1]), finite.shape)
        fields.append(surface.reveal - np.asarray(order, dtype=np.float64))
    if not fields:
        return None
    inside: FloatArray = np.minimum.reduce(fields)
    return inside


def _add_mesh_lines(style: F4, mesh: MeshLines | None) -> None:
    """Fills in the fine lines of a surface."""
    if mesh is None or not (mesh.width > 0.0 and np.float32(min(mesh.spacing)) > 0.0):
        return
    style[MESH_W] = mesh.width
    style[MESH_SX : MESH_SX + 2] = mesh.spacing
    style[MESH_OX : MESH_OX + 2] = mesh.origin
    style[MESH_R : MESH_A + 1] = mesh.color


def add_iso_lines(solids: Solids, style: F4, ints: I4, iso: IsoLines | None) -> None:
    """Fills in the lines of constant value."""
    table = None if iso is None or not iso.width > 0.0 else level_table(iso.levels)
    if iso is None or table is None:
        return
    levels, low, scale = table
    ints[LEVELS] = solids.styles.add_table(levels)
    style[ISO_LOW], style[ISO_SCALE] = low, scale
    style[ISO_W], style[ISO_COLOR] = iso.width, float(iso.of == "color")
    style[ISO_R : ISO_A + 1] = iso.color
