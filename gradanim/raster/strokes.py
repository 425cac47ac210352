"""Kernels that turn lines, arrows and marks in world coordinates into strokes in pixels."""

from __future__ import annotations

import math

from gradanim.raster.compiled import inner, kernel
from gradanim.raster.geometry import is_before_eye, to_eye, to_pixel
from gradanim.raster.layout import (
    ARROW_JOB,
    AT,
    BOX,
    DISC,
    DISC_JOB,
    F8,
    HEAD,
    I4,
    JOB_CLOSED,
    JOB_COLORS,
    JOB_FIRST,
    JOB_FLAG,
    JOB_ITEM,
    JOB_KIND,
    JOB_LAST,
    JOB_PAINT,
    LINE_JOB,
    NEAR_Z,
    PAINT,
    PIXELS_PER_UNIT,
    SEGMENT,
    SHADOW,
    SHADOW_JOB,
    SIDE,
    SIZE,
    SPHERE,
    SPHERE_JOB,
    TO,
    WORLD_PER_PIXEL,
    Strokes,
)
from gradanim.raster.shadows import shadow_box, shadow_forms

# Long segments are cut into pieces of this many pixels, so that each touches few tiles.
_PIECE = 96.0
# The longest head, as a part of the arrow; a longer one shrinks, and the width of the shaft with it.
_HEAD_PART = 0.62
# The steepest change of the depth key per pixel of a head, in world units of a pixel.
_STEEPEST = 60.0


@inner
def _add(
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
def _add_paints(out: Strokes, place: int, first: F8, second: F8, a: int, b: int) -> None:
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
def _add_segment(
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
    pieces = max(1, int(math.ceil((high - low) * length / _PIECE)))
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
        count = _add(out, count, SEGMENT, item, values, box)
    return count


@inner
def _project_segment(
    camera: F8, a: tuple[float, float, float], b: tuple[float, float, float]
) -> tuple[bool, tuple[float, float, float], tuple[float, float, float]]:
    """Pixels and keys of both ends of a segment in world coordinates, cut at the near plane; and whether any is left."""
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


@inner
def _place_line(camera: F8, ints: I4, job: F8, points: F8, colors: F8, out: Strokes, count: int) -> int:
    """Adds the segments of a line."""
    first, last = ints[JOB_FIRST], ints[JOB_LAST]
    along = 0.0
    pairs = last - first if ints[JOB_CLOSED] != 0 else last - first - 1
    for i in range(pairs):
        a, b = first + i, first + (i + 1) % (last - first)
        ends = ((points[a, 0], points[a, 1], points[a, 2]), (points[b, 0], points[b, 1], points[b, 2]))
        seen, p, q = _project_segment(camera, ends[0], ends[1])
        if not seen:
            continue
        if ints[JOB_COLORS] >= 0:
            here, there = 4 * (ints[JOB_COLORS] + a - first), 4 * (ints[JOB_COLORS] + b - first)
            paints = (colors, here, colors, there)
        else:
            paints = (job, JOB_PAINT, job, JOB_PAINT)
        count = _add_segment(out, count, ints[JOB_ITEM], p, q, (0.5 * job[SIZE], along), paints)
        along += math.hypot(q[0] - p[0], q[1] - p[1])
    return count


@inner
def _side_of_head(job: F8, d: tuple[float, float, float]) -> tuple[float, float, float, float]:
    """The unit vector across a flat head in its plane, and its length before that (0 where there is none)."""
    nx, ny, nz = job[SIDE], job[SIDE + 1], job[SIDE + 2]
    x, y, z = ny * d[2] - nz * d[1], nz * d[0] - nx * d[2], nx * d[1] - ny * d[0]
    length = math.sqrt(x * x + y * y + z * z)
    size = math.sqrt(nx * nx + ny * ny + nz * nz)
    if not length > 1e-9 * size:
        return 0.0, 0.0, 0.0, 0.0
    return x / length, y / length, z / length, length


@inner
def _add_head(camera: F8, out: Strokes, count: int, item: int, corners: tuple[float, ...], job: F8) -> int:
    """Adds the triangle of a head from the pixels and keys of its three corners."""
    x0, y0, q0, x1, y1, q1, x2, y2, q2 = corners
    area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
    if abs(area) > 1.0:
        qx = ((q1 - q0) * (y2 - y0) - (q2 - q0) * (y1 - y0)) / area
        qy = ((q2 - q0) * (x1 - x0) - (q1 - q0) * (x2 - x0)) / area
    else:
        # Seen from its edge: the key changes along the arrow only.
        dx, dy, dq = 0.5 * (x1 + x2) - x0, 0.5 * (y1 + y2) - y0, 0.5 * (q1 + q2) - q0
        squared = max(dx * dx + dy * dy, 1e-6)
        qx, qy = dq * dx / squared, dq * dy / squared
    steepest = _STEEPEST * camera[WORLD_PER_PIXEL]
    qx, qy = min(max(qx, -steepest), steepest), min(max(qy, -steepest), steepest)
    box = (min(x0, x1, x2) - 1.0, max(x0, x1, x2) + 1.0, min(y0, y1, y2) - 1.0, max(y0, y1, y2) + 1.0)
    _add_paints(out, count, job, job, JOB_PAINT, JOB_PAINT)
    return _add(out, count, HEAD, item, (x0, y0, x1, y1, x2, y2, q0 - qx * x0 - qy * y0, qx, qy), box)


@inner
def _place_arrow(camera: F8, ints: I4, job: F8, out: Strokes, count: int) -> int:
    """Adds the shaft and the head of an arrow."""
    tail, tip = (job[AT], job[AT + 1], job[AT + 2]), (job[TO], job[TO + 1], job[TO + 2])
    dx, dy, dz = tip[0] - tail[0], tip[1] - tail[1], tip[2] - tail[2]
    length = math.sqrt(dx * dx + dy * dy + dz * dz)
    right, up, ahead = to_eye(camera, tip[0], tip[1], tip[2])
    if not (length > 0.0 and math.isfinite(length + right + up + ahead)) or not is_before_eye(camera, ahead):
        return count
    d = (dx / length, dy / length, dz / length)
    x, y, q, inverse = to_pixel(camera, right, up, ahead)
    unit = 1.0 / (camera[PIXELS_PER_UNIT] * inverse)
    sx, sy, sz, across = _side_of_head(job, d)
    if job[JOB_FLAG] != 0.0 or across == 0.0:
        return _place_screen_arrow(camera, ints, job, out, count)
    head = job[SIZE + 1] * unit
    shrink = min(1.0, _HEAD_PART * length / max(head, 1e-300))
    head, wide = head * shrink, 0.5 * job[SIZE + 2] * unit * shrink
    bx, by, bz = tip[0] - head * d[0], tip[1] - head * d[1], tip[2] - head * d[2]
    rl, ul, al = to_eye(camera, bx + wide * sx, by + wide * sy, bz + wide * sz)
    rr, ur, ar = to_eye(camera, bx - wide * sx, by - wide * sy, bz - wide * sz)
    if is_before_eye(camera, al) and is_before_eye(camera, ar):
        xl, yl, ql, _ = to_pixel(camera, rl, ul, al)
        xr, yr, qr, _ = to_pixel(camera, rr, ur, ar)
        count = _add_head(camera, out, count, ints[JOB_ITEM], (x, y, q, xl, yl, ql, xr, yr, qr), job)
    seen, a, b = _project_segment(
        camera, tail, (bx + 0.1 * head * d[0], by + 0.1 * head * d[1], bz + 0.1 * head * d[2])
    )
    if seen:
        half = 0.5 * job[SIZE] * shrink
        count = _add_segment(out, count, ints[JOB_ITEM], a, b, (half, 0.0), (job, JOB_PAINT, job, JOB_PAINT))
    return count


@inner
def _place_screen_arrow(camera: F8, ints: I4, job: F8, out: Strokes, count: int) -> int:
    """Adds the shaft and the head of an arrow whose head faces the eye."""
    tail, tip = (job[AT], job[AT + 1], job[AT + 2]), (job[TO], job[TO + 1], job[TO + 2])
    seen, a, b = _project_segment(camera, tail, tip)
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy)
    if not seen or length <= 0.0:
        return count
    shrink = min(1.0, _HEAD_PART * length / max(job[SIZE + 1], 1e-300))
    head, wide = job[SIZE + 1] * shrink, 0.5 * job[SIZE + 2] * shrink
    dx, dy = dx / length, dy / length
    t = head / length
    bx, by, bq = b[0] - head * dx, b[1] - head * dy, b[2] + t * (a[2] - b[2])
    corners = (b[0], b[1], b[2], bx - wide * dy, by + wide * dx, bq, bx + wide * dy, by - wide * dx, bq)
    count = _add_head(camera, out, count, ints[JOB_ITEM], corners, job)
    end = (bx + 0.1 * head * dx, by + 0.1 * head * dy, bq)
    line = (0.5 * job[SIZE] * shrink, 0.0)
    return _add_segment(out, count, ints[JOB_ITEM], a, end, line, (job, JOB_PAINT, job, JOB_PAINT))


@inner
def _place_dot(camera: F8, ints: I4, job: F8, out: Strokes, count: int) -> int:
    """Adds a disc or a ball."""
    right, up, ahead = to_eye(camera, job[AT], job[AT + 1], job[AT + 2])
    radius = job[SIZE]
    if not (math.isfinite(right + up + ahead) and radius > 0.0) or not is_before_eye(camera, ahead):
        return count
    x, y, q, inverse = to_pixel(camera, right, up, ahead)
    reach = radius + 1.0
    box = (x - reach, x + reach, y - reach, y + reach)
    _add_paints(out, count, job, job, JOB_PAINT, JOB_PAINT + 4)
    if ints[JOB_KIND] == DISC_JOB:
        return _add(out, count, DISC, ints[JOB_ITEM], (x, y, q, radius, job[SIZE + 1]), box)
    thick = -radius * inverse / camera[PIXELS_PER_UNIT]
    return _add(out, count, SPHERE, ints[JOB_ITEM], (x, y, q, radius, thick, job[JOB_FLAG]), box)


@inner
def _place_shadow(camera: F8, ints: I4, job: F8, out: Strokes, count: int) -> int:
    """Adds a soft spot."""
    seen, low_x, high_x, low_y, high_y = shadow_box(camera, job)
    if not seen:
        return count
    sound, form_u, form_v, form_w, key = shadow_forms(camera, job)
    if not sound:
        return count
    _add_paints(out, count, job, job, JOB_PAINT, JOB_PAINT)
    values = (*form_u, *form_v, *form_w, *key)
    return _add(out, count, SHADOW, ints[JOB_ITEM], values, (low_x, high_x + 1.0, low_y, high_y + 1.0))


@kernel
def place_strokes(camera: F8, ints: I4, jobs: F8, points: F8, colors: F8, out: Strokes) -> int:
    """Turns jobs into strokes.

    Args:
        camera: (CAMERA_COLUMNS,).
        ints: (j, JOB_INTS).
        jobs: (j, JOB_COLUMNS).
        points: (n, 3) world coordinates of all lines.
        colors: (4 m,) RGBA of the points of lines that have colours of their own.
        out: where the strokes go.

    Returns:
        How many strokes there are; those for which there was no room are not written.
    """
    count = 0
    for j in range(ints.shape[0]):
        kind = ints[j, JOB_KIND]
        if kind == LINE_JOB:
            count = _place_line(camera, ints[j], jobs[j], points, colors, out, count)
        elif kind == ARROW_JOB:
            count = _place_arrow(camera, ints[j], jobs[j], out, count)
        elif kind == SPHERE_JOB or kind == DISC_JOB:
            count = _place_dot(camera, ints[j], jobs[j], out, count)
        elif kind == SHADOW_JOB:
            count = _place_shadow(camera, ints[j], jobs[j], out, count)
    return count
