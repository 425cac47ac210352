"""Kernels that draw the triangles of a tile into fragments.

Inside a surface a pixel belongs to the triangle that covers its centre. Where a silhouette or a border crosses a pixel,
16 samples are tested instead: the parts that triangles of one layer cover are joined to one fragment.
"""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    A0,
    A1,
    A2,
    A3,
    A4,
    A5,
    A6,
    CHANGES,
    CHANGES_NONE,
    CHANGES_XY,
    D0X,
    D0Y,
    D1X,
    D1Y,
    D4,
    D6,
    F4,
    F8,
    FACE,
    FIELD,
    FLAT,
    FULL,
    KIND,
    MASK,
    NEXT,
    PIXEL,
    POOL,
    QMAX,
    QMIN,
    QX,
    QY,
    SAMPLES,
    SIDE_A,
    T0,
    T1,
    TILE_W,
    WORLD_PER_PIXEL,
    Q,
    Scene,
    Scratch,
    Tile,
)

# Where the samples lie in a pixel: 16 rooks, no two in one row or column of a 16 x 16 grid, evenly spread.
_ROOKS = (8, 3, 13, 6, 0, 11, 15, 5, 9, 1, 12, 7, 14, 2, 10, 4)
_STEPS_X = np.array([2 * i + 1 - SAMPLES for i in range(SAMPLES)], np.int32)
_STEPS_Y = np.array([2 * j + 1 - SAMPLES for j in _ROOKS], np.int32)
_BITS = np.array([1 << i for i in range(SAMPLES)], np.int32)
SAMPLE_X, SAMPLE_Y = _STEPS_X / (2.0 * SAMPLES), _STEPS_Y / (2.0 * SAMPLES)
_NONE, _SINGLE = np.int32(0), np.int32(1)

# The steepest change of depth per pixel that is believed, in world units per world unit of a pixel.
STEEPEST = 60.0

_FULL_POOL = np.uint64(POOL)
_FIELD = np.uint64(FIELD)
_ONE = np.uint64(1)
_TWO = np.uint64(2)
_ROW = np.uint64(TILE_W)
_SHIFT, _LAST = np.uint64(6), np.uint64(TILE_W - 1)
_THREE, _SEVEN = np.uint64(3), np.uint64(7)
_1 = np.float32(1.0)


# First and last column and row of pixels, and values of the three edge functions.
Box: TypeAlias = tuple[int, int, int, int]
Rows: TypeAlias = tuple[float, float, float]


class Setup(NamedTuple):
    """What the fragments of one triangle have in common."""

    kind: int
    changes: int
    side: int
    a: np.uint64
    b: np.uint64
    c: np.uint64
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


class Edges(NamedTuple):
    """Changes of the three edge functions of a triangle per pixel to the right and down."""

    ax: float
    ay: float
    bx: float
    by: float
    cx: float
    cy: float


class Change(NamedTuple):
    """Changes of vertex attributes over the picture at one place of a triangle."""

    d0x: float
    d0y: float
    d1x: float
    d1y: float
    d4: float
    d6: float


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
def _set_up(scene: Scene, t: int) -> tuple[Setup, Edges]:
    """What the fragments of triangle t share, and how its edge functions change."""
    vertices = scene.triangles.vertices
    item, side = scene.triangles.item[t], scene.triangles.state[t]
    corners = scene.triangles.corners
    a, b, c = np.uint64(corners[t, 0]), np.uint64(corners[t, 1]), np.uint64(corners[t, 2])
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
    kind, changes = scene.int_styles[item, KIND], scene.int_styles[item, CHANGES]
    setup = Setup(kind, changes, side, a, b, c, q, dqb, dqc, qx, qy, wa, wb, wc, per_area, low, high)
    return setup, Edges(ax, ay, bx, by, cx, cy)


@inner
def _changes(attributes: F4, s: Setup, at: tuple[float, float], e: Edges) -> Change:
    """The changes of attributes at the barycentric coordinates ``at`` of corners b and c."""
    b = min(max(at[0], 0.0), 1.0)
    c = min(max(at[1], 0.0), 1.0 - b)
    w = 1.0 / (s.wa + b * (s.wb - s.wa) + c * (s.wc - s.wa))
    wx = (e.bx * (s.wb - s.wa) + e.cx * (s.wc - s.wa)) * s.per_area
    wy = (e.by * (s.wb - s.wa) + e.cy * (s.wc - s.wa)) * s.per_area
    bx, by = (e.bx * s.per_area - b * w * wx) * s.wb * w, (e.by * s.per_area - b * w * wy) * s.wb * w
    cx, cy = (e.cx * s.per_area - c * w * wx) * s.wc * w, (e.cy * s.per_area - c * w * wy) * s.wc * w
    b0, c0 = attributes[s.b, 0] - attributes[s.a, 0], attributes[s.c, 0] - attributes[s.a, 0]
    b1, c1 = attributes[s.b, 1] - attributes[s.a, 1], attributes[s.c, 1] - attributes[s.a, 1]
    x_and_y = (b0 * bx + c0 * cx, b0 * by + c0 * cy, b1 * bx + c1 * cx, b1 * by + c1 * cy)
    if s.changes == CHANGES_XY:
        return Change(*x_and_y, 0.0, 0.0)
    b4, c4 = attributes[s.b, 4] - attributes[s.a, 4], attributes[s.c, 4] - attributes[s.a, 4]
    b6, c6 = attributes[s.b, 6] - attributes[s.a, 6], attributes[s.c, 6] - attributes[s.a, 6]
    return Change(
        *x_and_y,
        math.sqrt((b4 * bx + c4 * cx) ** 2 + (b4 * by + c4 * cy) ** 2),
        math.sqrt((b6 * bx + c6 * cx) ** 2 + (b6 * by + c6 * cy) ** 2),
    )


@inner
def _finish_flat(scratch: Scratch, s: Setup, n0: np.uint64, end: np.uint64) -> None:
    """Depths of fragments of one triangle, from barycentric coordinates of the picture in T0 and T1."""
    floats = scratch.floats
    q, dqb, dqc = np.float32(s.q), np.float32(s.dqb), np.float32(s.dqc)
    qx, qy = np.float32(s.qx), np.float32(s.qy)
    for i in range(n0, end):
        floats[Q + i] = q + floats[T0 + i] * dqb + floats[T1 + i] * dqc
        floats[QX + i] = qx
        floats[QY + i] = qy


@inner
def _finish_attributes(scene: Scene, scratch: Scratch, s: Setup, n0: np.uint64, end: np.uint64) -> None:
    """Attributes of fragments of one triangle, from barycentric coordinates of the picture in T0 and T1."""
    floats, a = scratch.floats, scene.triangles.attributes
    wa, wb, wc = np.float32(s.wa), np.float32(s.wb), np.float32(s.wc)
    dwb, dwc = wb - wa, wc - wa
    a0, b0, c0 = a[s.a, 0], a[s.b, 0] - a[s.a, 0], a[s.c, 0] - a[s.a, 0]
    a1, b1, c1 = a[s.a, 1], a[s.b, 1] - a[s.a, 1], a[s.c, 1] - a[s.a, 1]
    a2, b2, c2 = a[s.a, 2], a[s.b, 2] - a[s.a, 2], a[s.c, 2] - a[s.a, 2]
    a3, b3, c3 = a[s.a, 3], a[s.b, 3] - a[s.a, 3], a[s.c, 3] - a[s.a, 3]
    a4, b4, c4 = a[s.a, 4], a[s.b, 4] - a[s.a, 4], a[s.c, 4] - a[s.a, 4]
    a5, b5, c5 = a[s.a, 5], a[s.b, 5] - a[s.a, 5], a[s.c, 5] - a[s.a, 5]
    a6, b6, c6 = a[s.a, 6], a[s.b, 6] - a[s.a, 6], a[s.c, 6] - a[s.a, 6]
    for i in range(n0, end):
        b, c = floats[T0 + i], floats[T1 + i]
        w = _1 / (wa + b * dwb + c * dwc)
        b, c = b * wb * w, c * wc * w
        floats[T0 + i] = b
        floats[T1 + i] = c
        floats[A0 + i] = a0 + b * b0 + c * c0
        floats[A1 + i] = a1 + b * b1 + c * c1
        floats[A2 + i] = a2 + b * b2 + c * c2
        floats[A3 + i] = a3 + b * b3 + c * c3
        floats[A4 + i] = a4 + b * b4 + c * c4
        floats[A5 + i] = a5 + b * b5 + c * c5
        floats[A6 + i] = a6 + b * b6 + c * c6


@inner
def _finish_surface(
    scratch: Scratch, attributes: F4, s: Setup, d: Change, n0: np.uint64, end: np.uint64
) -> None:
    """Changes of attributes over the picture, and the height of a surface with the gradients of the corners.

    Barycentric coordinates of the triangle in space are in T0 and T1, the height of the flat triangle in A5.
    """
    floats = scratch.floats
    ab, bc = np.float32(_bend(attributes, s.a, s.b)), np.float32(_bend(attributes, s.b, s.c))
    ca = np.float32(_bend(attributes, s.c, s.a))
    d0x, d0y, d1x = np.float32(d.d0x), np.float32(d.d0y), np.float32(d.d1x)
    d1y, d4, d6 = np.float32(d.d1y), np.float32(d.d4), np.float32(d.d6)
    for i in range(n0, end):
        fb, fc = floats[T0 + i], floats[T1 + i]
        fa = _1 - fb - fc
        floats[A5 + i] += fa * fb * ab + fb * fc * bc + fc * fa * ca
        floats[D0X + i] = d0x
        floats[D0Y + i] = d0y
        floats[D1X + i] = d1x
        floats[D1Y + i] = d1y
        floats[D4 + i] = d4
        floats[D6 + i] = d6


@inner
def _finish(
    scene: Scene,
    scratch: Scratch,
    s: Setup,
    span: tuple[np.uint64, np.uint64],
    at: tuple[float, float],
    e: Edges,
) -> None:
    """Depths and attributes of the fragments of one triangle; ``at`` is the place where changes are taken.

    Loops go on to a multiple of eight, which the compiler turns into few instructions without a rest: what they write
    past the end is overwritten by the fragments to come.
    """
    n0 = span[0]
    end = n0 + (((span[1] - n0 + _SEVEN) >> _THREE) << _THREE)
    _finish_flat(scratch, s, n0, end)
    if s.kind == FLAT:
        return
    _finish_attributes(scene, scratch, s, n0, end)
    if s.changes != CHANGES_NONE:
        attributes = scene.triangles.attributes
        _finish_surface(scratch, attributes, s, _changes(attributes, s, at, e), n0, end)


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
def _add(scratch: Scratch, n: np.uint64, pixel: np.uint64, b: float, c: float, mask: int) -> np.uint64:
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
def _add_part(
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
    return _add(scratch, n, pixel, b, c, mask)


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
    return np.int64(mask), np.int64(count), sx / (2.0 * SAMPLES), sy / (2.0 * SAMPLES)


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
def _box(vertices: F8, s: Setup, tile: Tile, half: float) -> Box:
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
def _is_flagged(scratch: Scratch, tile: Tile, box: Box) -> bool:
    """Whether an edge of the item crosses any pixel of a box."""
    low, high = np.uint64(box[0] - tile[4]), np.uint64(box[1] - box[0])
    span = ((_TWO << high) - _ONE) << low
    crossed = np.uint64(0)
    for y in range(box[2] - tile[5], box[3] - tile[5] + 1):
        crossed |= scratch.flags[y] & span
    return crossed != 0


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
                n = _add_part(scratch, n, s, place, e, (ea, eb, ec), first)
            elif ea >= 0.0 and eb >= 0.0 and ec >= 0.0:
                n = _add(scratch, n, place, eb * s.per_area, ec * s.per_area, FULL)
            ea, eb, ec = ea + e.ax, eb + e.bx, ec + e.cx
            place += _ONE
        row_a, row_b, row_c = row_a + e.ay, row_b + e.by, row_c + e.cy
        pixel += _ROW
    return n


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
    vertices = scene.triangles.vertices
    s, e = _set_up(scene, t)
    box = _box(vertices, s, tile, 0.5)
    flagged = False
    if first >= 0:
        wide = _box(vertices, s, tile, 0.0)
        flagged = wide[0] <= wide[1] and wide[2] <= wide[3] and _is_flagged(scratch, tile, wide)
        box = wide if flagged else box
    x0, x1, y0, y1 = box
    if x1 < x0 or y1 < y0:
        return n
    if n + np.uint64((x1 - x0 + 1) * (y1 - y0 + 1)) >= _FULL_POOL:
        return _FULL_POOL
    px, py = x0 + 0.5, y0 + 0.5
    row_a = _edge(vertices, s.b, s.c, px, py) + _tie(e.ax, e.ay)
    row_b = _edge(vertices, s.c, s.a, px, py) + _tie(e.bx, e.by)
    row_c = _edge(vertices, s.a, s.b, px, py) + _tie(e.cx, e.cy)
    pixel = np.uint64((y0 - tile[5]) * TILE_W + x0 - tile[4])
    rows = (row_a, row_b, row_c)
    if flagged:
        n1 = _cover_flagged(scratch, n, s, e, box, rows, pixel, first)
    else:
        n1 = _cover(scratch, n, s, e, box, rows, pixel)
    if n1 > n:
        mx, my = 0.5 * (x1 - x0), 0.5 * (y1 - y0)
        at = ((row_b + e.bx * mx + e.by * my) * s.per_area, (row_c + e.cx * mx + e.cy * my) * s.per_area)
        _finish(scene, scratch, s, (n, n1), at, e)
    return n1


@inner
def flag_edge(scene: Scene, scratch: Scratch, e: int, tile: Tile) -> None:
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
            scratch.flags[y - tile[5]] |= _ONE << np.uint64(x - tile[4])
