"""Kernels that draw lines in the shading itself, and cut surfaces at a border, anti-aliased by changes per pixel."""

from __future__ import annotations

import math

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    A0,
    A1,
    A6,
    COV,
    D0X,
    D0Y,
    D1X,
    D1Y,
    D6,
    F4,
    ISO_A,
    ISO_B,
    ISO_G,
    ISO_LOW,
    ISO_R,
    ISO_SCALE,
    ISO_W,
    LEVEL_BINS,
    LEVELS,
    LOOK,
    MESH_A,
    MESH_B,
    MESH_G,
    MESH_OX,
    MESH_OY,
    MESH_R,
    MESH_SX,
    MESH_SY,
    MESH_W,
    T0,
    T1,
    T2,
    T3,
    A,
    B,
    G,
    R,
    Scene,
    Scratch,
)

_0 = np.float32(0.0)
_FIRST, _LAST = np.int32(0), np.int32(LEVEL_BINS - 1)
_HALF = np.float32(0.5)
_1 = np.float32(1.0)
_TINY = np.float32(1e-12)
_LEAST = np.float32(1e-30)
# Lines start to show where they are this many half widths and pixels apart, and are whole a little further on.
_FROM, _GAIN, _FROM_PIXELS = np.float32(4.0), np.float32(1.0 / 3.0), np.float32(1.5)
# Ground on which a pixel changes the value by less than one of so many bins of the levels is flat: nothing but rounding
# tells a level from it, and a line there would be as wide as the ground.
_FLAT = np.float32(50.0)


@inner
def paint_over(
    floats: F4, i: int, cover: np.float32, red: np.float32, green: np.float32, blue: np.float32
) -> None:
    """Paints a line over the paint of fragment i; the line stays readable on a translucent surface."""
    alpha = floats[A + i]
    result = cover + alpha * (_1 - cover)
    part = cover / max(result, _TINY)
    floats[R + i] += (red - floats[R + i]) * part
    floats[G + i] += (green - floats[G + i]) * part
    floats[B + i] += (blue - floats[B + i]) * part
    floats[A + i] = result


@inner
def _band(away: np.float32, apart: np.float32, half: np.float32, per_half: np.float32) -> np.float32:
    """Coverage of a pixel by one of many lines, all in pixels.

    Args:
        away: distance to the middle of the nearest line.
        apart: distance between lines; where they come closer than the eye can part them they fade away, for they
            would make a moire.
        half: half the width of a line.
        per_half: 1 / half.

    Returns:
        0..1.
    """
    fade = min((apart * per_half - _FROM) * _GAIN, apart - _FROM_PIXELS)
    fade = min(max(fade, _0), _1)
    cover = min(away + _HALF, half) - max(away - _HALF, -half)
    return min(max(cover, _0), _1) * fade


@inner
def draw_mesh_lines(scene: Scene, scratch: Scratch, item: int, n0: np.uint64, n1: np.uint64) -> None:
    """Fine lines of constant x and y over the paint; x, y in A0, A1 and their changes in D0X..D1Y."""
    floats, style = scratch.floats, scene.styles[item]
    half = style[MESH_W] * _HALF
    per_half = _1 / half
    sx, sy, ox, oy = style[MESH_SX], style[MESH_SY], style[MESH_OX], style[MESH_OY]
    per_sx, per_sy = _1 / sx, _1 / sy
    red, green, blue, alpha = style[MESH_R], style[MESH_G], style[MESH_B], style[MESH_A]
    for i in range(n0, n1):
        change_x = floats[D0X + i] * floats[D0X + i] + floats[D0Y + i] * floats[D0Y + i]
        change_y = floats[D1X + i] * floats[D1X + i] + floats[D1Y + i] * floats[D1Y + i]
        apart_x, apart_y = sx / math.sqrt(change_x + _LEAST), sy / math.sqrt(change_y + _LEAST)
        turn_x, turn_y = (floats[A0 + i] - ox) * per_sx, (floats[A1 + i] - oy) * per_sy
        away_x = abs(turn_x - np.floor(turn_x + _HALF)) * apart_x
        away_y = abs(turn_y - np.floor(turn_y + _HALF)) * apart_y
        cover = max(_band(away_x, apart_x, half, per_half), _band(away_y, apart_y, half, per_half))
        paint_over(floats, i, cover * alpha, red, green, blue)


@inner
def draw_iso_lines(scene: Scene, scratch: Scratch, item: int, n0: np.uint64, n1: np.uint64) -> None:
    """Lines at levels over the paint; the value in T2 and its change per pixel in T1."""
    floats, ints, style, tables = scratch.floats, scratch.ints, scene.styles[item], scene.tables
    low, scale = style[ISO_LOW], style[ISO_SCALE]
    most = np.float32(LEVEL_BINS - 1)
    for i in range(n0, n1):
        place_of = np.int32(min(max((floats[T2 + i] - low) * scale, _0), most))
        ints[LOOK + i] = min(max(place_of, _FIRST), _LAST)
    base = np.uint64(scene.int_styles[item, LEVELS])
    apart = np.uint64(LEVEL_BINS)
    for i in range(n0, n1):
        place = base + np.uint64(ints[LOOK + i])
        floats[T0 + i] = tables[place]
        floats[T3 + i] = tables[place + apart]
    half = style[ISO_W] * _HALF
    per_half = _1 / half
    red, green, blue, alpha = style[ISO_R], style[ISO_G], style[ISO_B], style[ISO_A]
    for i in range(n0, n1):
        per_change = _1 / max(floats[T1 + i], _TINY)
        away, apart = abs(floats[T2 + i] - floats[T0 + i]) * per_change, floats[T3 + i] * per_change
        sloping = min(max(floats[T1 + i] * scale * _FLAT - _1, _0), _1)
        cover = _band(away, apart, half, per_half) * sloping
        paint_over(floats, i, cover * alpha, red, green, blue)


@inner
def clip_border(scratch: Scratch, n0: np.uint64, n1: np.uint64) -> None:
    """Leaves of every fragment the part where A6 is positive; D6 is its change per pixel."""
    floats = scratch.floats
    for i in range(n0, n1):
        cover = floats[A6 + i] / max(floats[D6 + i], _TINY) + _HALF
        floats[COV + i] = floats[COV + i] * min(max(cover, _0), _1)
