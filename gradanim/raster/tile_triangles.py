"""Kernels that draw the triangles of a tile into fragments.

Inside a surface a pixel belongs to the triangle that covers its centre. Where a silhouette or a border crosses a pixel,
16 samples are tested instead: the parts that triangles of one layer cover are joined to one fragment.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    F8,
    FULL,
    MASK,
    NEXT,
    PIXEL,
    POOL,
    T0,
    T1,
    TILE_H,
    TILE_W,
    Scene,
    Scratch,
    Tile,
)
from gradanim.raster.tile_finish import finish
from gradanim.raster.tile_samples import Box, add_fragment, add_part, is_flagged
from gradanim.raster.tile_setup import Edges, Setup, edge_at, set_up, tie_of

_FULL_POOL = np.uint64(POOL)
_ONE = np.uint64(1)
_ROW = np.uint64(TILE_W)
_SHIFT, _LAST = np.uint64(6), np.uint64(TILE_W - 1)
# Values of the three edge functions.
Rows: TypeAlias = tuple[float, float, float]


@inner
def _first(low: float, half: float, bound: int) -> int:
    """The first pixel, not before ``bound``, that starts (half = 0) or has its centre (0.5) at ``low`` or after."""
    start = max(low - half, bound - 1.0)
    return max(math.floor(start) if half == 0.0 else math.ceil(start), bound)


@inner
def _last(high: float, half: float, bound: int) -> int:
    """The last pixel, before ``bound``, that starts or has its centre at ``high`` or before."""
    return min(math.floor(min(high - half, float(bound))), bound - 1)


@inner
def box_of(vertices: F8, s: Setup, tile: Tile, half: float) -> Box:
    """First and last column and row of the pixels of a tile that a triangle touches (half = 0), or of whose centre it
    may cover (0.5).
    """
    low_x = min(vertices[s.a, 0], vertices[s.b, 0], vertices[s.c, 0])
    high_x = max(vertices[s.a, 0], vertices[s.b, 0], vertices[s.c, 0])
    low_y = min(vertices[s.a, 1], vertices[s.b, 1], vertices[s.c, 1])
    high_y = max(vertices[s.a, 1], vertices[s.b, 1], vertices[s.c, 1])
    return (
        _first(low_x, half, tile[0]),
        _last(high_x, half, tile[1]),
        _first(low_y, half, tile[2]),
        _last(high_y, half, tile[3]),
    )


@inner
def _cover(
    scratch: Scratch, n: np.uint64, s: Setup, e: Edges, box: Box, rows: Rows, pixel: np.uint64
) -> np.uint64:
    """Adds fragments for the pixels of a box, whose first is ``pixel`` and has the edge functions ``rows``.

    Every pixel is written and only counted where it is covered: triangles are so small that a branch for each pixel
    would be mispredicted at every row.
    """
    floats, ints, head = scratch.floats, scratch.ints, scratch.head
    row_a, row_b, row_c = rows
    for _ in range(box[2], box[3] + 1):
        ea, eb, ec = row_a, row_b, row_c
        place = pixel
        for _ in range(box[0], box[1] + 1):
            covered = (ea >= 0.0) & (eb >= 0.0) & (ec >= 0.0)
            before = head[place]
            floats[T0 + n] = eb * s.per_area
            floats[T1 + n] = ec * s.per_area
            ints[NEXT + n] = before
            ints[MASK + n] = FULL
            ints[PIXEL + n] = place
            head[place] = np.int32(n) if covered else before
            n += np.uint64(covered)
            ea, eb, ec = ea + e.ax, eb + e.bx, ec + e.cx
            place += _ONE
        row_a, row_b, row_c = row_a + e.ay, row_b + e.by, row_c + e.cy
        pixel += _ROW
    return n


@inner
def _cover_flagged(
    scratch: Scratch, n: np.uint64, s: Setup, e: Edges, box: Box, rows: Rows, pixel: np.uint64, first: int
) -> np.uint64:
    """The same where some pixels are flagged; ``first`` is the first fragment of the item in this tile."""
    row_a, row_b, row_c = rows
    for _ in range(box[2], box[3] + 1):
        ea, eb, ec = row_a, row_b, row_c
        place = pixel
        flags = scratch.flags[pixel >> _SHIFT]
        for _ in range(box[0], box[1] + 1):
            if (flags >> (place & _LAST)) & _ONE != 0:
                n = add_part(scratch, n, s, place, e, (ea, eb, ec), first)
            elif ea >= 0.0 and eb >= 0.0 and ec >= 0.0:
                n = add_fragment(scratch, n, place, eb * s.per_area, ec * s.per_area, np.int64(FULL))
            ea, eb, ec = ea + e.ax, eb + e.bx, ec + e.cx
            place += _ONE
        row_a, row_b, row_c = row_a + e.ay, row_b + e.by, row_c + e.cy
        pixel += _ROW
    return n


@inner
def _middle(vertices: F8, s: Setup, tile: Tile) -> tuple[float, float]:
    """Barycentric coordinates of the middle of what a tile sees of a triangle.

    They do not depend on how much of the tile is drawn: a part that is drawn again looks as it did.
    """
    whole = (tile[4], tile[4] + TILE_W, tile[5], tile[5] + TILE_H, tile[4], tile[5])
    x0, x1, y0, y1 = box_of(vertices, s, whole, 0.5)
    if x1 < x0 or y1 < y0:
        x0, x1, y0, y1 = box_of(vertices, s, whole, 0.0)
    x, y = 0.5 * (x0 + x1) + 0.5, 0.5 * (y0 + y1) + 0.5
    return edge_at(vertices, s.c, s.a, x, y) * s.per_area, edge_at(vertices, s.a, s.b, x, y) * s.per_area


@inner
def draw_triangle(scene: Scene, scratch: Scratch, n: np.uint64, t: int, tile: Tile, first: int) -> np.uint64:
    """Draws triangle t into a tile.

    Args:
        scene: the view.
        scratch: where fragments go.
        n: fragments in use.
        t: row of the triangle.
        tile: columns from, to (exclusive), rows from, to, and the left and top of the tile, in pixels.
        first: the first fragment of its item in this tile where an edge of the item crosses the tile, else -1.

    Returns:
        Fragments in use afterwards, or POOL where there was no room.
    """
    vertices = scene.vertices
    s, e = set_up(scene, t)
    box = box_of(vertices, s, tile, 0.5)
    flagged = False
    if first >= 0:
        wide = box_of(vertices, s, tile, 0.0)
        flagged = wide[0] <= wide[1] and wide[2] <= wide[3] and is_flagged(scratch, tile, wide)
        box = wide if flagged else box
    x0, x1, y0, y1 = box
    if x1 < x0 or y1 < y0:
        return n
    if n + np.uint64((x1 - x0 + 1) * (y1 - y0 + 1)) >= _FULL_POOL:
        return _FULL_POOL
    px, py = x0 + 0.5, y0 + 0.5
    row_a = edge_at(vertices, s.b, s.c, px, py) + tie_of(e.ax, e.ay)
    row_b = edge_at(vertices, s.c, s.a, px, py) + tie_of(e.bx, e.by)
    row_c = edge_at(vertices, s.a, s.b, px, py) + tie_of(e.cx, e.cy)
    pixel = np.uint64((y0 - tile[5]) * TILE_W + x0 - tile[4])
    rows = (row_a, row_b, row_c)
    if flagged:
        n1 = _cover_flagged(scratch, n, s, e, box, rows, pixel, first)
    else:
        n1 = _cover(scratch, n, s, e, box, rows, pixel)
    if n1 > n:
        finish(scene, scratch, s, (n, n1), _middle(vertices, s, tile), e)
    return n1
