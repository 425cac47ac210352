"""Kernels that turn the attributes of fragments into paint.

Each loop does one thing to a run of fragments without branches or look-ups of unknown place, so that the compiler
works on eight fragments at a time; look-ups have loops of their own. Single precision throughout: every literal is
written as one, because numba would widen the whole expression otherwise.
"""

from __future__ import annotations

import math

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    A0,
    A1,
    A2,
    A3,
    A4,
    A5,
    A6,
    AMBIENT,
    BELOW,
    C_A,
    C_B,
    C_G,
    C_R,
    CLIPPED,
    COLORMAP,
    COLORS,
    D0X,
    D0Y,
    D1X,
    D1Y,
    D4,
    FILL,
    FILL_X,
    GHOST,
    ISO_COLOR,
    ISO_W,
    KEY,
    KEY_X,
    LOOK,
    MESH_W,
    N0,
    N1,
    N2,
    PIXEL,
    RIM,
    SKY,
    SPECULAR,
    T1,
    T2,
    TILE_W,
    A,
    B,
    G,
    R,
    Scene,
    Scratch,
)
from gradanim.raster.tile_eye import Views
from gradanim.raster.tile_patterns import clip_border, draw_iso_lines, draw_mesh_lines

_0 = np.float32(0.0)
_FIRST, _LAST = np.int32(0), np.int32(COLORS - 1)
_HALF = np.float32(0.5)
_1 = np.float32(1.0)
_2 = np.float32(2.0)
_TINY = np.float32(1e-12)
_COLUMNS = np.int32(TILE_W - 1)
_ROWS = np.int32(6)
# Colours of the lights (the key warm, the fill and the sky cool), in linear light.
_KEY_R, _KEY_G, _KEY_B = np.float32(1.03), np.float32(1.0), np.float32(0.95)
_FILL_R, _FILL_G, _FILL_B = np.float32(0.80), np.float32(0.92), np.float32(1.15)
# Light that wraps around the edge of the lit half keeps the shadow side from going flat.
_WRAP = np.float32(0.25)
# At a silhouette the smooth normals of flat triangles turn away from the eye a little before the triangles do: up to
# this cosine the upper side of a landscape is still the side that is seen. What has two equal sides has no upper one.
_EDGE = np.float32(-0.08)


@inner
def _light(scene: Scene, scratch: Scratch, item: int, n0: np.uint64, n1: np.uint64, views: Views) -> None:
    """Lights R, G, B (linear) by the normals in N0..N2, of any length; leaves sRGB.

    The highlight is Blinn's: with unit vectors to the light k and to the eye v, the square of the cosine between the
    normal and the half-way vector k + v is (n.k + n.v)^2 / (2 + 2 k.v).
    """
    floats, ints, style = scratch.floats, scratch.ints, scene.styles[item]
    ambient, key, fill = style[AMBIENT], style[KEY], style[FILL]
    rim, specular, below, sky = style[RIM], style[SPECULAR], style[BELOW], _HALF * style[SKY]
    kx, ky, kz = style[KEY_X], style[KEY_X + 1], style[KEY_X + 2]
    fx, fy, fz = style[FILL_X], style[FILL_X + 1], style[FILL_X + 2]
    (x0, xx, xy), (y0, yx, yy), (z0, zx, zy) = views
    wrapped = _1 / (_1 + _WRAP)
    least = _EDGE if below < _1 else _0
    for i in range(n0, n1):
        pixel = ints[PIXEL + i]
        column, row = np.float32(np.int32(pixel & _COLUMNS)), np.float32(np.int32(pixel >> _ROWS))
        vx, vy, vz = x0 + column * xx + row * xy, y0 + column * yx + row * yy, z0 + column * zx + row * zy
        nx, ny, nz = floats[N0 + i], floats[N1 + i], floats[N2 + i]
        to_eye = _1 / math.sqrt(vx * vx + vy * vy + vz * vz)
        unit = _1 / math.sqrt(nx * nx + ny * ny + nz * nz + _TINY)
        facing = (nx * vx + ny * vy + nz * vz) * unit * to_eye
        front = facing >= least
        turned = unit if front else -unit
        dim = _1 if front else below
        facing = min(abs(facing), _1)
        nz = nz * turned
        on_key = (nx * kx + ny * ky) * turned + nz * kz
        on_fill = (nx * fx + ny * fy) * turned + nz * fz
        half = max(on_key + facing, _0)
        shine = half * half / (_2 + _2 * (kx * vx + ky * vy + kz * vz) * to_eye + _TINY)
        shine = shine * shine
        shine = shine * shine
        shine = shine * shine
        gloss = shine * shine * specular
        edge = _1 - facing
        edge = edge * edge * edge * rim
        lit = max((on_key + _WRAP) * wrapped, _0) * key
        open_ = max((on_fill + _WRAP) * wrapped, _0) * fill
        even = ambient * (_1 - sky + sky * nz) + edge
        red = floats[R + i] * dim * (even + lit * _KEY_R + open_ * _FILL_R) + gloss + edge * np.float32(0.20)
        green = (
            floats[G + i] * dim * (even + lit * _KEY_G + open_ * _FILL_G) + gloss + edge * np.float32(0.22)
        )
        blue = floats[B + i] * dim * (even + lit * _KEY_B + open_ * _FILL_B) + gloss + edge * np.float32(0.26)
        floats[R + i] = math.sqrt(min(max(red, _0), _1))
        floats[G + i] = math.sqrt(min(max(green, _0), _1))
        floats[B + i] = math.sqrt(min(max(blue, _0), _1))


@inner
def look_up_color(scene: Scene, scratch: Scratch, item: int, n0: np.uint64, n1: np.uint64) -> None:
    """Linear colours of the values in A4 into R, G, B."""
    floats, ints, tables = scratch.floats, scratch.ints, scene.tables
    most = np.float32(COLORS - 1)
    for i in range(n0, n1):
        value = min(max(floats[A4 + i], _0), _1)
        # A nan passes the bounds of numbers, but not those of places.
        ints[LOOK + i] = min(max(np.int32(value * most + _HALF), _FIRST), _LAST)
    base = np.uint64(scene.int_styles[item, COLORMAP])
    green, blue = np.uint64(1), np.uint64(2)
    for i in range(n0, n1):
        place = base + np.uint64(ints[LOOK + i]) * np.uint64(3)
        floats[R + i] = tables[place]
        floats[G + i] = tables[place + green]
        floats[B + i] = tables[place + blue]


@inner
def _iso_of_surface(scene: Scene, scratch: Scratch, item: int, n0: np.uint64, n1: np.uint64) -> None:
    """Iso-lines of height or colour over the paint of a height field.

    The height changes as the gradient has it, but never by more than the height that is drawn: on a wall at a pole
    the gradients at the corners of a triangle differ by far more than it rises.
    """
    floats = scratch.floats
    by_color = scene.styles[item, ISO_COLOR]
    for i in range(n0, n1):
        gx, gy = floats[A2 + i], floats[A3 + i]
        across = gx * floats[D0X + i] + gy * floats[D1X + i]
        down = gx * floats[D0Y + i] + gy * floats[D1Y + i]
        steep = math.sqrt(across * across + down * down)
        floats[T1 + i] = floats[D4 + i] if by_color > _0 else min(steep, floats[D4 + i])
        floats[T2 + i] = floats[A4 + i] * by_color + floats[A5 + i] * (_1 - by_color)
    draw_iso_lines(scene, scratch, item, n0, n1)


@inner
def shade_surface(
    scene: Scene, scratch: Scratch, item: int, span: tuple[np.uint64, np.uint64], views: Views
) -> None:
    """Paints a height field: x, y, dz/dx, dz/dy, colour value, height and inside in A0..A6."""
    floats, style = scratch.floats, scene.styles[item]
    n0, n1 = span
    opacity = style[C_A]
    look_up_color(scene, scratch, item, n0, n1)
    for i in range(n0, n1):
        floats[A + i] = opacity
        floats[N0 + i] = -floats[A2 + i]
        floats[N1 + i] = -floats[A3 + i]
        floats[N2 + i] = _1
    _light(scene, scratch, item, n0, n1, views)
    if style[MESH_W] > _0:
        draw_mesh_lines(scene, scratch, item, n0, n1)
    if style[ISO_W] > _0:
        _iso_of_surface(scene, scratch, item, n0, n1)
    if scene.int_styles[item, CLIPPED] != 0:
        clip_border(scratch, n0, n1)


@inner
def shade_mesh(
    scene: Scene, scratch: Scratch, item: int, span: tuple[np.uint64, np.uint64], views: Views
) -> None:
    """Paints triangles: normal in A0..A2, linear colour in A3..A5, alpha in A6."""
    floats = scratch.floats
    n0, n1 = span
    opacity = scene.styles[item, C_A]
    for i in range(n0, n1):
        floats[N0 + i] = floats[A0 + i]
        floats[N1 + i] = floats[A1 + i]
        floats[N2 + i] = floats[A2 + i]
        floats[R + i] = floats[A3 + i]
        floats[G + i] = floats[A4 + i]
        floats[B + i] = floats[A5 + i]
        floats[A + i] = floats[A6 + i] * opacity
        floats[GHOST + i] = _1
    _light(scene, scratch, item, n0, n1, views)


@inner
def shade_flat(scene: Scene, scratch: Scratch, item: int, span: tuple[np.uint64, np.uint64]) -> None:
    """Paints a polygon in its colour."""
    floats, style = scratch.floats, scene.styles[item]
    n0, n1 = span
    red, green, blue, alpha = style[C_R], style[C_G], style[C_B], style[C_A]
    for i in range(n0, n1):
        floats[R + i] = red
        floats[G + i] = green
        floats[B + i] = blue
        floats[A + i] = alpha
