"""Kernels that draw lines and marks of a tile into fragments; coverage is exact for a pixel crossed by a straight edge.

Pieces of one item that meet in a pixel are joined by the greatest coverage, so that a translucent line is never blended
with itself.
"""

from __future__ import annotations

import math

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.coverage import band_coverage, dash_coverage
from gradanim.raster.geometry import floor_between
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
    JOINED,
    LINE_REACH,
    MASK,
    NEXT,
    PAINT,
    PAINT_2,
    PIXEL,
    POOL,
    QX,
    QY,
    STROKE_ITEM,
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


@inner
def add_mark(
    scratch: Scratch,
    n: np.uint64,
    spot: tuple[int, int],
    depth: tuple[float, float, float],
    cover: tuple[float, float],
    paint: tuple[float, float, float, float],
    near: float,
    painted: bool,
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
        painted: whether depth is of no account: the pixel knows of this item alone, and there is only one piece of it.

    Returns:
        Fragments in use afterwards.
    """
    floats, ints = scratch.floats, scratch.ints
    item, pixel = spot
    place = n
    k = scratch.head[pixel]
    if painted:
        if k >= 0:
            place = np.uint64(k)
            if cover[0] <= floats[COV + place]:
                return n
        else:
            ints[PIXEL + n] = pixel
            ints[MASK + n] = FULL
            scratch.head[pixel] = np.int32(n)
            n += _ONE
        floats[COV + place] = cover[0]
        floats[R + place], floats[G + place], floats[B + place], floats[A + place] = paint
        return n
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
def draw_segment(scene: Scene, scratch: Scratch, n: np.uint64, s: int, tile: Tile) -> np.uint64:
    """Draws a piece of line with round ends: x, y, key of both ends, half width, and places along the line of both."""
    stroke = scene.strokes[s]
    item = int(stroke[STROKE_ITEM])
    style = scene.styles[item]
    on, off = float(style[DASH_ON]), float(style[DASH_OFF])
    ghost_on, ghost_off = float(style[GHOST_ON]), float(style[GHOST_OFF])
    dashed, ghost_dashed = off > 0.0, ghost_off > 0.0
    half = stroke[6]
    reach = half + LINE_REACH
    dx, dy = stroke[3] - stroke[0], stroke[4] - stroke[1]
    squared = dx * dx + dy * dy
    per_squared = 1.0 / squared if squared > 0.0 else 0.0
    # A place without length is a dot: across it is anywhere.
    per_length = math.sqrt(per_squared) if squared > 0.0 else 1.0
    # In every row only pixels near the line through the segment are looked at.
    level = abs(dy) * per_length < 1e-9
    lean, spread = (0.0, np.inf) if level else (dx / dy, reach / (abs(dy) * per_length))
    near = (JOINED + 4.0 * half) * scene.camera[WORLD_PER_PIXEL]
    y0, y1 = (
        floor_between(stroke[BOX + 2], tile[2], tile[3]),
        floor_between(stroke[BOX + 3], tile[2] - 1, tile[3] - 1),
    )
    across = dy * per_length, dx * per_length
    for y in range(y0, y1 + 1):
        middle = stroke[0] + (y + 0.5 - stroke[1]) * lean
        low, high = max(stroke[BOX], middle - spread), min(stroke[BOX + 1], middle + spread)
        x0, x1 = floor_between(low, tile[0], tile[1]), floor_between(high, tile[0] - 1, tile[1] - 1)
        for x in range(x0, x1 + 1):
            px, py = x + 0.5 - stroke[0], y + 0.5 - stroke[1]
            along = (px * dx + py * dy) * per_squared
            t = min(max(along, 0.0), 1.0)
            ox, oy = t * dx - px, t * dy - py
            if t == along and squared > 0.0:
                # Beside the segment the edge runs along it.
                cover = band_coverage(abs(py * across[1] - px * across[0]), half, across[0], across[1])
            else:
                cover = _cover_end(ox, oy, half, across)
            if cover <= 0.0:
                continue
            # Past the ends of a piece dashes go on as they would: the next piece knows nothing else of them either.
            place = stroke[7] + along * (stroke[8] - stroke[7])
            seen = cover * dash_coverage(place, on, off) if dashed else cover
            ghost = cover * dash_coverage(place, ghost_on, ghost_off) if ghost_dashed else seen
            if seen <= 0.0 and ghost <= 0.0:
                continue
            pixel = (y - tile[5]) * TILE_W + x - tile[4]
            depth = (stroke[2] + t * (stroke[5] - stroke[2]), ox, oy)
            paint = paint_between(stroke, t)
            n = add_mark(scratch, n, (item, pixel), depth, (seen, ghost), paint, near, scene.painted)
            if n == _FULL_POOL:
                return n
    return n


@inner
def _cover_end(ox: float, oy: float, half: float, across: tuple[float, float]) -> float:
    """Coverage of a pixel past the end of a piece, which lies (ox, oy) from it: the edge runs round the end."""
    away = math.sqrt(ox * ox + oy * oy)
    if away >= half + LINE_REACH:
        return 0.0
    if away < 1e-6:
        return band_coverage(away, half, across[0], across[1])
    return band_coverage(away, half, ox / away, oy / away)


@inner
def paint_between(stroke: F8, t: float) -> tuple[float, float, float, float]:
    """The paint at t from the first paint to the second."""
    return (
        stroke[PAINT] + t * (stroke[PAINT_2] - stroke[PAINT]),
        stroke[PAINT + 1] + t * (stroke[PAINT_2 + 1] - stroke[PAINT + 1]),
        stroke[PAINT + 2] + t * (stroke[PAINT_2 + 2] - stroke[PAINT + 2]),
        stroke[PAINT + 3] + t * (stroke[PAINT_2 + 3] - stroke[PAINT + 3]),
    )
