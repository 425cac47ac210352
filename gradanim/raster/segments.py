"""Kernels that add strokes, and cut segments to what the viewport shows."""

from __future__ import annotations

import math

from gradanim.raster.compiled import inner
from gradanim.raster.geometry import is_before_eye, to_eye, to_pixel
from gradanim.raster.layout import (
    BOX,
    F8,
    I4,
    NEAR_Z,
    PAINT,
    SEGMENT,
    Strokes,
)

# Long segments are cut into pieces of this many pixels, so that each touches few tiles.
_PIECE = 96.0


@inner
def add_stroke(
    out: Strokes,
    count: int,
    kind: int,
    item: int,
    values: tuple[float, ...],
    box: tuple[float, float, float, float],
) -> int:
    """Adds a stroke where there is room, and counts it in any case."""
    if count < out.kinds.size:
        out.kinds[count] = kind
        out.items[count] = item
        for i in range(len(values)):
            out.strokes[count, i] = values[i]
        for i in range(4):
            out.strokes[count, BOX + i] = box[i]
    return count + 1


@inner
def add_paints(out: Strokes, place: int, first: F8, second: F8, a: int, b: int) -> None:
    """Gives stroke ``place`` the paints in first[a:a + 4] and second[b:b + 4]."""
    if place < out.kinds.size:
        for k in range(4):
            out.strokes[place, PAINT + k] = first[a + k]
            out.strokes[place, PAINT + 4 + k] = second[b + k]


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
def _visible_span(
    a: tuple[float, float, float], b: tuple[float, float, float], half: float, clip: I4
) -> tuple[float, float]:
    """The part of a projected segment that may touch the viewport."""
    margin = half + 2.0
    low, high = _clip_span(0.0, 1.0, a[0], b[0], clip[0] - margin, 1.0)
    low, high = _clip_span(low, high, a[0], b[0], clip[1] + margin, -1.0)
    low, high = _clip_span(low, high, a[1], b[1], clip[2] - margin, 1.0)
    return _clip_span(low, high, a[1], b[1], clip[3] + margin, -1.0)


@inner
def add_segment(
    out: Strokes,
    count: int,
    item: int,
    a: tuple[float, float, float],
    b: tuple[float, float, float],
    line: tuple[float, float],
    paints: tuple[F8, int, F8, int],
) -> int:
    """Adds a projected segment in pieces.

    Args:
        out: where strokes go.
        count: strokes so far.
        item: row of the style tables.
        a: pixel x, y and depth key of its start.
        b: of its end.
        line: half width, and place of the start along the line, in pixels.
        paints: the arrays and places of the paints at both ends.

    Returns:
        Strokes afterwards.
    """
    half, start = line
    length = math.hypot(b[0] - a[0], b[1] - a[1])
    low, high = _visible_span(a, b, half, out.clip)
    if not low <= high:
        return count
    pieces = max(1, math.ceil((high - low) * length / _PIECE))
    first, p, second, r = paints
    for i in range(pieces):
        t, u = low + (high - low) * i / pieces, low + (high - low) * (i + 1) / pieces
        x0, y0, q0 = a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])
        x1, y1, q1 = a[0] + u * (b[0] - a[0]), a[1] + u * (b[1] - a[1]), a[2] + u * (b[2] - a[2])
        reach = half + 0.5
        box = (min(x0, x1) - reach, max(x0, x1) + reach, min(y0, y1) - reach, max(y0, y1) + reach)
        if count < out.kinds.size:
            for k in range(4):
                out.strokes[count, PAINT + k] = first[p + k] + t * (second[r + k] - first[p + k])
                out.strokes[count, PAINT + 4 + k] = first[p + k] + u * (second[r + k] - first[p + k])
        values = (x0, y0, q0, x1, y1, q1, half, start + t * length, start + u * length)
        count = add_stroke(out, count, SEGMENT, item, values, box)
    return count


@inner
def project_segment(
    camera: F8, a: tuple[float, float, float], b: tuple[float, float, float]
) -> tuple[bool, tuple[float, float, float], tuple[float, float, float]]:
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
