"""Kernels that draw the triangles of a tile into fragments.

Inside a surface a pixel belongs to the triangle that covers its centre. Where a silhouette or a border crosses a pixel,
16 samples are tested instead: the parts that triangles of one layer cover are joined to one fragment.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    A0,
    A5,
    COUNT,
    COV,
    D0X,
    D0Y,
    D1X,
    D1Y,
    D4,
    D6,
    DEPTH,
    F4,
    F8,
    FACE,
    FIELD,
    FLAT,
    FULL,
    HEATMAP,
    ITEM,
    KIND,
    MASK,
    MESH,
    NEXT,
    OCCLUSION,
    OPAQUE,
    PIXEL,
    POOL,
    QMAX,
    QMIN,
    QX,
    QY,
    SAMPLES,
    SIDE_A,
    SURFACE,
    TILE_W,
    WORLD_PER_PIXEL,
    Q,
    Scene,
    Scratch,
)

# Where the samples lie in a pixel: 16 rooks, no two in one row or column of a 16 x 16 grid, evenly spread.
_ROOKS = (8, 3, 13, 6, 0, 11, 15, 5, 9, 1, 12, 7, 14, 2, 10, 4)
SAMPLE_X = np.array([(2 * i + 1 - SAMPLES) / (2.0 * SAMPLES) for i in range(SAMPLES)])
SAMPLE_Y = np.array([(2 * j + 1 - SAMPLES) / (2.0 * SAMPLES) for j in _ROOKS])

# The steepest change of depth per pixel that is believed, in world units per world unit of a pixel.
STEEPEST = 60.0

_FULL_POOL = np.uint64(POOL)
_FIELD = np.uint64(FIELD)
_ONE = np.uint64(1)


class Setup(NamedTuple):
    """What the fragments of one triangle have in common."""

    item: int
    kind: int
    side: int
    a: int
    b: int
    c: int
    q: float
    dqb: float
    dqc: float
    qx: float
    qy: float
    wa: float
    wb: float
    wc: float
    per_area: float
    q_low: float
    q_high: float


class Change(NamedTuple):
    """Changes of vertex attributes over the picture at one place of a triangle, and its bend along its edges."""

    d0x: float
    d0y: float
    d1x: float
    d1y: float
    d4: float
    d6: float
    bend_ab: float
    bend_bc: float
    bend_ca: float


@inner
def _edge(vertices: F8, b: int, c: int, x: float, y: float) -> float:
    """Twice the signed area of (x, y), b, c: exact on the grid of 1/256 pixel."""
    return (vertices[b, 0] - x) * (vertices[c, 1] - y) - (vertices[c, 0] - x) * (vertices[b, 1] - y)


@inner
def _tie(ex: float, ey: float) -> float:
    """What is added to an edge function so that a pixel centre on a shared edge goes to one triangle only."""
    return 0.0 if ex > 0.0 or (ex == 0.0 and ey > 0.0) else -1.0 / 131072.0


@inner
def _bend(attributes: F4, i: int, j: int) -> float:
    """Height of the middle of edge ij over its chord, times four, from the gradients at both ends."""
    dx, dy = attributes[j, 0] - attributes[i, 0], attributes[j, 1] - attributes[i, 1]
    return 0.5 * ((attributes[i, 2] - attributes[j, 2]) * dx + (attributes[i, 3] - attributes[j, 3]) * dy)


@inner
def _set_up(scene: Scene, t: int) -> tuple[Setup, float, float, float, float, float, float]:
    """The setup of triangle t, and the changes of its three edge functions per pixel to the right and down."""
    vertices = scene.triangles.vertices
    item, side = scene.triangles.item[t], scene.triangles.state[t]
    a, b, c = scene.triangles.corners[t, 0], scene.triangles.corners[t, 1], scene.triangles.corners[t, 2]
    if side != SIDE_A:
        b, c = c, b
    ax, ay = vertices[b, 1] - vertices[c, 1], vertices[c, 0] - vertices[b, 0]
    bx, by = vertices[c, 1] - vertices[a, 1], vertices[a, 0] - vertices[c, 0]
    cx, cy = vertices[a, 1] - vertices[b, 1], vertices[b, 0] - vertices[a, 0]
    per_area = 1.0 / (cy * bx - by * cx)
    q = vertices[a, 2]
    dqb, dqc = vertices[b, 2] - q, vertices[c, 2] - q
    steepest = STEEPEST * scene.camera[WORLD_PER_PIXEL]
    qx = min(max((bx * dqb + cx * dqc) * per_area, -steepest), steepest)
    qy = min(max((by * dqb + cy * dqc) * per_area, -steepest), steepest)
    low, high = min(q, vertices[b, 2], vertices[c, 2]), max(q, vertices[b, 2], vertices[c, 2])
    wa, wb, wc = vertices[a, 3], vertices[b, 3], vertices[c, 3]
    kind = scene.int_styles[item, KIND]
    setup = Setup(item, kind, side, a, b, c, q, dqb, dqc, qx, qy, wa, wb, wc, per_area, low, high)
    return setup, ax, ay, bx, by, cx, cy


@inner
def _changes(
    attributes: F4, s: Setup, at: tuple[float, float], bx: float, by: float, cx: float, cy: float
) -> Change:
    """The changes of attributes at the barycentric coordinates ``at`` of corners b and c."""
    b = min(max(at[0], 0.0), 1.0)
    c = min(max(at[1], 0.0), 1.0 - b)
    w = 1.0 / (s.wa + b * (s.wb - s.wa) + c * (s.wc - s.wa))
    wx = (bx * (s.wb - s.wa) + cx * (s.wc - s.wa)) * s.per_area
    wy = (by * (s.wb - s.wa) + cy * (s.wc - s.wa)) * s.per_area
    bwx, bwy = (bx * s.per_area - b * w * wx) * s.wb * w, (by * s.per_area - b * w * wy) * s.wb * w
    cwx, cwy = (cx * s.per_area - c * w * wx) * s.wc * w, (cy * s.per_area - c * w * wy) * s.wc * w
    b0, c0 = attributes[s.b, 0] - attributes[s.a, 0], attributes[s.c, 0] - attributes[s.a, 0]
    b1, c1 = attributes[s.b, 1] - attributes[s.a, 1], attributes[s.c, 1] - attributes[s.a, 1]
    b4, c4 = attributes[s.b, 4] - attributes[s.a, 4], attributes[s.c, 4] - attributes[s.a, 4]
    b6, c6 = attributes[s.b, 6] - attributes[s.a, 6], attributes[s.c, 6] - attributes[s.a, 6]
    return Change(
        b0 * bwx + c0 * cwx,
        b0 * bwy + c0 * cwy,
        b1 * bwx + c1 * cwx,
        b1 * bwy + c1 * cwy,
        math.sqrt((b4 * bwx + c4 * cwx) ** 2 + (b4 * bwy + c4 * cwy) ** 2),
        math.sqrt((b6 * bwx + c6 * cwx) ** 2 + (b6 * bwy + c6 * cwy) ** 2),
        _bend(attributes, s.a, s.b),
        _bend(attributes, s.b, s.c),
        _bend(attributes, s.c, s.a),
    )


@inner
def _interpolate(
    scene: Scene, scratch: Scratch, n: np.uint64, s: Setup, d: Change, b: float, c: float
) -> None:
    """Writes the vertex attributes of fragment n at screen-space barycentric coordinates b and c."""
    floats, attributes = scratch.floats, scene.triangles.attributes
    w = 1.0 / (s.wa + b * (s.wb - s.wa) + c * (s.wc - s.wa))
    fb, fc = np.float32(b * s.wb * w), np.float32(c * s.wc * w)
    fa = np.float32(1.0) - fb - fc
    place = A0 + n
    for k in range(7):
        floats[place] = fa * attributes[s.a, k] + fb * attributes[s.b, k] + fc * attributes[s.c, k]
        place += _FIELD
    if s.kind != MESH:
        floats[D0X + n] = d.d0x
        floats[D0Y + n] = d.d0y
        floats[D1X + n] = d.d1x
        floats[D1Y + n] = d.d1y
        floats[D4 + n] = d.d4
        floats[D6 + n] = d.d6
        floats[A5 + n] += np.float32(fa * fb * d.bend_ab + fb * fc * d.bend_bc + fc * fa * d.bend_ca)


@inner
def _join(scratch: Scratch, s: Setup, pixel: int, mask: int, count: int) -> tuple[bool, np.uint64]:
    """Joins samples to the fragment of the same layer in this pixel.

    Two parts are of one layer where they belong to one item, are seen from one side, share no sample, and their depths
    meet: neighbours in a surface share a corner.

    Returns:
        Whether there was one, and the fragment whose paint is to be taken anew, or POOL where the old is kept.
    """
    ints, floats = scratch.ints, scratch.floats
    k = scratch.head[pixel]
    while k >= 0:
        n = np.uint64(k)
        if ints[ITEM + n] != s.item:
            return False, _FULL_POOL
        meets = floats[QMIN + n] <= s.q_high and s.q_low <= floats[QMAX + n]
        if meets and ints[FACE + n] == s.side and ints[MASK + n] & mask == 0:
            ints[MASK + n] |= mask
            floats[QMIN + n] = min(floats[QMIN + n], np.float32(s.q_low))
            floats[QMAX + n] = max(floats[QMAX + n], np.float32(s.q_high))
            if count > ints[COUNT + n]:
                ints[COUNT + n] = count
                return True, n
            return True, _FULL_POOL
        k = ints[NEXT + n]
    return False, _FULL_POOL


@inner
def _emit(
    scene: Scene,
    scratch: Scratch,
    n: np.uint64,
    s: Setup,
    d: Change,
    spot: tuple[int, float, float],
    part: tuple[int, int],
) -> np.uint64:
    """Adds a fragment at ``spot`` (pixel, barycentric b and c) that covers ``part`` (mask, samples) of the pixel.

    Returns:
        The number of fragments afterwards.
    """
    floats, ints = scratch.floats, scratch.ints
    pixel, b, c = spot
    mask, count = part
    q = s.q + b * s.dqb + c * s.dqc
    slope = abs(s.qx) + abs(s.qy)
    if q - slope > scratch.opaque[pixel] and scene.int_styles[s.item, OCCLUSION] == DEPTH:
        return n
    place = n
    joined = False
    if mask != FULL:
        joined, place = _join(scratch, s, pixel, mask, count)
        if joined and place == _FULL_POOL:
            return n
        if not joined:
            place = n
            floats[QMIN + n] = s.q_low
            floats[QMAX + n] = s.q_high
            ints[COUNT + n] = count
    elif scene.int_styles[s.item, OPAQUE] != 0:
        behind = np.float32(q + slope + 1e-5 * abs(q))
        scratch.opaque[pixel] = min(scratch.opaque[pixel], behind)
    floats[Q + place] = q
    floats[QX + place] = s.qx
    floats[QY + place] = s.qy
    if s.kind != FLAT:
        _interpolate(scene, scratch, place, s, d, b, c)
    if joined:
        return n
    floats[COV + n] = 1.0
    ints[NEXT + n] = scratch.head[pixel]
    ints[ITEM + n] = s.item
    ints[MASK + n] = mask
    ints[PIXEL + n] = pixel
    ints[FACE + n] = s.side
    scratch.head[pixel] = np.int32(n)
    return n + _ONE


@inner
def _samples(
    ea: float, eb: float, ec: float, ex: tuple[float, float, float], ey: tuple[float, float, float]
) -> tuple[int, int, float, float]:
    """Which samples a triangle covers, from its edge functions at the centre of a pixel and their changes.

    Returns:
        The mask, how many, and the sums of their offsets from the centre.
    """
    mask, count, sx, sy = 0, 0, 0.0, 0.0
    for i in range(SAMPLES):
        x, y = SAMPLE_X[i], SAMPLE_Y[i]
        inside = ea + ex[0] * x + ey[0] * y >= 0.0 and eb + ex[1] * x + ey[1] * y >= 0.0
        if inside and ec + ex[2] * x + ey[2] * y >= 0.0:
            mask |= 1 << i
            count += 1
            sx += x
            sy += y
    return mask, count, sx, sy


@inner
def _first(low: float, half: float, bound: int) -> int:
    """The first pixel, not before ``bound``, that starts (half = 0) or has its centre (0.5) at ``low`` or after."""
    start = max(low - half, bound - 1.0)
    return max(int(math.floor(start)) if half == 0.0 else int(math.ceil(start)), bound)


@inner
def _last(high: float, half: float, bound: int) -> int:
    """The last pixel, before ``bound``, that starts or has its centre at ``high`` or before."""
    return min(int(math.floor(min(high - half, float(bound)))), bound - 1)


@inner
def draw_triangle(
    scene: Scene,
    scratch: Scratch,
    n: np.uint64,
    t: int,
    tile: tuple[int, int, int, int, int, int],
    flagged: bool,
) -> np.uint64:
    """Draws triangle t into a tile.

    Args:
        scene: the view.
        scratch: where fragments go.
        n: fragments in use.
        t: row of the triangle.
        tile: columns from, to (exclusive), rows from, to, and the left and top of the tile, in pixels.
        flagged: whether any pixel of the tile is crossed by an edge of the item.

    Returns:
        Fragments in use afterwards, or POOL where there was no room.
    """
    vertices = scene.triangles.vertices
    s, ax, ay, bx, by, cx, cy = _set_up(scene, t)
    low_x = min(vertices[s.a, 0], vertices[s.b, 0], vertices[s.c, 0])
    high_x = max(vertices[s.a, 0], vertices[s.b, 0], vertices[s.c, 0])
    low_y = min(vertices[s.a, 1], vertices[s.b, 1], vertices[s.c, 1])
    high_y = max(vertices[s.a, 1], vertices[s.b, 1], vertices[s.c, 1])
    # Where pixels are flagged every one that is touched counts, elsewhere those with their centre inside.
    half = 0.0 if flagged else 0.5
    x0, x1 = _first(low_x, half, tile[0]), _last(high_x, half, tile[1])
    y0, y1 = _first(low_y, half, tile[2]), _last(high_y, half, tile[3])
    if x1 < x0 or y1 < y0:
        return n
    if n + np.uint64((x1 - x0 + 1) * (y1 - y0 + 1)) > _FULL_POOL:
        return _FULL_POOL
    px, py = x0 + 0.5, y0 + 0.5
    row_a = _edge(vertices, s.b, s.c, px, py) + _tie(ax, ay)
    row_b = _edge(vertices, s.c, s.a, px, py) + _tie(bx, by)
    row_c = _edge(vertices, s.a, s.b, px, py) + _tie(cx, cy)
    d = Change(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    if s.kind == SURFACE or s.kind == HEATMAP:
        mx, my = 0.5 * (x1 - x0), 0.5 * (y1 - y0)
        at = ((row_b + bx * mx + by * my) * s.per_area, (row_c + cx * mx + cy * my) * s.per_area)
        d = _changes(scene.triangles.attributes, s, at, bx, by, cx, cy)
    for y in range(y0, y1 + 1):
        ea, eb, ec = row_a, row_b, row_c
        pixel = (y - tile[5]) * TILE_W + x0 - tile[4]
        for _ in range(x0, x1 + 1):
            if flagged and scratch.flags[pixel] != 0:
                mask, count, sx, sy = _samples(ea, eb, ec, (ax, bx, cx), (ay, by, cy))
                if mask != 0:
                    sx, sy = sx / count, sy / count
                    spot = (
                        pixel,
                        (eb + bx * sx + by * sy) * s.per_area,
                        (ec + cx * sx + cy * sy) * s.per_area,
                    )
                    n = _emit(scene, scratch, n, s, d, spot, (mask, count))
            elif ea >= 0.0 and eb >= 0.0 and ec >= 0.0:
                n = _emit(scene, scratch, n, s, d, (pixel, eb * s.per_area, ec * s.per_area), (FULL, SAMPLES))
            ea, eb, ec = ea + ax, eb + bx, ec + cx
            pixel += 1
        row_a, row_b, row_c = row_a + ay, row_b + by, row_c + cy
    return n


@inner
def flag_edge(scene: Scene, scratch: Scratch, e: int, tile: tuple[int, int, int, int, int, int]) -> None:
    """Flags the pixels of a tile whose square an edge may cross."""
    x0, y0, x1, y1 = scene.edges[e, 0], scene.edges[e, 1], scene.edges[e, 2], scene.edges[e, 3]
    if y0 > y1:
        x0, y0, x1, y1 = x1, y1, x0, y0
    slope = (x1 - x0) / (y1 - y0) if y1 > y0 else 0.0
    first, last = (
        max(int(math.floor(max(y0, -1.0))), tile[2]),
        min(int(math.floor(min(y1, 1e6))), tile[3] - 1),
    )
    for y in range(first, last + 1):
        a = x0 + slope * (max(float(y), y0) - y0) if y1 > y0 else x0
        b = x0 + slope * (min(y + 1.0, y1) - y0) if y1 > y0 else x1
        low, high = min(a, b) - 0.01, max(a, b) + 0.01
        left, right = int(max(low, float(tile[0]))), int(min(high, tile[1] - 1.0))
        for x in range(left, right + 1):
            scratch.flags[(y - tile[5]) * TILE_W + x - tile[4]] = 1
