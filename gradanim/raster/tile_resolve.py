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
    ROW_B,
    ROW_G,
    ROW_KEY,
    ROW_LEFT,
    ROW_R,
    SAMPLES,
    TILE_W,
    TOP,
    U4,
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
_NOTHING = np.float32(np.inf)
_LOW, _8, _16, _24 = np.uint32(255), np.uint32(8), np.uint32(16), np.uint32(24)
_COLUMNS = np.uint64(TILE_W)

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
def _collect(scene: Scene, scratch: Scratch, pixel: np.uint64) -> tuple[int, int, bool]:
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
def _keep(scratch: Scratch, column: np.uint64, left: np.float32, key: float) -> None:
    """Puts the sums of a pixel into its column of the row."""
    row, sums = scratch.row, scratch.sums
    row[ROW_R + column] = sums[3] + sums[6] * sums[0]
    row[ROW_G + column] = sums[4] + sums[6] * sums[1]
    row[ROW_B + column] = sums[5] + sums[6] * sums[2]
    row[ROW_LEFT + column] = sums[6] * left
    row[ROW_KEY + column] = key


@inner
def _keep_single(scratch: Scratch, column: np.uint64, n: np.uint64) -> None:
    """Puts a pixel that one fragment covers, the most frequent case, into its column of the row."""
    row, floats = scratch.row, scratch.floats
    alpha = floats[A + n] * floats[COV + n]
    row[ROW_R + column] = floats[R + n] * alpha
    row[ROW_G + column] = floats[G + n] * alpha
    row[ROW_B + column] = floats[B + n] * alpha
    row[ROW_LEFT + column] = _1 - alpha
    row[ROW_KEY + column] = floats[Q + n] if alpha >= _HALF else _NOTHING


@inner
def _clear_row(scratch: Scratch) -> None:
    """A row of pixels in which there is nothing."""
    row = scratch.row
    for i in range(_COLUMNS):
        row[ROW_R + i] = _0
        row[ROW_G + i] = _0
        row[ROW_B + i] = _0
        row[ROW_LEFT + i] = _1
        row[ROW_KEY + i] = _NOTHING


@inner
def _byte(value: np.float32) -> np.uint32:
    """A component of 0..1 as a byte."""
    return np.uint32(np.int32(min(max(value, _0), _1) * _255 + _HALF))


@inner
def _write_row(
    scratch: Scratch, span: tuple[np.uint64, np.uint64, np.uint64], y: np.uint64, pixels: U4
) -> None:
    """Blends the columns of a row over the premultiplied bytes (RGBA in the order of memory) that the frame holds.

    ``span`` is the first column of the frame, its place in the row, and how many columns there are.
    """
    row = scratch.row
    x, first, count = span
    for i in range(count):
        column = first + i
        back = pixels[y, x + i]
        through = row[ROW_LEFT + column]
        part = through * np.float32(1.0 / 255.0)
        red = row[ROW_R + column] + part * np.float32(np.int32(back & _LOW))
        green = row[ROW_G + column] + part * np.float32(np.int32((back >> _8) & _LOW))
        blue = row[ROW_B + column] + part * np.float32(np.int32((back >> _16) & _LOW))
        alpha = _1 - through + part * np.float32(np.int32((back >> _24) & _LOW))
        low = np.uint32(_byte(red) | np.uint32(_byte(green) << _8))
        high = np.uint32(np.uint32(_byte(blue) << _16) | np.uint32(_byte(alpha) << _24))
        pixels[y, x + i] = np.uint32(low | high)


@inner
def _write_depths(
    scene: Scene, scratch: Scratch, span: tuple[np.uint64, np.uint64, np.uint64], y: np.uint64, depths: F4
) -> None:
    """Writes depths where there is anything: world units along the line of sight, from depth keys."""
    row = scratch.row
    x, first, count = span
    perspective = scene.camera[PERSPECTIVE] != 0.0
    distance = np.float32(scene.camera[DISTANCE])
    square, twice = distance * distance, distance + distance
    for i in range(count):
        key = row[ROW_KEY + first + i]
        depth = square / (twice - key) if perspective else key
        depths[y, x + i] = depth if key < _NOTHING else depths[y, x + i]


@inner
def _resolve_row(
    scene: Scene, scratch: Scratch, pixel: np.uint64, span: tuple[np.uint64, np.uint64, np.uint64]
) -> bool:
    """Blends the pixels of one row of a tile, from ``pixel`` on; returns whether there is anything in it."""
    ints, head = scratch.ints, scratch.head
    touched = False
    for i in range(span[2]):
        k = head[pixel + i]
        if k < 0:
            continue
        if not touched:
            _clear_row(scratch)
        touched = True
        n = np.uint64(k)
        if ints[NEXT + n] < 0 and ints[MASK + n] == FULL:
            _keep_single(scratch, span[1] + i, n)
            continue
        surfaces, marks, partial = _collect(scene, scratch, pixel + i)
        if marks > 0:
            _sort_marks(scene, scratch, surfaces, marks)
        _merge(scratch, surfaces, marks)
        key = _blend(scene, scratch, surfaces, marks, partial)
        _keep(scratch, span[1] + i, _left(scratch.through, partial), key)
    return touched


@inner
def resolve(scene: Scene, scratch: Scratch, tile: Tile, frame: tuple[U4, F4]) -> None:
    """Blends the fragments of a tile into the frame, (height, width) pixels of four bytes and depths."""
    first, count = np.uint64(tile[0] - tile[4]), np.uint64(tile[1] - tile[0])
    span = (np.uint64(tile[0]), first, count)
    for y in range(tile[2], tile[3]):
        pixel = np.uint64((y - tile[5]) * TILE_W) + first
        if _resolve_row(scene, scratch, pixel, span):
            _write_row(scratch, span, np.uint64(y), frame[0])
            _write_depths(scene, scratch, span, np.uint64(y), frame[1])
