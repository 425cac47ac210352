"""Kernels that turn lines, arrows and marks in world coordinates into strokes in pixels."""

from __future__ import annotations

import math
from typing import TypeAlias

from gradanim.raster.arrows import place_arrow
from gradanim.raster.compiled import inner, kernel
from gradanim.raster.geometry import is_before_eye, to_eye, to_pixel
from gradanim.raster.layout import (
    ARROW_JOB,
    AT,
    DISC,
    DISC_JOB,
    F8,
    I4,
    JOB_CLOSED,
    JOB_COLORS,
    JOB_FIRST,
    JOB_FLAG,
    JOB_ITEM,
    JOB_KIND,
    JOB_LAST,
    JOB_PAINT,
    JOB_PAINT_2,
    LINE_JOB,
    PIXELS_PER_UNIT,
    SHADOW,
    SHADOW_JOB,
    SIZE,
    SPHERE,
    SPHERE_JOB,
    WORLD_PER_PIXEL,
    Strokes,
)
from gradanim.raster.segments import Spot, add_segment, add_stroke, paint_at, project_segment
from gradanim.raster.shadows import shadow_box, shadow_forms

# Places of a line that lie no further than this from a chord, in pixels, are drawn as the chord.
_BESIDE = 0.1
# Length of a chord in pixels, the least and the greatest direction, and the least and the greatest change of depth per
# pixel that are still allowed.
Chord: TypeAlias = tuple[float, float, float, float, float]
_ANY: Chord = (0.0, -math.inf, math.inf, -math.inf, math.inf)


@inner
def _widened(chord: Chord, camera: F8, a: Spot, q: Spot) -> tuple[bool, Chord]:
    """A chord from place a, drawn out to place q where all places that it passes over stay beside it.

    From a every place allows the directions that pass it within a tolerance, and the changes of depth alike; the next
    place is taken in while its direction and depth are among those that all the earlier ones allow.

    Returns:
        Whether the place was taken in, and the chord with what it allows from there on.
    """
    dx, dy = q[0] - a[0], q[1] - a[1]
    length = math.hypot(dx, dy)
    if length < 1e-9 or length < chord[0]:
        return chord[0] == 0.0, chord
    angle = math.atan2(dy, dx)
    if chord[0] > 0.0:
        # Angles near that of the chord, so that none jumps by a whole turn.
        middle = 0.5 * (chord[1] + chord[2])
        angle = (
            middle + (angle - middle) - 2.0 * math.pi * math.floor((angle - middle) / (2.0 * math.pi) + 0.5)
        )
    slope = (q[2] - a[2]) / length
    if angle < chord[1] or angle > chord[2] or slope < chord[3] or slope > chord[4]:
        return False, chord
    reach = math.asin(min(_BESIDE / length, 1.0))
    deep = _BESIDE * camera[WORLD_PER_PIXEL] / length
    return True, (
        length,
        max(chord[1], angle - reach),
        min(chord[2], angle + reach),
        max(chord[3], slope - deep),
        min(chord[4], slope + deep),
    )


@inner
def _place_line(camera: F8, ints: I4, job: F8, points: F8, colors: F8, out: Strokes) -> None:
    """Adds the segments of a line; those of one colour that run straight on are drawn as one."""
    first, last = ints[JOB_FIRST], ints[JOB_LAST]
    half, along = 0.5 * job[SIZE], 0.0
    colored = ints[JOB_COLORS] >= 0
    here = there = before = after = paint_at(job, JOB_PAINT)
    pairs = last - first if ints[JOB_CLOSED] != 0 else last - first - 1
    start = end = (0.0, 0.0, 0.0)
    chord, is_open = _ANY, False
    for i in range(pairs):
        a, b = first + i, first + (i + 1) % (last - first)
        ends = ((points[a, 0], points[a, 1], points[a, 2]), (points[b, 0], points[b, 1], points[b, 2]))
        seen, p, q = project_segment(camera, ends[0], ends[1])
        if colored:
            here = paint_at(colors, 4 * (ints[JOB_COLORS] + a - first))
            there = paint_at(colors, 4 * (ints[JOB_COLORS] + b - first))
        taken = False
        if is_open and seen and not colored and p == end:
            taken, chord = _widened(chord, camera, start, q)
        if is_open and not taken:
            add_segment(out, ints[JOB_ITEM], start, end, (half, along), (before, after))
            along += math.hypot(end[0] - start[0], end[1] - start[1])
            is_open = False
        if seen and not taken:
            start, is_open, before, after = p, True, here, there
            taken, chord = _widened(_ANY, camera, p, q)
        end = q
    if is_open:
        add_segment(out, ints[JOB_ITEM], start, end, (half, along), (before, after))


@inner
def _place_dot(camera: F8, ints: I4, job: F8, out: Strokes) -> None:
    """Adds a disc or a ball."""
    right, up, ahead = to_eye(camera, job[AT], job[AT + 1], job[AT + 2])
    radius = job[SIZE]
    if not (math.isfinite(right + up + ahead) and radius > 0.0) or not is_before_eye(camera, ahead):
        return
    x, y, q, inverse = to_pixel(camera, right, up, ahead)
    reach = radius + 1.0
    box = (x - reach, x + reach, y - reach, y + reach)
    paints = (paint_at(job, JOB_PAINT), paint_at(job, JOB_PAINT_2))
    thick = -radius * inverse / camera[PIXELS_PER_UNIT]
    is_disc = ints[JOB_KIND] == DISC_JOB
    fourth, fifth = (job[SIZE + 1], 0.0) if is_disc else (thick, job[JOB_FLAG])
    values = (x, y, q, radius, fourth, fifth, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    add_stroke(out, ints[JOB_ITEM], 1.0 * (DISC if is_disc else SPHERE), values, box, paints)


@inner
def _place_shadow(camera: F8, ints: I4, job: F8, out: Strokes) -> None:
    """Adds a soft spot."""
    seen, low_x, high_x, low_y, high_y = shadow_box(camera, job)
    if not seen:
        return
    sound, form_u, form_v, form_w, key = shadow_forms(camera, job)
    if not sound:
        return
    paint, box = paint_at(job, JOB_PAINT), (low_x, high_x + 1.0, low_y, high_y + 1.0)
    add_stroke(out, ints[JOB_ITEM], 1.0 * SHADOW, (*form_u, *form_v, *form_w, *key), box, (paint, paint))


@kernel
def place_strokes(camera: F8, ints: I4, jobs: F8, points: F8, colors: F8, out: Strokes) -> None:
    """Turns jobs into strokes.

    Args:
        camera: (CAMERA_COLUMNS,).
        ints: (j, JOB_INTS).
        jobs: (j, JOB_COLUMNS).
        points: (n, 3) world coordinates of all lines.
        colors: (4 m,) RGBA of the points of lines that have colours of their own.
        out: where the strokes go; they are counted from what it says.
    """
    for j in range(ints.shape[0]):
        kind = ints[j, JOB_KIND]
        if kind == LINE_JOB:
            _place_line(camera, ints[j], jobs[j], points, colors, out)
        elif kind == ARROW_JOB:
            place_arrow(camera, ints[j], jobs[j], out)
        elif kind in (SPHERE_JOB, DISC_JOB):
            _place_dot(camera, ints[j], jobs[j], out)
        elif kind == SHADOW_JOB:
            _place_shadow(camera, ints[j], jobs[j], out)
