"""Kernels that add strokes, and cut segments to what the viewport shows."""

from __future__ import annotations

import math
from typing import TypeAlias

from gradanim.raster.compiled import inner
from gradanim.raster.geometry import floor_between, is_before_eye, to_eye, to_pixel
from gradanim.raster.layout import (
    BOX,
    F8,
    I4,
    LINE_REACH,
    NEAR_Z,
    PAINT,
    PAINT_2,
    SEGMENT,
    STROKE_ITEM,
    STROKE_KIND,
    STROKE_NUMBERS,
    Strokes,
)

# Long segments are cut into pieces of this many pixels, so that each touches few tiles.
_PIECE = 96.0
_MOST_PIECES = 4096


Spot: TypeAlias = tuple[float, float, float]
Quad: TypeAlias = tuple[float, float, float, float]
Numbers: TypeAlias = tuple[float, float, float, float, float, float, float, float, float, float, float, float]


@inner
def add_stroke(
    out: Strokes, item: int, kind: float, values: Numbers, box: Quad, paints: tuple[Quad, Quad]
) -> None:
    """Adds a stroke where there is room, and counts it in any case; ``values`` are its own STROKE_NUMBERS numbers."""
    place = out.used[0]
    out.used[0] += 1
    if place >= out.strokes.shape[0]:
        return
    row = out.strokes[place]
    for i in range(STROKE_NUMBERS):
        row[i] = values[i]
    row[STROKE_KIND], row[STROKE_ITEM] = kind, item
    for i in range(4):
        row[PAINT + i], row[PAINT_2 + i], row[BOX + i] = paints[0][i], paints[1][i], box[i]


@inner
def paint_at(colors: F8, place: int) -> Quad:
    """Four numbers from a place on."""
    return colors[place], colors[place + 1], colors[place + 2], colors[place + 3]


@inner
def _between(a: Quad, b: Quad, t: float) -> Quad:
    """The paint at t from a to b."""
    return (
        a[0] + t * (b[0] - a[0]),
        a[1] + t * (b[1] - a[1]),
        a[2] + t * (b[2] - a[2]),
        a[3] + t * (b[3] - a[3]),
    )


@inner
def _clip_span(
    low: float, high: float, start: float, end: float, bound: float, sign: float
) -> tuple[float, float]:
    """The part of a span (low, high) of a segment in which sign * (coordinate - bound) is not negative."""
    a, b = sign * (start - bound), sign * (end - bound)
    if a < 0.0 and b < 0.0:
        return 1.0, 0.0
    if a < 0.0:
        low = max(low, a / (a - b))
    elif b < 0.0:
        high = min(high, a / (a - b))
    return low, high


@inner
def _visible_span(a: Spot, b: Spot, half: float, clip: I4) -> tuple[float, float]:
    """The part of a projected segment that may touch the viewport."""
    margin = half + 2.0
    low, high = _clip_span(0.0, 1.0, a[0], b[0], clip[0] - margin, 1.0)
    low, high = _clip_span(low, high, a[0], b[0], clip[1] + margin, -1.0)
    low, high = _clip_span(low, high, a[1], b[1], clip[2] - margin, 1.0)
    return _clip_span(low, high, a[1], b[1], clip[3] + margin, -1.0)


@inner
def add_segment(
    out: Strokes, item: int, a: Spot, b: Spot, line: tuple[float, float], paints: tuple[Quad, Quad]
) -> None:
    """Adds a projected segment in pieces.

    Args:
        out: where strokes go.
        item: row of the style tables.
        a: pixel x, y and depth key of its start.
        b: of its end.
        line: half width, and place of the start along the line, in pixels.
        paints: at both ends.
    """
    half, start = line
    length = math.hypot(b[0] - a[0], b[1] - a[1])
    low, high = _visible_span(a, b, half, out.clip)
    if not low <= high:
        return
    pieces = floor_between((high - low) * length / max(_PIECE, 4.0 * half), 0, _MOST_PIECES) + 1
    reach = half + LINE_REACH
    for i in range(pieces):
        t, u = low + (high - low) * i / pieces, low + (high - low) * (i + 1) / pieces
        x0, y0, q0 = a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])
        x1, y1, q1 = a[0] + u * (b[0] - a[0]), a[1] + u * (b[1] - a[1]), a[2] + u * (b[2] - a[2])
        box = (min(x0, x1) - reach, max(x0, x1) + reach, min(y0, y1) - reach, max(y0, y1) + reach)
        values = (x0, y0, q0, x1, y1, q1, half, start + t * length, start + u * length, 0.0, 0.0, 0.0)
        both = (_between(paints[0], paints[1], t), _between(paints[0], paints[1], u))
        add_stroke(out, item, 1.0 * SEGMENT, values, box, both)


@inner
def project_segment(camera: F8, a: Spot, b: Spot) -> tuple[bool, Spot, Spot]:
    """Whether any of a segment in world coordinates is left before the near plane, and pixels and keys of its ends."""
    ra, ua, za = to_eye(camera, a[0], a[1], a[2])
    rb, ub, zb = to_eye(camera, b[0], b[1], b[2])
    nothing = (0.0, 0.0, 0.0)
    if not math.isfinite(ra + ua + za + rb + ub + zb):
        return False, nothing, nothing
    seen_a, seen_b = is_before_eye(camera, za), is_before_eye(camera, zb)
    if not seen_a and not seen_b:
        return False, nothing, nothing
    near = camera[NEAR_Z] * 1.001
    if seen_a != seen_b:
        t = (near - za) / (zb - za)
        r, u = ra + t * (rb - ra), ua + t * (ub - ua)
        if seen_a:
            rb, ub, zb = r, u, near
        else:
            ra, ua, za = r, u, near
    xa, ya, qa, _ = to_pixel(camera, ra, ua, za)
    xb, yb, qb, _ = to_pixel(camera, rb, ub, zb)
    return math.isfinite(xa + ya + xb + yb), (xa, ya, qa), (xb, yb, qb)
