"""Kernels for pixels that a silhouette or a border crosses, where 16 samples are tested instead of the centre."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.geometry import floor_between
from gradanim.raster.layout import (
    FACE,
    FULL,
    MASK,
    NEXT,
    PIXEL,
    QMAX,
    QMIN,
    SAMPLES,
    T0,
    T1,
    Scene,
    Scratch,
    Tile,
)
from gradanim.raster.tile_setup import Edges, Setup

# Where the samples lie in a pixel: 16 rooks, no two in one row or column of a 16 x 16 grid, evenly spread.
_ROOKS = (8, 3, 13, 6, 0, 11, 15, 5, 9, 1, 12, 7, 14, 2, 10, 4)
_STEPS_X = np.array([2 * i + 1 - SAMPLES for i in range(SAMPLES)], np.int32)
_STEPS_Y = np.array([2 * j + 1 - SAMPLES for j in _ROOKS], np.int32)
_BITS = np.array([1 << i for i in range(SAMPLES)], np.int32)
SAMPLE_X, SAMPLE_Y = _STEPS_X / (2.0 * SAMPLES), _STEPS_Y / (2.0 * SAMPLES)
_NONE, _SINGLE = np.int32(0), np.int32(1)
_ONE = np.uint64(1)
_TWO = np.uint64(2)
# First and last column and row of pixels.
Box: TypeAlias = tuple[int, int, int, int]


@inner
def _join(scratch: Scratch, s: Setup, pixel: np.uint64, mask: int, first: int) -> bool:
    """Joins samples to the fragment of the same layer in this pixel, if there is one.

    Two parts are of one layer where they belong to one item, are seen from one side, share no sample, and their depths
    meet: neighbours in a surface share a corner. The paint of the part that came first stays.
    """
    ints, floats = scratch.ints, scratch.floats
    k = scratch.head[pixel]
    while k >= first:
        n = np.uint64(k)
        apart = ints[MASK + n] & mask == 0
        if (
            apart
            and ints[FACE + n] == s.side
            and floats[QMIN + n] <= s.q_high
            and s.q_low <= floats[QMAX + n]
        ):
            ints[MASK + n] |= mask
            floats[QMIN + n] = min(floats[QMIN + n], np.float32(s.q_low))
            floats[QMAX + n] = max(floats[QMAX + n], np.float32(s.q_high))
            return True
        k = ints[NEXT + n]
    return False


@inner
def add_fragment(
    scratch: Scratch, n: np.uint64, pixel: np.uint64, b: float, c: float, mask: int | np.int64
) -> np.uint64:
    """Adds a fragment with barycentric coordinates b and c; returns fragments in use afterwards."""
    floats, ints = scratch.floats, scratch.ints
    floats[T0 + n] = b
    floats[T1 + n] = c
    ints[NEXT + n] = scratch.head[pixel]
    ints[MASK + n] = mask
    ints[PIXEL + n] = pixel
    scratch.head[pixel] = np.int32(n)
    return n + _ONE


@inner
def add_part(
    scratch: Scratch,
    n: np.uint64,
    s: Setup,
    pixel: np.uint64,
    e: Edges,
    at: tuple[float, float, float],
    first: int,
) -> np.uint64:
    """Adds the part of a pixel that a triangle covers, given its edge functions ``at`` the centre of the pixel."""
    mask, count, x, y = _samples(at, e)
    if count == 0 or (count < SAMPLES and _join(scratch, s, pixel, mask, first)):
        return n
    x, y = x / count, y / count
    b, c = (at[1] + e.bx * x + e.by * y) * s.per_area, (at[2] + e.cx * x + e.cy * y) * s.per_area
    floats = scratch.floats
    floats[QMIN + n] = s.q_low
    floats[QMAX + n] = s.q_high
    scratch.ints[FACE + n] = s.side
    return add_fragment(scratch, n, pixel, b, c, mask)


@inner
def _samples(at: tuple[float, float, float], e: Edges) -> tuple[int, int, float, float]:
    """Which samples a triangle covers, from its edge functions at the centre of a pixel and their changes.

    Returns:
        The mask, how many, and the sums of their offsets from the centre.
    """
    # Most pixels in the box of a triangle lie beyond one of its edges altogether.
    out_a, out_b = 0.5 * (abs(e.ax) + abs(e.ay)), 0.5 * (abs(e.bx) + abs(e.by))
    out_c = 0.5 * (abs(e.cx) + abs(e.cy))
    if at[0] < -out_a or at[1] < -out_b or at[2] < -out_c:
        return 0, 0, 0.0, 0.0
    if at[0] >= out_a and at[1] >= out_b and at[2] >= out_c:
        return FULL, SAMPLES, 0.0, 0.0
    mask, count, sx, sy = _NONE, _NONE, _NONE, _NONE
    for i in range(SAMPLES):
        x, y = SAMPLE_X[i], SAMPLE_Y[i]
        a, b, c = at[0] + e.ax * x + e.ay * y, at[1] + e.bx * x + e.by * y, at[2] + e.cx * x + e.cy * y
        covered = (a >= 0.0) & (b >= 0.0) & (c >= 0.0)
        mask |= _BITS[i] if covered else _NONE
        count += _SINGLE if covered else _NONE
        sx += _STEPS_X[i] if covered else _NONE
        sy += _STEPS_Y[i] if covered else _NONE
    return int(mask), int(count), sx / (2.0 * SAMPLES), sy / (2.0 * SAMPLES)


@inner
def is_flagged(scratch: Scratch, tile: Tile, box: Box) -> bool:
    """Whether an edge of the item crosses any pixel of a box."""
    low, high = np.uint64(box[0] - tile[4]), np.uint64(box[1] - box[0])
    span = ((_TWO << high) - _ONE) << low
    crossed = np.uint64(0)
    for y in range(box[2] - tile[5], box[3] - tile[5] + 1):
        crossed |= scratch.flags[y] & span
    return bool(crossed != 0)


@inner
def flag_edge(scene: Scene, scratch: Scratch, e: int, tile: Tile) -> None:
    """Flags the pixels of a tile whose square an edge may cross."""
    x0, y0, x1, y1 = scene.edges[e, 0], scene.edges[e, 1], scene.edges[e, 2], scene.edges[e, 3]
    if y0 > y1:
        x0, y0, x1, y1 = x1, y1, x0, y0
    slope = (x1 - x0) / (y1 - y0) if y1 > y0 else 0.0
    first, last = floor_between(y0, tile[2], tile[3]), floor_between(y1, tile[2] - 1, tile[3] - 1)
    for y in range(first, last + 1):
        a = x0 + slope * (max(float(y), y0) - y0) if y1 > y0 else x0
        b = x0 + slope * (min(y + 1.0, y1) - y0) if y1 > y0 else x1
        low, high = min(a, b) - 0.01, max(a, b) + 0.01
        left, right = floor_between(low, tile[0], tile[1]), floor_between(high, tile[0] - 1, tile[1] - 1)
        for x in range(left, right + 1):
            scratch.flags[y - tile[5]] |= _ONE << np.uint64(x - tile[4])
