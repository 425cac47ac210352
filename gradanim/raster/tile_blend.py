"""Kernels that blend the ordered fragments of one pixel."""

from __future__ import annotations

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    BALL,
    COV,
    F4,
    FULL,
    GHOST,
    GHOST_OPACITY,
    GHOSTED,
    ITEM,
    KIND,
    MARK,
    MASK,
    OCCLUSION,
    OF_ALL,
    OF_SURFACES,
    OVER_B,
    OVER_G,
    OVER_LEFT,
    OVER_R,
    QX,
    QY,
    SAMPLES,
    SUM_B,
    SUM_G,
    SUM_R,
    THROUGH,
    WORLD_PER_PIXEL,
    A,
    B,
    G,
    Q,
    R,
    Scene,
    Scratch,
)
from gradanim.raster.tile_order import one_plane

_0 = np.float32(0.0)
_HALF = np.float32(0.5)
_1 = np.float32(1.0)


@inner
def share_of(scene: Scene, scratch: Scratch, a: np.uint64, b: np.uint64) -> float:
    """The part of a pixel in which surface a is before surface b, where the two cut through each other."""
    floats, ints = scratch.floats, scratch.ints
    if ints[ITEM + a] == ints[ITEM + b] or ints[MASK + a] != FULL or ints[MASK + b] != FULL:
        return 1.0
    gap = floats[Q + b] - floats[Q + a]
    same = one_plane(scene, scratch, a, b)
    steepest = np.float32(12.0 * scene.camera[WORLD_PER_PIXEL])
    change = min(abs(floats[QX + a] - floats[QX + b]) + abs(floats[QY + a] - floats[QY + b]), steepest)
    if gap >= 0.5 * change or change <= 2.0 * same:
        return 1.0
    return float(min(max(0.5 + gap / change, 0.0), 1.0))


@inner
def _let_through(through: F4, mask: int, alpha: np.float32, partial: bool) -> np.float32:
    """Takes the light that a fragment of the given alpha adds, and dims what comes through behind it."""
    if not partial:
        light = through[0] * alpha
        through[0] -= light
        return np.float32(light)
    light = np.float32(0.0)
    for i in range(SAMPLES):
        part = through[i] * alpha if (mask >> i) & 1 else np.float32(0.0)
        light += part
        through[i] -= part
    return np.float32(light / np.float32(SAMPLES))


@inner
def left_through(through: F4, partial: bool) -> np.float32:
    """The light that still comes through a pixel."""
    if not partial:
        return np.float32(through[0])
    light = np.float32(0.0)
    for i in range(SAMPLES):
        light += through[i]
    return np.float32(light / np.float32(SAMPLES))


@inner
def _lay(scratch: Scratch, n: np.uint64, alpha: np.float32, partial: bool) -> None:
    """Adds the light of fragment n to the sums of its pixel."""
    floats, sums = scratch.floats, scratch.work
    light = _let_through(scratch.work, scratch.ints[MASK + n], alpha, partial)
    sums[SUM_R] += light * floats[R + n]
    sums[SUM_G] += light * floats[G + n]
    sums[SUM_B] += light * floats[B + n]


@inner
def _haunt(scene: Scene, scratch: Scratch, n: np.uint64, left: np.float32, clear: np.float32) -> None:
    """Adds the ghost of fragment n, of whose light ``left`` comes through: it is seen at its ghost opacity at least.

    Not where a ball or a mark is before it: ``clear`` is the part of the pixel without one.
    """
    floats, sums = scratch.floats, scratch.work
    lack = scene.styles[scratch.ints[ITEM + n], GHOST_OPACITY] - left
    if lack > _0:
        # So much over everything that together with what comes through it makes up the ghost opacity.
        haze = sums[OVER_LEFT] * lack / (_1 - left) * floats[A + n] * floats[GHOST + n] * clear
        sums[OVER_R] += haze * floats[R + n]
        sums[OVER_G] += haze * floats[G + n]
        sums[OVER_B] += haze * floats[B + n]
        sums[OVER_LEFT] -= haze


@inner
def _start(scratch: Scratch, partial: bool) -> None:
    """Clears the sums of a pixel."""
    for i in range(SAMPLES if partial else 1):
        scratch.work[THROUGH + i] = _1
    for i in range(SUM_R, OVER_LEFT):
        scratch.work[i] = _0
    scratch.work[OVER_LEFT] = _1


@inner
def blend(scene: Scene, scratch: Scratch, surfaces: int, marks: int, partial: bool) -> float:
    """Blends the ordered fragments of a pixel into the sums.

    Where surface a is before b in the part f of the pixel and behind it in the rest, a is laid in two parts, f a before
    b and a (1 - f) / (1 - f a) behind it: the weights of both then are those of the mean of the two orders.

    Returns:
        The depth key of the nearest fragment that is at least half opaque, inf where there is none.
    """
    floats, ints, order = scratch.floats, scratch.ints, scratch.order
    _start(scratch, partial)
    depth, surface, late = np.inf, 0, np.int64(-1)
    late_alpha, last_cover, last_item, last_ghost = _0, _0, np.int32(-1), np.int32(-1)
    clear = _1
    for i in range(surfaces + marks):
        n = np.uint64(order[OF_ALL, i])
        item = ints[ITEM + n]
        if scene.int_styles[item, OCCLUSION] == GHOSTED and item != last_ghost:
            last_ghost = item
            _haunt(scene, scratch, n, left_through(scratch.work, partial), clear)
        cover = floats[COV + n]
        if scene.int_styles[item, KIND] == MARK:
            # A second piece of the same line only adds what it covers more: it is not blended with itself.
            before = last_cover if item == last_item else _0
            alpha = floats[A + n] * max(cover - before, _0) / max(_1 - before, np.float32(1e-6))
            last_item, last_cover = item, max(cover, before)
            _lay(scratch, n, alpha, partial)
            # A ghost shines through surfaces, not through what is drawn on it or before it.
            clear *= _1 - alpha
        else:
            alpha = floats[A + n] * cover
            if scene.int_styles[item, KIND] == BALL:
                clear *= _1 - alpha
            surface += 1
            share = _1
            if surface < surfaces:
                share = np.float32(share_of(scene, scratch, n, np.uint64(order[OF_SURFACES, surface])))
            _lay(scratch, n, alpha * share, partial)
            if late >= 0:
                _lay(scratch, np.uint64(late), late_alpha, partial)
            late = np.int64(-1)
            if share < _1:
                late, late_alpha = (
                    np.int64(n),
                    alpha * (_1 - share) / max(_1 - alpha * share, np.float32(1e-6)),
                )
        if depth == np.inf and alpha >= _HALF:
            depth = float(floats[Q + n])
    return depth
