"""The landscape as triangles that end exactly where the field or the drawn range ends, not at places of the grid.

Cells of the grid that lie inside with all four corners stay as they are. A triangle of a cell that crosses the border
is cut along it (marching triangles): on each of its edges that leave the domain the crossing is found by bisection.
Between the last place inside and the border stand two more places, each four times closer to the border, because many
borders are those of a root, which falls to its border more and more steeply.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.cells import flatter_diagonals
from gradanim.actors.rims import Rim, even_rim
from gradanim.calculus import Field, border_crossings
from gradanim.calculus.lengths import lengths
from gradanim.raster import grid_corners

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.int32]

# A landscape with more samples than this along a side is bent sharply somewhere: its cells are cut along its bends.
CALM = 97
# Places on an edge that crosses the border, as parts of the way to it.
_PLACES = np.array([0.75, 0.9375, 1.0])
# Towards the border of a root slopes grow without bound. A landscape is no longer drawn as steeper than this many times
# its slope at the last place of the grid: from there on it is straight from place to place, and these lie close.
_STEEPEST = 1.5
# Places inside that are nearer to the border, in cells, are drawn in to that distance: where f falls without bound,
# nothing between places of very different slopes can be told from them.
_NEAREST = 0.5


class Landscape(Struct, frozen=True, eq=False):
    """What the places of the grid lack for a clean border, and how they are joined.

    Attributes:
        points: (k, 2) places on and near the border, in domain coordinates.
        values: (k,) of the field there.
        gradients: (k, 2) of the field there.
        triangles: (t, 3) all triangles; corners count the places of the grid row by row, then ``points``.
    """

    points: Array
    values: Array
    gradients: Array
    triangles: Indices


class _Grid(Struct, frozen=True, eq=False):
    """The grid that is cut: (n, 2) points, (n,) values, (n, 2) gradients, (n,) whether inside, and which is."""

    points: Array
    values: Array
    gradients: Array
    inside: Flags
    test: Callable[[Array], Flags]


def cut_landscape(
    field: Field, samples: tuple[Array, Array, Array], limits: tuple[float, float]
) -> Landscape | None:
    """The landscape where f has a value between two limits, or None where that is everywhere and it is calm.

    Args:
        field: f.
        samples: points of the grid (ny, nx, 2), f there (ny, nx), its gradient there (ny, nx, 2).
        limits: lowest and highest value drawn, finite.
    """
    points, values, gradients = samples
    low, high = limits

    def is_drawn(values: Array) -> Flags:
        with np.errstate(invalid="ignore"):
            return np.asarray((values >= low) & (values <= high))

    inside = is_drawn(values)
    if inside.all() and max(values.shape) <= CALM:
        return None
    rising = flatter_diagonals(points, gradients)
    if inside.all():
        return _whole(values.shape, rising)
    grid = _Grid(
        points.reshape(-1, 2),
        values.ravel(),
        gradients.reshape(-1, 2),
        inside.ravel(),
        lambda places: is_drawn(field.value(places)),
    )
    grid, corners = _drawn_in(field, grid, _corners(grid, inside, rising))
    edges, triangles = _cut(grid, corners)
    more = _places(field, grid, edges)
    return Landscape(
        points=np.concatenate([grid.points[values.size :], more[0]]),
        values=np.concatenate([grid.values[values.size :], more[1]]),
        gradients=np.concatenate([grid.gradients[values.size :], more[2]]),
        triangles=triangles,
    )


def _whole(shape: tuple[int, ...], rising: Flags) -> Landscape:
    """A landscape that has no border but those of its grid."""
    nowhere = np.empty((0, 2))
    return Landscape(nowhere, np.empty(0), nowhere, grid_corners(shape[0], shape[1], rising))


def _drawn_in(field: Field, grid: _Grid, corners: Indices) -> tuple[_Grid, Indices]:
    """The grid with places added for those inside that are too near to the border, and triangles that have these."""
    edges, _ = _cut(grid, corners)
    start, end = grid.points[edges[:, 0]], grid.points[edges[:, 1]]
    share = border_crossings(grid.test, start, end)
    # In cells: the longer sides of the triangles are diagonals.
    cell = np.abs(end - start).max(axis=0, initial=0.0)
    way = (end - start) / np.where(cell > 0.0, cell, 1.0)
    places, of = np.unique(edges[:, 0], return_inverse=True)
    nearest = np.full(len(places), np.inf)
    np.minimum.at(nearest, of, share * np.linalg.norm(way, axis=1))
    outwards = np.zeros((len(places), 2))
    np.add.at(outwards, of, way / (share + 0.05)[:, None])
    length = np.linalg.norm(outwards, axis=1, keepdims=True)
    inwards = -outwards / np.where(length > 0.0, length, 1.0)
    moved = grid.points[places] + inwards * np.maximum(_NEAREST - nearest, 0.0)[:, None] * cell
    kept = (nearest < _NEAREST) & grid.test(moved)
    moved, renamed = moved[kept], np.arange(grid.values.size, dtype=np.int32)
    renamed[places[kept]] = grid.values.size + np.arange(len(moved))
    larger = _Grid(
        np.concatenate([grid.points, moved]),
        np.concatenate([grid.values, field.value(moved)]),
        np.concatenate([grid.gradients, field.gradient(moved)]),
        np.concatenate([grid.inside, np.ones(len(moved), np.bool_)]),
        grid.test,
    )
    return larger, renamed[corners]


def _cut(grid: _Grid, corners: Indices) -> tuple[Indices, Indices]:
    """The edges (e, 2) that cross the border, from inside to outside, and the triangles that are inside.

    Corners of triangles count the places of the grid, then the places on the edges, edge by edge.
    """
    count = grid.inside[corners].sum(axis=1)
    whole, one, two = corners[count == 3], corners[count == 1], corners[count == 2]
    one = _turned(one, grid.inside[one])
    two = _turned(two, ~grid.inside[two])
    crossing = np.concatenate([one[:, [0, 1]], one[:, [0, 2]], two[:, [1, 0]], two[:, [2, 0]]])
    edges, found = np.unique(crossing, axis=0, return_inverse=True)
    start = (found.reshape(-1) * len(_PLACES) + grid.values.size).astype(np.int32)
    a, b = np.split(start[: 2 * len(one)], 2)
    c, d = np.split(start[2 * len(one) :], 2)
    triangles = [whole, np.stack([one[:, 0], a, b], axis=1), *_strips((a, b))]
    triangles += [*_quads(two[:, 1], two[:, 2], d, c), *_strips((d, c))]
    return edges, np.concatenate(triangles).astype(np.int32)


def _corners(grid: _Grid, inside: Flags, rising: Flags) -> Indices:
    """(t, 3) both triangles of every cell, counter-clockwise.

    Where one corner of a cell is on the other side of the border than the rest, the diagonal starts there, which
    keeps corners of the domain; where two across from each other are, it depends on the middle of the cell. All
    others have the diagonals that are given.
    """
    ny, nx = inside.shape
    row, column = np.mgrid[0 : ny - 1, 0 : nx - 1]
    a = row * nx + column
    b, c, d = a + 1, a + nx, a + nx + 1
    at = grid.inside
    count = at[a].astype(int) + at[b] + at[c] + at[d]
    odd = count % 2 == 1
    rising = np.where(odd, at[a] != at[d], rising)
    # The diagonal from a to d ends in the odd corner where a and d are not alike.
    saddle = (count == 2) & (at[a] == at[d])
    middles = 0.5 * (grid.points[a[saddle]] + grid.points[d[saddle]])
    rising[saddle] = grid.test(middles) == at[a[saddle]]
    return grid_corners(ny, nx, rising)


def _turned(triangles: Indices, odd: Flags) -> Indices:
    """Triangles turned so that the corner that differs from the other two comes first."""
    first = np.argmax(odd, axis=1) if len(odd) else np.zeros(0, np.intp)
    order = (first[:, None] + np.arange(3)) % 3
    return np.take_along_axis(triangles, order, axis=1)


def _strips(sides: tuple[Indices, Indices]) -> list[Indices]:
    """The triangles between the places of two edges, from the first place to the border, the second on the left."""
    a, b = sides
    strips = []
    for k in range(len(_PLACES) - 1):
        strips += _quads(a + k, a + k + 1, b + k + 1, b + k)
    return strips


def _quads(a: Indices, b: Indices, c: Indices, d: Indices) -> list[Indices]:
    return [np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)]


def _places(field: Field, grid: _Grid, edges: Indices) -> tuple[Array, Array, Array]:
    """Points, values and gradients of the places on the edges, edge by edge."""
    start, end = grid.points[edges[:, 0]], grid.points[edges[:, 1]]
    share = border_crossings(grid.test, start, end)
    parts = share[:, None] * _PLACES
    points = start[:, None] + parts[..., None] * (end - start)[:, None]
    values = field.value(points)
    gradients = field.gradient(points)
    rim = Rim(start, end, share, values[:, -1], ~np.isfinite(grid.values[edges[:, 1]]))
    values[:, -1], endless = even_rim(field, rim, _PLACES)
    before, place = grid.values[edges[:, 0]], start
    for k in range(len(_PLACES)):
        # A place between the ends of an edge may lie in a hole too small for the grid.
        unknown = ~np.isfinite(values[:, k])
        values[unknown, k] = before[unknown]
        # A wall that has no end is as steep as it is drawn: lines of one height are drawn on it by its slope.
        way = np.linalg.norm(points[:, k] - place, axis=1)
        with np.errstate(over="ignore"):
            slope = np.where(endless, np.abs(values[:, k] - before) / np.where(way > 0.0, way, 1.0), 0.0)
        gradients[:, k] = _bounded(gradients[:, k], grid.gradients[edges[:, 0]], slope)
        before, place = values[:, k], points[:, k]
    return points.reshape(-1, 2), values.ravel(), gradients.reshape(-1, 2)


def _bounded(gradients: Array, before: Array, slope: Array) -> Array:
    """Gradients not much longer than those before them or than a slope, and equal to these where there are none."""
    known = np.nan_to_num(before)
    kept = np.where(np.isfinite(gradients), gradients, known)
    # What is more than a number can be counts as infinitely long, and bounds nothing.
    with np.errstate(over="ignore"):
        longest = np.maximum(_STEEPEST * lengths(known), slope)[..., None]
    length = lengths(kept)[..., None]
    return np.where(length > longest, kept * (longest / np.where(length > 0.0, length, 1.0)), kept)
