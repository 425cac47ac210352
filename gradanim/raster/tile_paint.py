"""Kernels for views that are painted: the fragments of every item are blended over the tile before the next item is
drawn, so that nothing has to be ordered and the tile stays in the first-level cache.
"""

from __future__ import annotations

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    C_A,
    C_B,
    C_G,
    C_R,
    COV,
    FACE_ITEM,
    FULL,
    MASK,
    PIXEL,
    ROW_B,
    ROW_G,
    ROW_LEFT,
    ROW_R,
    SAMPLES,
    TILE_B,
    TILE_G,
    TILE_LEFT,
    TILE_PIXELS,
    TILE_R,
    TILE_W,
    U4,
    A,
    B,
    G,
    R,
    Scene,
    Scratch,
    Tile,
)
from gradanim.raster.tile_resolve import write_row
from gradanim.raster.tile_setup import Edges, edge_at, set_up, tie_of
from gradanim.raster.tile_soft import soften_row
from gradanim.raster.tile_triangles import box_of

_0, _HALF, _1 = np.float32(0.0), np.float32(0.5), np.float32(1.0)
_PER_SAMPLE = np.float32(1.0 / SAMPLES)
_COLUMNS, _PIXELS = np.uint64(TILE_W), np.uint64(TILE_PIXELS)
_NONE, _ONE = np.int32(-1), np.int32(1)


@inner
def clear_paint(scratch: Scratch) -> None:
    """A tile in which there is nothing."""
    tile = scratch.tile
    for i in range(_PIXELS):
        tile[TILE_R + i] = _0
        tile[TILE_G + i] = _0
        tile[TILE_B + i] = _0
        tile[TILE_LEFT + i] = _1


@inner
def _covered(mask: int) -> np.float32:
    """The part of a pixel that a set of samples stands for."""
    if mask == FULL:
        return _1
    count = _0
    for i in range(SAMPLES):
        count += np.float32((mask >> i) & 1)
    return count * _PER_SAMPLE


@inner
def paint(scratch: Scratch, end: np.uint64) -> None:
    """Blends the fragments of one item over the tile, and takes them out of the lists of their pixels."""
    tile, floats, ints = scratch.tile, scratch.floats, scratch.ints
    for i in range(end):
        pixel = np.uint64(ints[PIXEL + i])
        alpha = floats[A + i] * floats[COV + i] * _covered(ints[MASK + i])
        through = _1 - alpha
        tile[TILE_R + pixel] = tile[TILE_R + pixel] * through + floats[R + i] * alpha
        tile[TILE_G + pixel] = tile[TILE_G + pixel] * through + floats[G + i] * alpha
        tile[TILE_B + pixel] = tile[TILE_B + pixel] * through + floats[B + i] * alpha
        tile[TILE_LEFT + pixel] *= through
        scratch.head[pixel] = _NONE


@inner
def paint_flat(scene: Scene, scratch: Scratch, t: int, tile: Tile) -> None:
    """Blends triangle t of one colour over the tile, where no edge of its item crosses the tile."""
    vertices, painted = scene.vertices, scratch.tile
    style = scene.styles[scene.faces[t, FACE_ITEM]]
    s, e = set_up(scene, t)
    x0, x1, y0, y1 = box_of(vertices, s, tile, 0.5)
    if x1 < x0 or y1 < y0:
        return
    row_a = edge_at(vertices, s.b, s.c, x0 + 0.5, y0 + 0.5) + tie_of(e.ax, e.ay)
    row_b = edge_at(vertices, s.c, s.a, x0 + 0.5, y0 + 0.5) + tie_of(e.bx, e.by)
    row_c = edge_at(vertices, s.a, s.b, x0 + 0.5, y0 + 0.5) + tie_of(e.cx, e.cy)
    alpha = style[C_A]
    red, green, blue, through = style[C_R] * alpha, style[C_G] * alpha, style[C_B] * alpha, _1 - alpha
    for y in range(y0, y1 + 1):
        # The pixels of a row that a triangle covers follow each other.
        low, high = 0, x1 - x0
        while low <= high and not _is_inside(e, (row_a, row_b, row_c), low):
            low += 1
        while low < high and not _is_inside(e, (row_a, row_b, row_c), high):
            high -= 1
        pixel = np.uint64((y - tile[5]) * TILE_W + x0 - tile[4] + low)
        for i in range(np.uint64(high - low + 1)):
            painted[TILE_R + pixel + i] = painted[TILE_R + pixel + i] * through + red
            painted[TILE_G + pixel + i] = painted[TILE_G + pixel + i] * through + green
            painted[TILE_B + pixel + i] = painted[TILE_B + pixel + i] * through + blue
            painted[TILE_LEFT + pixel + i] *= through
        row_a, row_b, row_c = row_a + e.ay, row_b + e.by, row_c + e.cy


@inner
def _is_inside(e: Edges, row: tuple[float, float, float], x: int) -> bool:
    """Whether a triangle covers the centre of the pixel x to the right of where its edge functions are ``row``."""
    return bool(row[0] + x * e.ax >= 0.0 and row[1] + x * e.bx >= 0.0 and row[2] + x * e.cx >= 0.0)


@inner
def write_paint(scene: Scene, scratch: Scratch, tile: Tile, pixels: U4) -> None:
    """Blends a painted tile over the frame."""
    first, count = np.uint64(tile[0] - tile[4]), np.uint64(tile[1] - tile[0])
    span = (np.uint64(tile[0]), first, count)
    work, painted = scratch.work, scratch.tile
    for y in range(tile[2], tile[3]):
        row = np.uint64((y - tile[5]) * TILE_W)
        for i in range(_COLUMNS):
            work[ROW_R + i] = painted[TILE_R + row + i]
            work[ROW_G + i] = painted[TILE_G + row + i]
            work[ROW_B + i] = painted[TILE_B + row + i]
            work[ROW_LEFT + i] = painted[TILE_LEFT + row + i]
        soften_row(scene, scratch, span, np.uint64(y))
        write_row(scratch, span, np.uint64(y), pixels)
