"""Kernels that draw lines and marks of a tile into fragments; coverage is exact for a pixel crossed by a straight edge.

Pieces of one item that meet in a pixel are joined by the greatest coverage, so that a translucent line is never blended
with itself.
"""

from __future__ import annotations

import math

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    BOX,
    COV,
    DASH_OFF,
    DASH_ON,
    F8,
    FACE,
    FULL,
    GHOST,
    GHOST_OFF,
    GHOST_ON,
    ITEM,
    MASK,
    NEXT,
    PAINT,
    PAINT_2,
    PIXEL,
    POOL,
    QX,
    QY,
    TILE_W,
    WORLD_PER_PIXEL,
    A,
    B,
    G,
    Q,
    R,
    Scene,
    Scratch,
    Tile,
)

_FULL_POOL = np.uint64(POOL)
_ONE = np.uint64(1)
# Pieces of one line whose depths differ by less than this many pixels (in world units) are one place of it.
_JOINED = 24.0


@inner
def line_coverage(away: float, half: float) -> float:
    """How much of a pixel a straight band covers whose middle is ``away`` pixels from the middle of the pixel."""
    return max(0.0, min(away + 0.5, half) - max(away - 0.5, -half))


@inner
def dash_coverage(place: float, on: float, off: float) -> float:
    """How much of the pixel at ``place`` along a line is on a dash."""
    period = on + off
    if off <= 0.0 or on <= 0.0:
        return 1.0
    return _dashes_before(place + 0.5, on, period) - _dashes_before(place - 0.5, on, period)


@inner
def _dashes_before(place: float, on: float, period: float) -> float:
    """Pixels of dashes from the start of a line to a place."""
    turns = math.floor(place / period)
    return turns * on + min(place - turns * period, on)


@inner
def add_mark(
    scratch: Scratch,
    n: np.uint64,
    spot: tuple[int, int],
    depth: tuple[float, float, float],
    cover: tuple[float, float],
    paint: tuple[float, float, float, float],
    near: float,
) -> np.uint64:
    """Adds a fragment of a stroke, or joins it to what the same item has drawn there.

    Args:
        scratch: where fragments go.
        n: fragments in use, fewer than POOL.
        spot: row of the style tables, pixel of the tile.
        depth: depth key, and the two numbers that QX and QY hold.
        cover: coverage of the pixel where the stroke is seen, and where it is a ghost.
        paint: straight RGBA.
        near: difference of depth keys below which two pieces are joined.

    Returns:
        Fragments in use afterwards.
    """
    floats, ints = scratch.floats, scratch.ints
    item, pixel = spot
    place = n
    k = scratch.head[pixel]
    while k >= 0 and place == n:
        m = np.uint64(k)
        if ints[ITEM + m] != item:
            break
        if abs(floats[Q + m] - depth[0]) <= near:
            place = m
        k = ints[NEXT + m]
    if place != n:
        floats[GHOST + place] = max(floats[GHOST + place], np.float32(cover[1]))
        if cover[0] <= floats[COV + place]:
            return n
    else:
        ints[NEXT + n] = scratch.head[pixel]
        ints[ITEM + n] = item
        ints[MASK + n] = FULL
        ints[PIXEL + n] = pixel
        ints[FACE + n] = 0
        floats[GHOST + n] = cover[1]
        scratch.head[pixel] = np.int32(n)
        n += _ONE
    floats[Q + place], floats[QX + place], floats[QY + place] = depth
    floats[COV + place] = cover[0]
    floats[R + place], floats[G + place], floats[B + place], floats[A + place] = paint
    return n


@inner
def _row_span(stroke: F8, y: float, reach: float, low: float, high: float) -> tuple[float, float]:
    """Where row y of pixel centres may be nearer than ``reach`` to the line through a segment."""
    dx, dy = stroke[3] - stroke[0], stroke[4] - stroke[1]
    length = math.sqrt(dx * dx + dy * dy)
    if abs(dy) <= 1e-9 * length or length == 0.0:
        return low, high
    middle = stroke[0] + (y - stroke[1]) * dx / dy
    spread = reach * length / abs(dy)
    return max(low, middle - spread), min(high, middle + spread)


@inner
def draw_segment(scene: Scene, scratch: Scratch, n: np.uint64, s: int, tile: Tile) -> np.uint64:
    """Draws a piece of line with round ends: x, y, key of both ends, half width, and places along the line of both."""
    stroke, item = scene.strokes[s], scene.stroke_item[s]
    style = scene.styles[item]
    on, off = float(style[DASH_ON]), float(style[DASH_OFF])
    ghost_on, ghost_off = float(style[GHOST_ON]), float(style[GHOST_OFF])
    dashed, ghost_dashed = off > 0.0, ghost_off > 0.0
    half = stroke[6]
    reach = half + 0.5
    dx, dy = stroke[3] - stroke[0], stroke[4] - stroke[1]
    squared = dx * dx + dy * dy
    per_squared = 1.0 / squared if squared > 0.0 else 0.0
    near = (_JOINED + 4.0 * half) * scene.camera[WORLD_PER_PIXEL]
    y0, y1 = (
        max(tile[2], math.floor(stroke[BOX + 2])),
        min(tile[3] - 1, math.floor(stroke[BOX + 3])),
    )
    for y in range(y0, y1 + 1):
        low, high = _row_span(stroke, y + 0.5, reach, stroke[BOX], stroke[BOX + 1])
        x0 = max(tile[0], math.floor(max(low, -1.0))) if low < tile[1] else tile[1]
        x1 = min(tile[1] - 1, math.floor(min(high, 1e6))) if high >= tile[0] else tile[0] - 1
        for x in range(x0, x1 + 1):
            px, py = x + 0.5 - stroke[0], y + 0.5 - stroke[1]
            along = (px * dx + py * dy) * per_squared
            t = min(max(along, 0.0), 1.0)
            ox, oy = t * dx - px, t * dy - py
            squared_away = ox * ox + oy * oy
            if squared_away >= reach * reach:
                continue
            cover = line_coverage(math.sqrt(squared_away), half)
            # Past the ends of a piece dashes go on as they would: the next piece knows nothing else of them either.
            place = stroke[7] + along * (stroke[8] - stroke[7])
            seen = cover * dash_coverage(place, on, off) if dashed else cover
            ghost = cover * dash_coverage(place, ghost_on, ghost_off) if ghost_dashed else seen
            if seen <= 0.0 and ghost <= 0.0:
                continue
            pixel = (y - tile[5]) * TILE_W + x - tile[4]
            depth = (stroke[2] + t * (stroke[5] - stroke[2]), ox, oy)
            n = add_mark(scratch, n, (item, pixel), depth, (seen, ghost), paint_between(stroke, t), near)
            if n == _FULL_POOL:
                return n
    return n


@inner
def paint_between(stroke: F8, t: float) -> tuple[float, float, float, float]:
    """The paint at t from the first paint to the second."""
    return (
        stroke[PAINT] + t * (stroke[PAINT_2] - stroke[PAINT]),
        stroke[PAINT + 1] + t * (stroke[PAINT_2 + 1] - stroke[PAINT + 1]),
        stroke[PAINT + 2] + t * (stroke[PAINT_2 + 2] - stroke[PAINT + 2]),
        stroke[PAINT + 3] + t * (stroke[PAINT_2 + 3] - stroke[PAINT + 3]),
    )
