"""Kernels that blend the fragments of a tile into the frame, row by row."""

from __future__ import annotations

import numpy as np

from gradanim.raster.compiled import inner, spliced
from gradanim.raster.layout import (
    COV,
    DEPTH,
    DISTANCE,
    F4,
    FULL,
    ITEM,
    KIND,
    MARK,
    MASK,
    NEXT,
    OCCLUSION,
    OF_SURFACES,
    OVER_B,
    OVER_G,
    OVER_LEFT,
    OVER_R,
    PERSPECTIVE,
    ROW_B,
    ROW_G,
    ROW_KEY,
    ROW_LEFT,
    ROW_R,
    SUM_B,
    SUM_G,
    SUM_R,
    TILE_W,
    U4,
    A,
    B,
    G,
    Q,
    R,
    Scene,
    Scratch,
    Tile,
)
from gradanim.raster.tile_blend import blend, left_through, share_of
from gradanim.raster.tile_order import collect, is_nearer, merge, place_mark, sort_marks
from gradanim.raster.tile_soft import soften_row

_0 = np.float32(0.0)
_HALF = np.float32(0.5)
_1 = np.float32(1.0)
_255 = np.float32(255.0)
_NOTHING = np.float32(np.inf)
_LOW, _8, _16, _24 = np.uint32(255), np.uint32(8), np.uint32(16), np.uint32(24)
_COLUMNS = np.uint64(TILE_W)


@inner
def _keep(scratch: Scratch, column: np.uint64, left: np.float32, key: float) -> None:
    """Puts the sums of a pixel into its column of the row."""
    row = scratch.work
    rest = row[OVER_LEFT]
    row[ROW_R + column] = row[OVER_R] + rest * row[SUM_R]
    row[ROW_G + column] = row[OVER_G] + rest * row[SUM_G]
    row[ROW_B + column] = row[OVER_B] + rest * row[SUM_B]
    row[ROW_LEFT + column] = rest * left
    row[ROW_KEY + column] = key


@inner
def _keep_single(scratch: Scratch, column: np.uint64, n: np.uint64) -> None:
    """Puts a pixel that one fragment covers, the most frequent case, into its column of the row."""
    row, floats = scratch.work, scratch.floats
    alpha = floats[A + n] * floats[COV + n]
    row[ROW_R + column] = floats[R + n] * alpha
    row[ROW_G + column] = floats[G + n] * alpha
    row[ROW_B + column] = floats[B + n] * alpha
    row[ROW_LEFT + column] = _1 - alpha
    row[ROW_KEY + column] = floats[Q + n] if alpha >= _HALF else _NOTHING


@inner
def _is_simple(scene: Scene, scratch: Scratch, n: np.uint64) -> bool:
    """Whether a fragment covers a whole pixel, or a part of it as a mark does, and is neither ghost nor on top."""
    ints = scratch.ints
    return bool(ints[MASK + n] == FULL and scene.int_styles[ints[ITEM + n], OCCLUSION] == DEPTH)


@inner
def _is_pair(scene: Scene, scratch: Scratch, n: np.uint64) -> bool:
    """Whether fragment n and the one after it are all of a pixel, both simple, the second not a mark."""
    ints = scratch.ints
    if ints[NEXT + n] < 0 or not _is_simple(scene, scratch, n):
        return False
    m = np.uint64(ints[NEXT + n])
    last = ints[NEXT + m] < 0 and _is_simple(scene, scratch, m)
    return bool(last and scene.int_styles[ints[ITEM + m], KIND] != MARK)


@inner
def _keep_pair(scene: Scene, scratch: Scratch, column: np.uint64, a: np.uint64, b: np.uint64) -> None:
    """Puts a pixel with two simple fragments, b not a mark, into its column of the row: the next most frequent case."""
    row, floats, ints = scratch.work, scratch.floats, scratch.ints
    share = _1
    if scene.int_styles[ints[ITEM + a], KIND] == MARK:
        scratch.order[OF_SURFACES, 0] = np.int32(b)
        if place_mark(scene, scratch, a, 1) == 2:
            a, b = b, a
    else:
        if not is_nearer(scene, scratch, a, b):
            a, b = b, a
        share = np.float32(share_of(scene, scratch, a, b))
    front, back = floats[A + a] * floats[COV + a], floats[A + b] * floats[COV + b]
    # The mean of a over b in one part of the pixel and b over a in the rest.
    light_a, light_b = front * (_1 - back * (_1 - share)), back * (_1 - front * share)
    row[ROW_R + column] = floats[R + a] * light_a + floats[R + b] * light_b
    row[ROW_G + column] = floats[G + a] * light_a + floats[G + b] * light_b
    row[ROW_B + column] = floats[B + a] * light_a + floats[B + b] * light_b
    row[ROW_LEFT + column] = (_1 - front) * (_1 - back)
    key = floats[Q + b] if back >= _HALF else _NOTHING
    row[ROW_KEY + column] = floats[Q + a] if front >= _HALF else key


@inner
def _clear_row(scratch: Scratch) -> None:
    """A row of pixels in which there is nothing."""
    row = scratch.work
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
def write_row(
    scratch: Scratch, span: tuple[np.uint64, np.uint64, np.uint64], y: np.uint64, pixels: U4
) -> None:
    """Blends the columns of a row over the premultiplied bytes (RGBA in the order of memory) that the frame holds.

    ``span`` is the first column of the frame, its place in the row, and how many columns there are.
    """
    row = scratch.work
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
def write_depths(
    scene: Scene, scratch: Scratch, span: tuple[np.uint64, np.uint64, np.uint64], y: np.uint64, depths: F4
) -> None:
    """Writes depths where there is anything: world units along the line of sight, from depth keys."""
    row = scratch.work
    x, first, count = span
    perspective = scene.camera[PERSPECTIVE] != 0.0
    distance = np.float32(scene.camera[DISTANCE])
    square, twice = distance * distance, distance + distance
    for i in range(count):
        key = row[ROW_KEY + first + i]
        depth = square / (twice - key) if perspective else key
        depths[y, x + i] = depth if key < _NOTHING else depths[y, x + i]


@spliced
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
        if _is_pair(scene, scratch, n):
            _keep_pair(scene, scratch, span[1] + i, n, np.uint64(ints[NEXT + n]))
            continue
        surfaces, marks, partial = collect(scene, scratch, pixel + i)
        if marks > 0:
            sort_marks(scene, scratch, surfaces, marks)
        merge(scratch, surfaces, marks)
        key = blend(scene, scratch, surfaces, marks, partial)
        _keep(scratch, span[1] + i, left_through(scratch.work, partial), key)
    return touched


@spliced
def resolve(scene: Scene, scratch: Scratch, tile: Tile, frame: tuple[U4, F4]) -> None:
    """Blends the fragments of a tile into the frame, (height, width) pixels of four bytes and depths."""
    first, count = np.uint64(tile[0] - tile[4]), np.uint64(tile[1] - tile[0])
    span = (np.uint64(tile[0]), first, count)
    for y in range(tile[2], tile[3]):
        pixel = np.uint64((y - tile[5]) * TILE_W) + first
        if _resolve_row(scene, scratch, pixel, span):
            soften_row(scene, scratch, span, np.uint64(y))
            write_row(scratch, span, np.uint64(y), frame[0])
            if frame[1].size > 0:
                write_depths(scene, scratch, span, np.uint64(y), frame[1])
