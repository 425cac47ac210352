"""Kernels that turn arrows into strokes."""

from __future__ import annotations

import math

from gradanim.raster.compiled import inner
from gradanim.raster.geometry import is_before_eye, to_eye, to_pixel
from gradanim.raster.layout import (
    AT,
    F8,
    HEAD,
    HEAD_PART,
    I4,
    JOB_FLAG,
    JOB_ITEM,
    JOB_PAINT,
    PIXELS_PER_UNIT,
    SIDE,
    SIZE,
    STEEPEST,
    TO,
    WORLD_PER_PIXEL,
    Strokes,
)
from gradanim.raster.segments import add_segment, add_stroke, paint_at, project_segment


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
def _add_head(camera: F8, out: Strokes, item: int, corners: tuple[float, ...], job: F8) -> None:
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
    steepest = STEEPEST * camera[WORLD_PER_PIXEL]
    qx, qy = min(max(qx, -steepest), steepest), min(max(qy, -steepest), steepest)
    box = (min(x0, x1, x2) - 1.0, max(x0, x1, x2) + 1.0, min(y0, y1, y2) - 1.0, max(y0, y1, y2) + 1.0)
    values = (x0, y0, x1, y1, x2, y2, q0 - qx * x0 - qy * y0, qx, qy, 0.0, 0.0, 0.0)
    paint = paint_at(job, JOB_PAINT)
    add_stroke(out, item, 1.0 * HEAD, values, box, (paint, paint))


@inner
def place_arrow(camera: F8, ints: I4, job: F8, out: Strokes) -> None:
    """Adds the shaft and the head of an arrow."""
    tail, tip = (job[AT], job[AT + 1], job[AT + 2]), (job[TO], job[TO + 1], job[TO + 2])
    dx, dy, dz = tip[0] - tail[0], tip[1] - tail[1], tip[2] - tail[2]
    length = math.sqrt(dx * dx + dy * dy + dz * dz)
    right, up, ahead = to_eye(camera, tip[0], tip[1], tip[2])
    if not (length > 0.0 and math.isfinite(length + right + up + ahead)) or not is_before_eye(camera, ahead):
        return
    d = (dx / length, dy / length, dz / length)
    x, y, q, inverse = to_pixel(camera, right, up, ahead)
    unit = 1.0 / (camera[PIXELS_PER_UNIT] * inverse)
    sx, sy, sz, across = _side_of_head(job, d)
    if job[JOB_FLAG] != 0.0 or across == 0.0:
        _place_screen_arrow(camera, ints, job, out)
        return
    head = job[SIZE + 1] * unit
    shrink = min(1.0, HEAD_PART * length / max(head, 1e-300))
    head, wide = head * shrink, 0.5 * job[SIZE + 2] * unit * shrink
    bx, by, bz = tip[0] - head * d[0], tip[1] - head * d[1], tip[2] - head * d[2]
    rl, ul, al = to_eye(camera, bx + wide * sx, by + wide * sy, bz + wide * sz)
    rr, ur, ar = to_eye(camera, bx - wide * sx, by - wide * sy, bz - wide * sz)
    if is_before_eye(camera, al) and is_before_eye(camera, ar):
        xl, yl, ql, _ = to_pixel(camera, rl, ul, al)
        xr, yr, qr, _ = to_pixel(camera, rr, ur, ar)
        _add_head(camera, out, ints[JOB_ITEM], (x, y, q, xl, yl, ql, xr, yr, qr), job)
    seen, a, b = project_segment(
        camera, tail, (bx + 0.1 * head * d[0], by + 0.1 * head * d[1], bz + 0.1 * head * d[2])
    )
    if seen:
        half = 0.5 * job[SIZE] * shrink
        paint = paint_at(job, JOB_PAINT)
        add_segment(out, ints[JOB_ITEM], a, b, (half, 0.0), (paint, paint))


@inner
def _place_screen_arrow(camera: F8, ints: I4, job: F8, out: Strokes) -> None:
    """Adds the shaft and the head of an arrow whose head faces the eye."""
    tail, tip = (job[AT], job[AT + 1], job[AT + 2]), (job[TO], job[TO + 1], job[TO + 2])
    seen, a, b = project_segment(camera, tail, tip)
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy)
    if not seen or length <= 0.0:
        return
    shrink = min(1.0, HEAD_PART * length / max(job[SIZE + 1], 1e-300))
    head, wide = job[SIZE + 1] * shrink, 0.5 * job[SIZE + 2] * shrink
    dx, dy = dx / length, dy / length
    t = head / length
    bx, by, bq = b[0] - head * dx, b[1] - head * dy, b[2] + t * (a[2] - b[2])
    corners = (b[0], b[1], b[2], bx - wide * dy, by + wide * dx, bq, bx + wide * dy, by - wide * dx, bq)
    _add_head(camera, out, ints[JOB_ITEM], corners, job)
    end = (bx + 0.1 * head * dx, by + 0.1 * head * dy, bq)
    line = (0.5 * job[SIZE] * shrink, 0.0)
    paint = paint_at(job, JOB_PAINT)
    add_segment(out, ints[JOB_ITEM], a, end, line, (paint, paint))
