"""Kernels that draw heads, dots, balls and shadows of a tile into fragments."""

from __future__ import annotations

import math

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.coverage import half_plane_coverage
from gradanim.raster.geometry import floor_between
from gradanim.raster.layout import (
    BALL,
    BOX,
    DISC,
    F8,
    FORWARD,
    HEAD,
    JOINED,
    KEY_X,
    KIND,
    PAINT,
    POOL,
    RIGHT,
    SPHERE,
    STROKE_ITEM,
    STROKE_KIND,
    TILE_W,
    UP,
    WORLD_PER_PIXEL,
    Scene,
    Scratch,
    Tile,
)
from gradanim.raster.tile_segments import add_mark, paint_between

_FULL_POOL = np.uint64(POOL)


@inner
def _within(ax: float, ay: float, bx: float, by: float, turn: float) -> float:
    """How much of the pixel at the origin lies inside the edge from a to b."""
    dx, dy = bx - ax, by - ay
    length = max(math.sqrt(dx * dx + dy * dy), 1e-9)
    return half_plane_coverage(turn * (dy * ax - dx * ay) / length, dy / length, dx / length)


@inner
def _cover_head(stroke: F8, x: float, y: float, turn: float) -> float:
    """Coverage of a pixel by a triangle; exact also where two long edges cross one pixel."""
    ax, ay, bx, by, cx, cy = (
        stroke[0] - x,
        stroke[1] - y,
        stroke[2] - x,
        stroke[3] - y,
        stroke[4] - x,
        stroke[5] - y,
    )
    a, b, c = _within(ax, ay, bx, by, turn), _within(bx, by, cx, cy, turn), _within(cx, cy, ax, ay, turn)
    return max(0.0, a + b + c - 2.0)


@inner
def _cover_shadow(stroke: F8, x: float, y: float) -> float:
    """Strength of a soft spot at a pixel, from its place in the plane of the spot."""
    w = stroke[6] + stroke[7] * x + stroke[8] * y
    if w <= 0.0:
        return 0.0
    u, v = (stroke[0] + stroke[1] * x + stroke[2] * y) / w, (stroke[3] + stroke[4] * x + stroke[5] * y) / w
    inside = max(0.0, 1.0 - u * u - v * v)
    return float(inside * inside)


@inner
def _disc_paint(stroke: F8, away: float) -> tuple[float, float, float, float]:
    """The paint of a disc ``away`` pixels from its centre: its colour inside, its border outside."""
    if stroke[4] <= 0.0:
        return paint_between(stroke, 0.0)
    return paint_between(stroke, min(max(away - (stroke[3] - stroke[4]) + 0.5, 0.0), 1.0))


@inner
def _ball_depth(stroke: F8, dx: float, dy: float, away: float) -> tuple[float, float, float]:
    """Depth key of a ball at a pixel and its changes; at its rim, where they have no bound, those near it."""
    radius = stroke[3]
    shrink = 1.0 / max(radius, away)
    height = math.sqrt(max(0.04, 1.0 - (away * shrink) ** 2))
    slope = -stroke[4] / (height * radius)
    return stroke[2] + stroke[4] * height, slope * dx * shrink, slope * dy * shrink


@inner
def _ball_paint(scene: Scene, stroke: F8, item: int, x: float, y: float) -> tuple[float, float, float, float]:
    """The paint of a lit ball where its normal is (x, y) to the right and down of the picture."""
    if stroke[5] == 0.0:
        return paint_between(stroke, 0.0)
    camera, style = scene.camera, scene.styles[item]
    z = math.sqrt(max(0.0, 1.0 - x * x - y * y))
    lit, shine = 0.0, 0.0
    for k in range(3):
        normal = camera[RIGHT + k] * x - camera[UP + k] * y - camera[FORWARD + k] * z
        lit += normal * style[KEY_X + k]
        shine += normal * (style[KEY_X + k] - camera[FORWARD + k]) * 0.5
    shade = 0.42 + 0.58 * max(0.0, lit * 0.75 + 0.25)
    gloss = 0.55 * max(0.0, shine * 1.06) ** 24
    rim = 0.10 * (1.0 - z) ** 2
    red = math.sqrt(min(1.0, stroke[PAINT] ** 2 * shade + gloss + rim))
    green = math.sqrt(min(1.0, stroke[PAINT + 1] ** 2 * shade + gloss + rim))
    blue = math.sqrt(min(1.0, stroke[PAINT + 2] ** 2 * shade + gloss + rim))
    return red, green, blue, stroke[PAINT + 3]


@inner
def draw_mark(scene: Scene, scratch: Scratch, n: np.uint64, s: int, tile: Tile) -> np.uint64:
    """Draws a head, disc, ball or shadow.

    Columns: HEAD corners x, y three times, then the key at (0, 0) and its changes; DISC x, y, key, radius, border;
    SPHERE x, y, key, radius, radius as a difference of keys (negative towards the eye), lit; SHADOW the three linear
    forms of its homography and of its key.
    """
    stroke = scene.strokes[s]
    item, kind = int(stroke[STROKE_ITEM]), int(stroke[STROKE_KIND])
    near = JOINED * scene.camera[WORLD_PER_PIXEL]
    solid = scene.int_styles[item, KIND] == BALL
    turn = 1.0
    if kind == HEAD:
        area = (stroke[2] - stroke[0]) * (stroke[5] - stroke[1]) - (stroke[4] - stroke[0]) * (
            stroke[3] - stroke[1]
        )
        turn = 1.0 if area >= 0.0 else -1.0
    x0, x1 = (
        floor_between(stroke[BOX], tile[0], tile[1]),
        floor_between(stroke[BOX + 1], tile[0] - 1, tile[1] - 1),
    )
    y0, y1 = (
        floor_between(stroke[BOX + 2], tile[2], tile[3]),
        floor_between(stroke[BOX + 3], tile[2] - 1, tile[3] - 1),
    )
    for y in range(y0, y1 + 1):
        for x in range(x0, x1 + 1):
            px, py = x + 0.5, y + 0.5
            dx, dy = px - stroke[0], py - stroke[1]
            away = math.sqrt(dx * dx + dy * dy)
            paint = paint_between(stroke, 0.0)
            if kind == HEAD:
                cover = _cover_head(stroke, px, py, turn)
                depth = (stroke[6] + stroke[7] * px + stroke[8] * py, 0.0, 0.0)
            elif kind == DISC:
                cover = half_plane_coverage(stroke[3] - away, dx / max(away, 1e-9), dy / max(away, 1e-9))
                depth = (stroke[2], -dx, -dy)
                paint = _disc_paint(stroke, away)
            elif kind == SPHERE:
                cover = half_plane_coverage(stroke[3] - away, dx / max(away, 1e-9), dy / max(away, 1e-9))
                shrink = 1.0 / max(stroke[3], away)
                depth = _ball_depth(stroke, dx, dy, away) if solid else (stroke[2], -dx, -dy)
                paint = _ball_paint(scene, stroke, item, dx * shrink, dy * shrink)
            else:
                cover = _cover_shadow(stroke, px, py)
                depth = (stroke[9] + stroke[10] * px + stroke[11] * py, 0.0, 0.0)
            if cover > 0.0:
                pixel = (y - tile[5]) * TILE_W + x - tile[4]
                n = add_mark(scratch, n, (item, pixel), depth, (cover, cover), paint, near, scene.painted)
                if n == _FULL_POOL:
                    return n
    return n
