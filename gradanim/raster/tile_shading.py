"""Kernels that turn the attributes of fragments into paint.

Each loop does one thing to a run of fragments without branches or look-ups of unknown place, so that the compiler
works on eight fragments at a time; look-ups have loops of their own. Single precision throughout: every literal is
written as one, because numba would widen the whole expression otherwise.
"""

from __future__ import annotations

import math
from typing import TypeAlias

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
    BANDS,
    BELOW,
    C_A,
    C_B,
    C_G,
    C_R,
    CENTER_X,
    CENTER_Y,
    CLIPPED,
    COLORMAP,
    COLORS,
    COV,
    D0X,
    D0Y,
    D1X,
    D1Y,
    D4,
    D6,
    DISTANCE,
    F4,
    F8,
    FILL,
    FILL_X,
    FORWARD,
    GHOST,
    GRID,
    GRID_NX,
    GRID_NY,
    GRID_SX,
    GRID_SY,
    GRID_X0,
    GRID_Y0,
    ISO_A,
    ISO_B,
    ISO_COLOR,
    ISO_G,
    ISO_LOW,
    ISO_R,
    ISO_SCALE,
    ISO_W,
    KEY,
    KEY_X,
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
    N0,
    N1,
    N2,
    PERSPECTIVE,
    PIXEL,
    PIXELS_PER_UNIT,
    RIGHT,
    RIM,
    SPECULAR,
    T0,
    T1,
    T2,
    T3,
    TILE_W,
    UP,
    A,
    B,
    G,
    R,
    Scene,
    Scratch,
    Tile,
)

# For x, y and z: the way to the eye from the first pixel of a tile, and its changes per pixel right and down.
_Step: TypeAlias = tuple[np.float32, np.float32, np.float32]
Views: TypeAlias = tuple[_Step, _Step, _Step]

_0 = np.float32(0.0)
_HALF = np.float32(0.5)
_1 = np.float32(1.0)
_2 = np.float32(2.0)
_TINY = np.float32(1e-12)
_LEAST = np.float32(1e-30)
_COLUMNS = np.int32(TILE_W - 1)
_ROWS = np.int32(6)

# Colours of the lights (the key warm, the fill and the sky cool), in linear light.
_KEY_R, _KEY_G, _KEY_B = np.float32(1.03), np.float32(1.0), np.float32(0.95)
_FILL_R, _FILL_G, _FILL_B = np.float32(0.80), np.float32(0.92), np.float32(1.15)
# Light that wraps around the edge of the lit half keeps the shadow side from going flat.
_WRAP = np.float32(0.25)


@inner
def view_steps(camera: F8, tile: Tile) -> Views:
    """The way to the eye from the top left pixel of a tile, and its changes per pixel right and down; not unit."""
    focal = camera[PIXELS_PER_UNIT] * camera[DISTANCE]
    per_pixel = 1.0 / focal if camera[PERSPECTIVE] > 0.0 else 0.0
    x, y = tile[4] + 0.5 - camera[CENTER_X], tile[5] + 0.5 - camera[CENTER_Y]
    return (
        _view_step(camera, 0, x * per_pixel, y * per_pixel, per_pixel),
        _view_step(camera, 1, x * per_pixel, y * per_pixel, per_pixel),
        _view_step(camera, 2, x * per_pixel, y * per_pixel, per_pixel),
    )


@inner
def _view_step(
    camera: F8, k: int, x: float, y: float, per_pixel: float
) -> tuple[np.float32, np.float32, np.float32]:
    """Coordinate k of the way to the eye, and its changes per pixel to the right and down."""
    right, up = camera[RIGHT + k], camera[UP + k]
    towards = -camera[FORWARD + k] - x * right + y * up
    return np.float32(towards), np.float32(-right * per_pixel), np.float32(up * per_pixel)


@inner
def _light(scene: Scene, scratch: Scratch, item: int, n0: np.uint64, n1: np.uint64, views: Views) -> None:
    """Lights R, G, B (linear) by the normals in N0..N2, of any length; leaves sRGB.

    The highlight is Blinn's: with unit vectors to the light k and to the eye v, the square of the cosine between the
    normal and the half-way vector k + v is (n.k + n.v)^2 / (2 + 2 k.v).
    """
    floats, ints, style = scratch.floats, scratch.ints, scene.styles[item]
    ambient, key, fill = style[AMBIENT], style[KEY], style[FILL]
    rim, specular, below = style[RIM], style[SPECULAR], style[BELOW]
    kx, ky, kz = style[KEY_X], style[KEY_X + 1], style[KEY_X + 2]
    fx, fy, fz = style[FILL_X], style[FILL_X + 1], style[FILL_X + 2]
    (x0, xx, xy), (y0, yx, yy), (z0, zx, zy) = views
    wrapped = _1 / (_1 + _WRAP)
    for i in range(n0, n1):
        pixel = ints[PIXEL + i]
        column, row = np.float32(np.int32(pixel & _COLUMNS)), np.float32(np.int32(pixel >> _ROWS))
        vx, vy, vz = x0 + column * xx + row * xy, y0 + column * yx + row * yy, z0 + column * zx + row * zy
        nx, ny, nz = floats[N0 + i], floats[N1 + i], floats[N2 + i]
        to_eye = _1 / math.sqrt(vx * vx + vy * vy + vz * vz)
        unit = _1 / math.sqrt(nx * nx + ny * ny + nz * nz + _TINY)
        facing = (nx * vx + ny * vy + nz * vz) * unit * to_eye
        turned = unit if facing >= _0 else -unit
        dim = _1 if facing >= _0 else below
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
        even = ambient * (np.float32(0.85) + np.float32(0.15) * nz) + edge
        red = floats[R + i] * dim * (even + lit * _KEY_R + open_ * _FILL_R) + gloss + edge * np.float32(0.20)
        green = (
            floats[G + i] * dim * (even + lit * _KEY_G + open_ * _FILL_G) + gloss + edge * np.float32(0.22)
        )
        blue = floats[B + i] * dim * (even + lit * _KEY_B + open_ * _FILL_B) + gloss + edge * np.float32(0.26)
        floats[R + i] = math.sqrt(min(max(red, _0), _1))
        floats[G + i] = math.sqrt(min(max(green, _0), _1))
        floats[B + i] = math.sqrt(min(max(blue, _0), _1))


@inner
def _look_up_color(scene: Scene, scratch: Scratch, item: int, n0: np.uint64, n1: np.uint64) -> None:
    """Linear colours of the values in A4 into R, G, B."""
    floats, ints, tables = scratch.floats, scratch.ints, scene.tables
    most = np.float32(COLORS - 1)
    for i in range(n0, n1):
        value = min(max(floats[A4 + i], _0), _1)
        ints[LOOK + i] = np.int32(value * most + _HALF)
    base = np.uint64(scene.int_styles[item, COLORMAP])
    green, blue = np.uint64(1), np.uint64(2)
    for i in range(n0, n1):
        place = base + np.uint64(ints[LOOK + i]) * np.uint64(3)
        floats[R + i] = tables[place]
        floats[G + i] = tables[place + green]
        floats[B + i] = tables[place + blue]


@inner
def _paint_over(
    floats: F4, i: np.uint64, cover: np.float32, red: np.float32, green: np.float32, blue: np.float32
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
    fade = min(max((apart * per_half - np.float32(4.0)) * np.float32(0.125), _0), _1)
    cover = min(away + _HALF, half) - max(away - _HALF, -half)
    return min(max(cover, _0), _1) * fade


@inner
def _mesh_lines(scene: Scene, scratch: Scratch, item: int, n0: np.uint64, n1: np.uint64) -> None:
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
        away_x = abs(turn_x - np.float32(math.floor(turn_x + _HALF))) * apart_x
        away_y = abs(turn_y - np.float32(math.floor(turn_y + _HALF))) * apart_y
        cover = max(_band(away_x, apart_x, half, per_half), _band(away_y, apart_y, half, per_half))
        _paint_over(floats, i, cover * alpha, red, green, blue)


@inner
def _iso_lines(scene: Scene, scratch: Scratch, item: int, n0: np.uint64, n1: np.uint64) -> None:
    """Lines at levels over the paint; the value in T2 and its change per pixel in T1."""
    floats, ints, style, tables = scratch.floats, scratch.ints, scene.styles[item], scene.tables
    low, scale = style[ISO_LOW], style[ISO_SCALE]
    most = np.float32(LEVEL_BINS - 1)
    for i in range(n0, n1):
        ints[LOOK + i] = np.int32(min(max((floats[T2 + i] - low) * scale, _0), most))
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
        _paint_over(floats, i, _band(away, apart, half, per_half) * alpha, red, green, blue)


@inner
def _clip(scratch: Scratch, n0: np.uint64, n1: np.uint64) -> None:
    """Leaves of every fragment the part where A6 is positive; D6 is its change per pixel."""
    floats = scratch.floats
    for i in range(n0, n1):
        cover = floats[A6 + i] / max(floats[D6 + i], _TINY) + _HALF
        floats[COV + i] = floats[COV + i] * min(max(cover, _0), _1)


@inner
def _iso_of_surface(scene: Scene, scratch: Scratch, item: int, n0: np.uint64, n1: np.uint64) -> None:
    """Iso-lines of height or colour over the paint of a height field."""
    floats = scratch.floats
    by_color = scene.styles[item, ISO_COLOR]
    for i in range(n0, n1):
        gx, gy = floats[A2 + i], floats[A3 + i]
        across = gx * floats[D0X + i] + gy * floats[D1X + i]
        down = gx * floats[D0Y + i] + gy * floats[D1Y + i]
        steep = math.sqrt(across * across + down * down)
        floats[T1 + i] = floats[D4 + i] * by_color + steep * (_1 - by_color)
        floats[T2 + i] = floats[A4 + i] * by_color + floats[A5 + i] * (_1 - by_color)
    _iso_lines(scene, scratch, item, n0, n1)


@inner
def shade_surface(
    scene: Scene, scratch: Scratch, item: int, span: tuple[np.uint64, np.uint64], views: Views
) -> None:
    """Paints a height field: x, y, dz/dx, dz/dy, colour value, height and inside in A0..A6."""
    floats, style = scratch.floats, scene.styles[item]
    n0, n1 = span
    opacity = style[C_A]
    _look_up_color(scene, scratch, item, n0, n1)
    for i in range(n0, n1):
        floats[A + i] = opacity
        floats[N0 + i] = -floats[A2 + i]
        floats[N1 + i] = -floats[A3 + i]
        floats[N2 + i] = _1
    _light(scene, scratch, item, n0, n1, views)
    if style[MESH_W] > _0:
        _mesh_lines(scene, scratch, item, n0, n1)
    if style[ISO_W] > _0:
        _iso_of_surface(scene, scratch, item, n0, n1)
    if scene.int_styles[item, CLIPPED] != 0:
        _clip(scratch, n0, n1)


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
        column, row = min(int(u), nx - 2), min(int(v), ny - 2)
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
def _length(scratch: Scratch, i: np.uint64, dx: np.float32, dy: np.float32) -> np.float32:
    """Change per pixel of a quantity with the given changes per world unit."""
    floats = scratch.floats
    across = dx * floats[D0X + i] + dy * floats[D1X + i]
    down = dx * floats[D0Y + i] + dy * floats[D1Y + i]
    return math.sqrt(across * across + down * down)


@inner
def _look_up_bands(scene: Scene, scratch: Scratch, item: int, n0: np.uint64, n1: np.uint64) -> None:
    """Colours of bands of values into R, G, B; a row of the table holds a level and the colours below and above it."""
    floats, tables = scratch.floats, scene.tables
    base, most = scene.int_styles[item, BANDS], np.float32(LEVEL_BINS - 1)
    for i in range(n0, n1):
        value = floats[A4 + i]
        place = np.uint64(base + int(min(max(value, _0), _1) * most) * 7)
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
        _look_up_color(scene, scratch, item, n0, n1)
    opacity = style[C_A]
    for i in range(n0, n1):
        floats[A + i] = opacity
    if style[ISO_W] > _0:
        _iso_lines(scene, scratch, item, n0, n1)
    if scene.int_styles[item, CLIPPED] != 0:
        _clip(scratch, n0, n1)
