"""Kernels that order the fragments of each pixel from front to back.

Surfaces are ordered by depth. A mark (line, dot, arrow) that lies on a surface is held before it, whatever the slope:
it is compared with the plane of the surface at the place on the axis of the mark, within its bias. Things in one plane
are stacked in the order of the items, as in a flat picture.
"""

from __future__ import annotations

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    BALL,
    BIAS,
    CURVED,
    DISTANCE,
    FULL,
    ITEM,
    KIND,
    MARK,
    MASK,
    MOST,
    NEXT,
    OCCLUSION,
    OF_ALL,
    OF_MARKS,
    OF_PLACES,
    OF_SURFACES,
    ORDER,
    QX,
    QY,
    TOP,
    WORLD_PER_PIXEL,
    Q,
    Scene,
    Scratch,
)

# Depth keys that differ by less than this part of the distance to the target are of one plane, whatever its slope.
_SAME_PLANE = 1e-5
# Marks in free space whose depths differ by less than this many pixels, or than so many times their bias, are stacked
# in the order of the items: a dot that stands on the ground has its lower half behind what lies flat there.
_SAME_PLACE = np.float32(3.0)
_OF_BIAS = np.float32(2.0)


@inner
def _top_order(scene: Scene, a: int, b: int) -> int:
    """1 where item a is in front of item b because of what is drawn on top, -1 behind, 0 where depth decides."""
    styles = scene.int_styles
    top_a, top_b = styles[a, OCCLUSION] == TOP, styles[b, OCCLUSION] == TOP
    if top_a != top_b:
        return 1 if top_a else -1
    if top_a and styles[a, ORDER] != styles[b, ORDER]:
        return 1 if styles[a, ORDER] > styles[b, ORDER] else -1
    return 0


@inner
def one_plane(scene: Scene, scratch: Scratch, a: np.uint64, b: np.uint64) -> float:
    """The difference of depth keys up to which two surfaces are of one plane.

    Corners are set on a grid of 1/256 pixel, which moves a steep plane by as much of its slope.
    """
    floats = scratch.floats
    slopes = abs(floats[QX + a]) + abs(floats[QY + a]) + abs(floats[QX + b]) + abs(floats[QY + b])
    return float(slopes / np.float32(256.0) + np.float32(_SAME_PLANE * scene.camera[DISTANCE]))


@inner
def is_nearer(scene: Scene, scratch: Scratch, a: np.uint64, b: np.uint64) -> bool:
    """Whether surface fragment a comes before b: nearer, or of the later item where both are of one plane."""
    floats, ints = scratch.floats, scratch.ints
    item, other = ints[ITEM + a], ints[ITEM + b]
    top = _top_order(scene, item, other)
    if top != 0:
        return top > 0
    gap = floats[Q + b] - floats[Q + a]
    if item != other and abs(gap) <= one_plane(scene, scratch, a, b):
        return bool(scene.int_styles[item, ORDER] > scene.int_styles[other, ORDER])
    return bool(gap > 0.0)


@inner
def collect(scene: Scene, scratch: Scratch, pixel: np.uint64) -> tuple[int, int, bool]:
    """Puts the fragments of a pixel into the lists of surfaces (front to back) and marks.

    Returns:
        How many of each, and whether any covers only some samples.
    """
    ints, order = scratch.ints, scratch.order
    surfaces, marks, partial = 0, 0, False
    k = scratch.head[pixel]
    while k >= 0 and surfaces + marks < MOST:
        n = np.uint64(k)
        if scene.int_styles[ints[ITEM + n], KIND] == MARK:
            order[OF_MARKS, marks] = k
            marks += 1
        else:
            partial = partial or ints[MASK + n] != FULL
            i = surfaces
            while i > 0 and is_nearer(scene, scratch, n, np.uint64(order[OF_SURFACES, i - 1])):
                order[OF_SURFACES, i] = order[OF_SURFACES, i - 1]
                i -= 1
            order[OF_SURFACES, i] = k
            surfaces += 1
        k = ints[NEXT + n]
    return surfaces, marks, partial


@inner
def place_mark(scene: Scene, scratch: Scratch, n: np.uint64, surfaces: int) -> int:
    """Where a mark stands: 2 s before surface s, 2 s + 1 on surface s, 2 * surfaces behind all."""
    floats, ints = scratch.floats, scratch.ints
    item = ints[ITEM + n]
    q, ox, oy = floats[Q + n], floats[QX + n], floats[QY + n]
    bias = scene.styles[item, BIAS]
    pixel = np.float32(scene.camera[WORLD_PER_PIXEL])
    for s in range(surfaces):
        m = np.uint64(scratch.order[OF_SURFACES, s])
        other = ints[ITEM + m]
        top = _top_order(scene, item, other)
        if top > 0:
            return 2 * s
        if top < 0:
            continue
        if scene.int_styles[other, KIND] == BALL:
            if q <= floats[Q + m]:
                return 2 * s
            continue
        qx, qy = floats[QX + m], floats[QY + m]
        depth = floats[Q + m] + qx * ox + qy * oy
        within = bias * (pixel + abs(qx) + abs(qy))
        if q < depth - within:
            return 2 * s
        over = (
            scene.int_styles[other, CURVED] != 0
            or scene.int_styles[item, ORDER] > scene.int_styles[other, ORDER]
        )
        if q <= depth + within and over:
            return 2 * s + 1
    return 2 * surfaces


@inner
def _is_before(scene: Scene, scratch: Scratch, a: np.uint64, b: np.uint64, place: int) -> bool:
    """Whether mark a is in front of mark b where both stand at one place."""
    floats, ints = scratch.floats, scratch.ints
    top = _top_order(scene, ints[ITEM + a], ints[ITEM + b])
    if top != 0:
        return top > 0
    later = scene.int_styles[ints[ITEM + a], ORDER] > scene.int_styles[ints[ITEM + b], ORDER]
    gap = floats[Q + b] - floats[Q + a]
    bias = max(scene.styles[ints[ITEM + a], BIAS], scene.styles[ints[ITEM + b], BIAS])
    near = max(_SAME_PLACE, _OF_BIAS * bias)
    if place % 2 == 1 or abs(gap) <= near * scene.camera[WORLD_PER_PIXEL]:
        return bool(later)
    return bool(gap > 0.0)


@inner
def sort_marks(scene: Scene, scratch: Scratch, surfaces: int, marks: int) -> None:
    """Orders the list of marks by their places, front to back."""
    order = scratch.order
    for i in range(marks):
        k = order[OF_MARKS, i]
        place = place_mark(scene, scratch, np.uint64(k), surfaces)
        j = i
        while j > 0:
            other = order[OF_PLACES, j - 1]
            before = place < other
            if place == other:
                before = _is_before(scene, scratch, np.uint64(k), np.uint64(order[OF_MARKS, j - 1]), place)
            if not before:
                break
            order[OF_MARKS, j] = order[OF_MARKS, j - 1]
            order[OF_PLACES, j] = other
            j -= 1
        order[OF_MARKS, j] = k
        order[OF_PLACES, j] = place


@inner
def merge(scratch: Scratch, surfaces: int, marks: int) -> None:
    """Joins the two lists into one, front to back."""
    order = scratch.order
    mark = 0
    for s in range(surfaces + 1):
        while mark < marks and (s == surfaces or order[OF_PLACES, mark] <= 2 * s + 1):
            order[OF_ALL, s + mark] = order[OF_MARKS, mark]
            mark += 1
        if s < surfaces:
            order[OF_ALL, s + mark] = order[OF_SURFACES, s]
