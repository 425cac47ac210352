"""Kernels that paint heat maps from a grid of values."""

from __future__ import annotations

import math

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    A0,
    A1,
    A4,
    A6,
    BANDS,
    C_A,
    CLIPPED,
    D0X,
    D0Y,
    D1X,
    D1Y,
    D6,
    GRID,
    GRID_NX,
    GRID_NY,
    GRID_SX,
    GRID_SY,
    GRID_X0,
    GRID_Y0,
    ISO_W,
    LEVEL_BINS,
    T1,
    T2,
    A,
    B,
    G,
    R,
    Scene,
    Scratch,
)
from gradanim.raster.tile_patterns import clip_border, draw_iso_lines
from gradanim.raster.tile_shading import look_up_color

_0 = np.float32(0.0)
_HALF = np.float32(0.5)
_1 = np.float32(1.0)
_TINY = np.float32(1e-12)


@inner
def _sample_grid(scene: Scene, scratch: Scratch, item: int, n0: np.uint64, n1: np.uint64) -> None:
    """Values of a grid at x, y in A0, A1: the value into A4 and T2, its change per pixel into T1; inside into A6, D6.

    Between the places of the grid the value bends with its slopes, so that lines of constant value have no corners.
    """
    floats, style = scratch.floats, scene.styles[item]
    tables, base = scene.tables, scene.int_styles[item, GRID]
    nx, ny = scene.int_styles[item, GRID_NX], scene.int_styles[item, GRID_NY]
    x0, y0, sx, sy = style[GRID_X0], style[GRID_Y0], style[GRID_SX], style[GRID_SY]
    for i in range(n0, n1):
        u = min(max((floats[A0 + i] - x0) * sx, _0), np.float32(nx - 1))
        v = min(max((floats[A1 + i] - y0) * sy, _0), np.float32(ny - 1))
        column, row = max(min(int(u), nx - 2), 0), max(min(int(v), ny - 2), 0)
        u, v = u - np.float32(column), v - np.float32(row)
        a = np.uint64(base + (row * nx + column) * 4)
        b, c = a + np.uint64(4), a + np.uint64(4 * nx)
        d = c + np.uint64(4)
        p, q, o = np.uint64(1), np.uint64(2), np.uint64(3)
        low, high = tables[a] + (tables[b] - tables[a]) * u, tables[c] + (tables[d] - tables[c]) * u
        bend_u = (tables[a + p] - tables[b + p]) * (_1 - v) + (tables[c + p] - tables[d + p]) * v
        bend_v = (tables[a + q] - tables[c + q]) * (_1 - u) + (tables[b + q] - tables[d + q]) * u
        value = low + (high - low) * v + _HALF * (u * (_1 - u) * bend_u + v * (_1 - v) * bend_v)
        du = _mix(tables[a + p], tables[b + p], tables[c + p], tables[d + p], u, v) * sx
        dv = _mix(tables[a + q], tables[b + q], tables[c + q], tables[d + q], u, v) * sy
        floats[A4 + i] = value
        floats[T2 + i] = value
        floats[T1 + i] = _length(scratch, i, du, dv)
        inside_low = tables[a + o] + (tables[b + o] - tables[a + o]) * u
        inside_high = tables[c + o] + (tables[d + o] - tables[c + o]) * u
        floats[A6 + i] = inside_low + (inside_high - inside_low) * v
        du = (tables[b + o] - tables[a + o]) * (_1 - v) + (tables[d + o] - tables[c + o]) * v
        floats[D6 + i] = _length(scratch, i, du * sx, (inside_high - inside_low) * sy)


@inner
def _mix(
    a: np.float32, b: np.float32, c: np.float32, d: np.float32, u: np.float32, v: np.float32
) -> np.float32:
    """Bilinear mean of the corners of a cell."""
    low = a + (b - a) * u
    return low + (c + (d - c) * u - low) * v


@inner
def _length(scratch: Scratch, i: int, dx: np.float32, dy: np.float32) -> np.float32:
    """Change per pixel of a quantity with the given changes per world unit."""
    floats = scratch.floats
    across = dx * floats[D0X + i] + dy * floats[D1X + i]
    down = dx * floats[D0Y + i] + dy * floats[D1Y + i]
    return np.float32(math.sqrt(across * across + down * down))


@inner
def _look_up_bands(scene: Scene, scratch: Scratch, item: int, n0: np.uint64, n1: np.uint64) -> None:
    """Colours of bands of values into R, G, B; a row of the table holds a level and the colours below and above it."""
    floats, tables = scratch.floats, scene.tables
    base, most = scene.int_styles[item, BANDS], np.float32(LEVEL_BINS - 1)
    for i in range(n0, n1):
        value = floats[A4 + i]
        bin_ = max(0, min(int(min(max(value, _0), _1) * most), LEVEL_BINS - 1))
        place = np.uint64(base + bin_ * 7)
        above = min(max((value - tables[place]) / max(floats[T1 + i], _TINY) + _HALF, _0), _1)
        red, green, blue = place + np.uint64(1), place + np.uint64(2), place + np.uint64(3)
        up = np.uint64(3)
        floats[R + i] = tables[red] + (tables[red + up] - tables[red]) * above
        floats[G + i] = tables[green] + (tables[green + up] - tables[green]) * above
        floats[B + i] = tables[blue] + (tables[blue + up] - tables[blue]) * above


@inner
def shade_heat_map(scene: Scene, scratch: Scratch, item: int, span: tuple[np.uint64, np.uint64]) -> None:
    """Paints a grid of values: world x and y in A0 and A1."""
    floats, style = scratch.floats, scene.styles[item]
    n0, n1 = span
    _sample_grid(scene, scratch, item, n0, n1)
    if scene.int_styles[item, BANDS] >= 0:
        _look_up_bands(scene, scratch, item, n0, n1)
    else:
        look_up_color(scene, scratch, item, n0, n1)
    opacity = style[C_A]
    for i in range(n0, n1):
        floats[A + i] = opacity
    if style[ISO_W] > _0:
        draw_iso_lines(scene, scratch, item, n0, n1)
    if scene.int_styles[item, CLIPPED] != 0:
        clip_border(scratch, n0, n1)
