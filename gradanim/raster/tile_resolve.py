"""Kernels that order the fragments of each pixel from front to back and blend them into the frame.

Surfaces are ordered by depth. A mark (line, dot, arrow) that lies on a surface is held before it, whatever the slope: it
is compared with the plane of the surface at the place on the axis of the mark, within its bias. Things in one plane are
stacked in the order of the items, as in a flat picture.
"""

from __future__ import annotations

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    BALL,
    BIAS,
    COV,
    CURVED,
    DISTANCE,
    F4,
    FULL,
    GHOST,
    GHOST_OPACITY,
    GHOSTED,
    ITEM,
    KIND,
    MARK,
    MASK,
    MOST,
    NEXT,
    OCCLUSION,
    ORDER,
    PERSPECTIVE,
    QX,
    QY,
    SAMPLES,
    TILE_W,
    TOP,
    U1,
    WORLD_PER_PIXEL,
    A,
    B,
    G,
    Q,
    R,
    Scene,
    Scratch,
    Tile,
)

_0 = np.float32(0.0)
_HALF = np.float32(0.5)
_1 = np.float32(1.0)
_255 = np.float32(255.0)

# Depth keys that differ by less than this part of the distance to the target are of one plane.
_SAME_PLANE = 1e-5
# Rows of ``Scratch.order``.
_SURFACES, _MARKS, _PLACES, _ALL = range(4)
# Marks in free space whose depths differ by less than this many pixels are stacked in the order of the items.
_SAME_PLACE = 3.0


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
def _is_nearer(scene: Scene, scratch: Scratch, a: np.uint64, b: np.uint64) -> bool:
    """Whether surface fragment a comes before b: nearer, or of the later item where both are of one plane."""
    floats, ints = scratch.floats, scratch.ints
    item, other = ints[ITEM + a], ints[ITEM + b]
    top = _top_order(scene, item, other)
    if top != 0:
        return top > 0
    gap = floats[Q + b] - floats[Q + a]
    if abs(gap) <= _SAME_PLANE * scene.camera[DISTANCE] and item != other:
        return scene.int_styles[item, ORDER] > scene.int_styles[other, ORDER]
    return gap > 0.0


@inner
def _collect(scene: Scene, scratch: Scratch, pixel: int) -> tuple[int, int, bool]:
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
            order[_MARKS, marks] = k
            marks += 1
        else:
            partial = partial or ints[MASK + n] != FULL
            i = surfaces
            while i > 0 and _is_nearer(scene, scratch, n, np.uint64(order[_SURFACES, i - 1])):
                order[_SURFACES, i] = order[_SURFACES, i - 1]
                i -= 1
            order[_SURFACES, i] = k
            surfaces += 1
        k = ints[NEXT + n]
    return surfaces, marks, partial


@inner
def _place_mark(scene: Scene, scratch: Scratch, n: np.uint64, surfaces: int) -> int:
    """Where a mark stands: 2 s before surface s, 2 s + 1 on surface s, 2 * surfaces behind all."""
    floats, ints = scratch.floats, scratch.ints
    item = ints[ITEM + n]
    q, ox, oy = floats[Q + n], floats[QX + n], floats[QY + n]
    bias = scene.styles[item, BIAS]
    pixel = np.float32(scene.camera[WORLD_PER_PIXEL])
    for s in range(surfaces):
        m = np.uint64(scratch.order[_SURFACES, s])
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
    if place % 2 == 1 or abs(gap) <= _SAME_PLACE * scene.camera[WORLD_PER_PIXEL]:
        return later
    return gap > 0.0


@inner
def _sort_marks(scene: Scene, scratch: Scratch, surfaces: int, marks: int) -> None:
    """Orders the list of marks by their places, front to back."""
    order = scratch.order
    for i in range(marks):
        k = order[_MARKS, i]
        place = _place_mark(scene, scratch, np.uint64(k), surfaces)
        j = i
        while j > 0:
            other = order[_PLACES, j - 1]
            before = place < other
            if place == other:
                before = _is_before(scene, scratch, np.uint64(k), np.uint64(order[_MARKS, j - 1]), place)
            if not before:
                break
            order[_MARKS, j] = order[_MARKS, j - 1]
            order[_PLACES, j] = other
            j -= 1
        order[_MARKS, j] = k
        order[_PLACES, j] = place


@inner
def _merge(scratch: Scratch, surfaces: int, marks: int) -> None:
    """Joins the two lists into one, front to back."""
    order = scratch.order
    mark = 0
    for s in range(surfaces + 1):
        while mark < marks and (s == surfaces or order[_PLACES, mark] <= 2 * s + 1):
            order[_ALL, s + mark] = order[_MARKS, mark]
            mark += 1
        if s < surfaces:
            order[_ALL, s + mark] = order[_SURFACES, s]


@inner
def _share(scene: Scene, scratch: Scratch, a: np.uint64, b: np.uint64) -> float:
    """The part of a pixel in which surface a is before surface b, where the two cut through each other."""
    floats, ints = scratch.floats, scratch.ints
    if ints[ITEM + a] == ints[ITEM + b] or ints[MASK + a] != FULL or ints[MASK + b] != FULL:
        return 1.0
    gap = floats[Q + b] - floats[Q + a]
    steepest = np.float32(12.0 * scene.camera[WORLD_PER_PIXEL])
    change = min(abs(floats[QX + a] - floats[QX + b]) + abs(floats[QY + a] - floats[QY + b]), steepest)
    if gap >= 0.5 * change or change <= 2.0 * _SAME_PLANE * scene.camera[WORLD_PER_PIXEL]:
        return 1.0
    return min(max(0.5 + gap / change, 0.0), 1.0)


@inner
def _let_through(through: F4, mask: int, alpha: np.float32, partial: bool) -> np.float32:
    """Takes the light that a fragment of the given alpha adds, and dims what comes through behind it."""
    if not partial:
        light = through[0] * alpha
        through[0] -= light
        return light
    light = np.float32(0.0)
    for i in range(SAMPLES):
        part = through[i] * alpha if (mask >> i) & 1 else np.float32(0.0)
        light += part
        through[i] -= part
    return light / np.float32(SAMPLES)


@inner
def _left(through: F4, partial: bool) -> np.float32:
    """The light that still comes through a pixel."""
    if not partial:
        return through[0]
    light = np.float32(0.0)
    for i in range(SAMPLES):
        light += through[i]
    return light / np.float32(SAMPLES)


@inner
def _lay(scratch: Scratch, n: np.uint64, alpha: np.float32, partial: bool) -> None:
    """Adds the light of fragment n to the sums of its pixel."""
    floats, sums = scratch.floats, scratch.sums
    light = _let_through(scratch.through, scratch.ints[MASK + n], alpha, partial)
    sums[0] += light * floats[R + n]
    sums[1] += light * floats[G + n]
    sums[2] += light * floats[B + n]


@inner
def _haunt(scene: Scene, scratch: Scratch, n: np.uint64, left: np.float32) -> None:
    """Adds the ghost of fragment n, of whose light ``left`` comes through: it is seen at its ghost opacity at least."""
    floats, sums = scratch.floats, scratch.sums
    faint = scene.styles[scratch.ints[ITEM + n], GHOST_OPACITY] - left
    if faint > _0:
        haze = sums[6] * faint * floats[A + n] * floats[GHOST + n]
        sums[3] += haze * floats[R + n]
        sums[4] += haze * floats[G + n]
        sums[5] += haze * floats[B + n]
        sums[6] -= haze


@inner
def _start(scratch: Scratch, partial: bool) -> None:
    """Clears the sums of a pixel."""
    for i in range(SAMPLES if partial else 1):
        scratch.through[i] = _1
    for i in range(6):
        scratch.sums[i] = _0
    scratch.sums[6] = _1


@inner
def _blend(scene: Scene, scratch: Scratch, surfaces: int, marks: int, partial: bool) -> float:
    """Blends the ordered fragments of a pixel into the sums.

    Where surface a is before b in the part f of the pixel and behind it in the rest, a is laid in two parts, f a before b
    and a (1 - f) / (1 - f a) behind it: the weights of both then are those of the mean of the two orders.

    Returns:
        The depth key of the nearest fragment that is at least half opaque, inf where there is none.
    """
    floats, ints, order = scratch.floats, scratch.ints, scratch.order
    _start(scratch, partial)
    depth, surface, late = np.inf, 0, -1
    late_alpha, last_cover, last_item, last_ghost = _0, _0, np.int32(-1), np.int32(-1)
    for i in range(surfaces + marks):
        n = np.uint64(order[_ALL, i])
        item = ints[ITEM + n]
        if scene.int_styles[item, OCCLUSION] == GHOSTED and item != last_ghost:
            last_ghost = item
            _haunt(scene, scratch, n, _left(scratch.through, partial))
        cover = floats[COV + n]
        if scene.int_styles[item, KIND] == MARK:
            # A second piece of the same line only adds what it covers more: it is not blended with itself.
            before = last_cover if item == last_item else _0
            alpha = floats[A + n] * max(cover - before, _0) / max(_1 - before, np.float32(1e-6))
            last_item, last_cover = item, max(cover, before)
            _lay(scratch, n, alpha, partial)
        else:
            alpha = floats[A + n] * cover
            surface += 1
            share = _1
            if surface < surfaces:
                share = np.float32(_share(scene, scratch, n, np.uint64(order[_SURFACES, surface])))
            _lay(scratch, n, alpha * share, partial)
            if late >= 0:
                _lay(scratch, np.uint64(late), late_alpha, partial)
            late = -1
            if share < _1:
                late, late_alpha = (
                    np.int64(n),
                    alpha * (_1 - share) / max(_1 - alpha * share, np.float32(1e-6)),
                )
        if depth == np.inf and alpha >= _HALF:
            depth = float(floats[Q + n])
    return depth


@inner
def _write(scratch: Scratch, rgba: U1, y: int, x: int, left: np.float32) -> None:
    """Blends the sums of a pixel over the premultiplied bytes that the frame holds there."""
    sums = scratch.sums
    through = sums[6] * left
    back = through * np.float32(1.0 / 255.0)
    alpha = _1 - through
    for k in range(3):
        value = sums[3 + k] + sums[6] * sums[k] + back * np.float32(rgba[y, x, k])
        rgba[y, x, k] = np.uint8(min(max(value, _0), _1) * _255 + _HALF)
    rgba[y, x, 3] = np.uint8(min(max(alpha + back * np.float32(rgba[y, x, 3]), _0), _1) * _255 + _HALF)


@inner
def _depth_of(scene: Scene, key: float) -> float:
    """World units along the line of sight of a depth key."""
    if scene.camera[PERSPECTIVE] == 0.0 or key == np.inf:
        return key
    distance = scene.camera[DISTANCE]
    return distance * distance / (2.0 * distance - key)


@inner
def _resolve_single(scratch: Scratch, n: np.uint64, rgba: U1, y: int, x: int) -> float:
    """Writes a pixel that a single surface covers, the most frequent case; returns its depth key."""
    floats = scratch.floats
    alpha = floats[A + n] * floats[COV + n]
    back = (_1 - alpha) * np.float32(1.0 / 255.0)
    red = floats[R + n] * alpha + back * np.float32(rgba[y, x, 0])
    green = floats[G + n] * alpha + back * np.float32(rgba[y, x, 1])
    blue = floats[B + n] * alpha + back * np.float32(rgba[y, x, 2])
    rgba[y, x, 0] = np.uint8(min(max(red, _0), _1) * _255 + _HALF)
    rgba[y, x, 1] = np.uint8(min(max(green, _0), _1) * _255 + _HALF)
    rgba[y, x, 2] = np.uint8(min(max(blue, _0), _1) * _255 + _HALF)
    rgba[y, x, 3] = np.uint8(min(max(alpha + back * np.float32(rgba[y, x, 3]), _0), _1) * _255 + _HALF)
    return float(floats[Q + n]) if alpha >= _HALF else np.inf


@inner
def resolve(scene: Scene, scratch: Scratch, tile: Tile, frame: tuple[U1, F4]) -> None:
    """Blends the fragments of a tile into the frame, (height, width, 4) bytes and (height, width) depths."""
    ints = scratch.ints
    rgba, depths = frame
    for y in range(tile[2], tile[3]):
        for x in range(tile[0], tile[1]):
            pixel = (y - tile[5]) * TILE_W + x - tile[4]
            k = scratch.head[pixel]
            if k < 0:
                continue
            n = np.uint64(k)
            item = ints[ITEM + n]
            single = ints[NEXT + n] < 0 and ints[MASK + n] == FULL
            if single and scene.int_styles[item, OCCLUSION] != GHOSTED:
                key = _resolve_single(scratch, n, rgba, y, x)
            else:
                surfaces, marks, partial = _collect(scene, scratch, pixel)
                if marks > 0:
                    _sort_marks(scene, scratch, surfaces, marks)
                _merge(scratch, surfaces, marks)
                key = _blend(scene, scratch, surfaces, marks, partial)
                _write(scratch, rgba, y, x, _left(scratch.through, partial))
            if key < np.inf:
                depths[y, x] = np.float32(_depth_of(scene, key))
