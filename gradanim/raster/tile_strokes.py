"""Kernels that draw lines and marks of a tile into fragments; coverage is exact for a pixel crossed by a straight edge.

Pieces of one item that meet in a pixel are joined by the greatest coverage, so that a translucent line is never blended
with itself.
"""

from __future__ import annotations

import math

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    BALL,
    BOX,
    COV,
    DASH_OFF,
    DASH_ON,
    DISC,
    F8,
    FACE,
    FORWARD,
    FULL,
    GHOST,
    GHOST_OFF,
    GHOST_ON,
    HEAD,
    ITEM,
    KEY_X,
    KIND,
    MASK,
    NEXT,
    PAINT,
    PAINT_2,
    PIXEL,
    POOL,
    QX,
    QY,
    RIGHT,
    SEGMENT,
    SPHERE,
    TILE_W,
    UP,
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

_FULL_POOL = np.uint64(POOL)
_ONE = np.uint64(1)
# Pieces of one line whose depths differ by less than this many pixels (in world units) are one place of it.
_JOINED = 24.0


@inner
def line_coverage(away: float, half: float) -> float:
    """How much of a pixel a straight band covers whose middle is ``away`` pixels from the middle of the pixel."""
    return max(0.0, min(away + 0.5, half) - max(away - 0.5, -half))


@inner
def dash_coverage(place: float, on: float, off: float) -> float:
    """How much of the pixel at ``place`` along a line is on a dash."""
    period = on + off
    if off <= 0.0 or on <= 0.0:
        return 1.0
    return _dashes_before(place + 0.5, on, period) - _dashes_before(place - 0.5, on, period)


@inner
def _dashes_before(place: float, on: float, period: float) -> float:
    """Pixels of dashes from the start of a line to a place."""
    turns = math.floor(place / period)
    return turns * on + min(place - turns * period, on)


@inner
def add_mark(
    scratch: Scratch,
    n: np.uint64,
    spot: tuple[int, int],
    depth: tuple[float, float, float],
    cover: tuple[float, float],
    paint: tuple[float, float, float, float],
    near: float,
) -> np.uint64:
    """Adds a fragment of a stroke, or joins it to what the same item has drawn there.

    Args:
        scratch: where fragments go.
        n: fragments in use, fewer than POOL.
        spot: row of the style tables, pixel of the tile.
        depth: depth key, and the two numbers that QX and QY hold.
        cover: coverage of the pixel where the stroke is seen, and where it is a ghost.
        paint: straight RGBA.
        near: difference of depth keys below which two pieces are joined.

    Returns:
        Fragments in use afterwards.
    """
    floats, ints = scratch.floats, scratch.ints
    item, pixel = spot
    place = n
    k = scratch.head[pixel]
    while k >= 0 and place == n:
        m = np.uint64(k)
        if ints[ITEM + m] != item:
            break
        if abs(floats[Q + m] - depth[0]) <= near:
            place = m
        k = ints[NEXT + m]
    if place != n:
        floats[GHOST + place] = max(floats[GHOST + place], np.float32(cover[1]))
        if cover[0] <= floats[COV + place]:
            return n
    else:
        ints[NEXT + n] = scratch.head[pixel]
        ints[ITEM + n] = item
        ints[MASK + n] = FULL
        ints[PIXEL + n] = pixel
        ints[FACE + n] = 0
        floats[GHOST + n] = cover[1]
        scratch.head[pixel] = np.int32(n)
        n += _ONE
    floats[Q + place], floats[QX + place], floats[QY + place] = depth
    floats[COV + place] = cover[0]
    floats[R + place], floats[G + place], floats[B + place], floats[A + place] = paint
    return n


@inner
def _row_span(stroke: F8, y: float, reach: float, low: float, high: float) -> tuple[float, float]:
    """Where row y of pixel centres may be nearer than ``reach`` to the line through a segment."""
    dx, dy = stroke[3] - stroke[0], stroke[4] - stroke[1]
    length = math.sqrt(dx * dx + dy * dy)
    if abs(dy) <= 1e-9 * length or length == 0.0:
        return low, high
    middle = stroke[0] + (y - stroke[1]) * dx / dy
    spread = reach * length / abs(dy)
    return max(low, middle - spread), min(high, middle + spread)


@inner
def draw_segment(scene: Scene, scratch: Scratch, n: np.uint64, s: int, tile: Tile) -> np.uint64:
    """Draws a piece of line with round ends: x, y, key of both ends, half width, and places along the line of both."""
    stroke, item = scene.strokes[s], scene.stroke_item[s]
    style = scene.styles[item]
    on, off = float(style[DASH_ON]), float(style[DASH_OFF])
    ghost_on, ghost_off = float(style[GHOST_ON]), float(style[GHOST_OFF])
    dashed, ghost_dashed = off > 0.0, ghost_off > 0.0
    half = stroke[6]
    reach = half + 0.5
    dx, dy = stroke[3] - stroke[0], stroke[4] - stroke[1]
    squared = dx * dx + dy * dy
    per_squared = 1.0 / squared if squared > 0.0 else 0.0
    near = (_JOINED + 4.0 * half) * scene.camera[WORLD_PER_PIXEL]
    y0, y1 = (
        max(tile[2], int(math.floor(stroke[BOX + 2]))),
        min(tile[3] - 1, int(math.floor(stroke[BOX + 3]))),
    )
    for y in range(y0, y1 + 1):
        low, high = _row_span(stroke, y + 0.5, reach, stroke[BOX], stroke[BOX + 1])
        x0 = max(tile[0], int(math.floor(max(low, -1.0)))) if low < tile[1] else tile[1]
        x1 = min(tile[1] - 1, int(math.floor(min(high, 1e6)))) if high >= tile[0] else tile[0] - 1
        for x in range(x0, x1 + 1):
            px, py = x + 0.5 - stroke[0], y + 0.5 - stroke[1]
            t = min(max((px * dx + py * dy) * per_squared, 0.0), 1.0)
            ox, oy = t * dx - px, t * dy - py
            squared_away = ox * ox + oy * oy
            if squared_away >= reach * reach:
                continue
            cover = line_coverage(math.sqrt(squared_away), half)
            place = stroke[7] + t * (stroke[8] - stroke[7])
            seen = cover * dash_coverage(place, on, off) if dashed else cover
            ghost = cover * dash_coverage(place, ghost_on, ghost_off) if ghost_dashed else seen
            if seen <= 0.0 and ghost <= 0.0:
                continue
            pixel = (y - tile[5]) * TILE_W + x - tile[4]
            depth = (stroke[2] + t * (stroke[5] - stroke[2]), ox, oy)
            n = add_mark(scratch, n, (item, pixel), depth, (seen, ghost), _blend(stroke, t), near)
            if n == _FULL_POOL:
                return n
    return n


@inner
def _blend(stroke: F8, t: float) -> tuple[float, float, float, float]:
    """The paint at t from the first paint to the second."""
    return (
        stroke[PAINT] + t * (stroke[PAINT_2] - stroke[PAINT]),
        stroke[PAINT + 1] + t * (stroke[PAINT_2 + 1] - stroke[PAINT + 1]),
        stroke[PAINT + 2] + t * (stroke[PAINT_2 + 2] - stroke[PAINT + 2]),
        stroke[PAINT + 3] + t * (stroke[PAINT_2 + 3] - stroke[PAINT + 3]),
    )


@inner
def _beyond(stroke: F8, i: int, j: int, x: float, y: float, turn: float) -> float:
    """Pixels by which (x, y) lies inside the edge from corner i to corner j of a head."""
    dx, dy = stroke[2 * j] - stroke[2 * i], stroke[2 * j + 1] - stroke[2 * i + 1]
    length = math.sqrt(dx * dx + dy * dy)
    return turn * (dx * (y - stroke[2 * i + 1]) - dy * (x - stroke[2 * i])) / max(length, 1e-9)


@inner
def _cover_head(stroke: F8, x: float, y: float, turn: float) -> float:
    """Coverage of a pixel by a triangle; exact also where two long edges cross one pixel."""
    a = min(max(_beyond(stroke, 0, 1, x, y, turn) + 0.5, 0.0), 1.0)
    b = min(max(_beyond(stroke, 1, 2, x, y, turn) + 0.5, 0.0), 1.0)
    c = min(max(_beyond(stroke, 2, 0, x, y, turn) + 0.5, 0.0), 1.0)
    return max(0.0, a + b + c - 2.0)


@inner
def _cover_shadow(stroke: F8, x: float, y: float) -> float:
    """Strength of a soft spot at a pixel, from its place in the plane of the spot."""
    w = stroke[6] + stroke[7] * x + stroke[8] * y
    if w <= 0.0:
        return 0.0
    u, v = (stroke[0] + stroke[1] * x + stroke[2] * y) / w, (stroke[3] + stroke[4] * x + stroke[5] * y) / w
    inside = max(0.0, 1.0 - u * u - v * v)
    return inside * inside


@inner
def _disc_paint(stroke: F8, away: float) -> tuple[float, float, float, float]:
    """The paint of a disc ``away`` pixels from its centre: its colour inside, its border outside."""
    if stroke[4] <= 0.0:
        return _blend(stroke, 0.0)
    return _blend(stroke, min(max(away - (stroke[3] - stroke[4]) + 0.5, 0.0), 1.0))


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
        return _blend(stroke, 0.0)
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
    stroke, item, kind = scene.strokes[s], scene.stroke_item[s], scene.stroke_kind[s]
    near = _JOINED * scene.camera[WORLD_PER_PIXEL]
    solid = scene.int_styles[item, KIND] == BALL
    turn = 1.0
    if kind == HEAD:
        area = (stroke[2] - stroke[0]) * (stroke[5] - stroke[1]) - (stroke[4] - stroke[0]) * (
            stroke[3] - stroke[1]
        )
        turn = 1.0 if area >= 0.0 else -1.0
    x0, x1 = (
        max(tile[0], int(max(stroke[BOX], 0.0))),
        min(tile[1] - 1, int(max(min(stroke[BOX + 1], 1e6), -1.0))),
    )
    y0, y1 = (
        max(tile[2], int(max(stroke[BOX + 2], 0.0))),
        min(tile[3] - 1, int(max(min(stroke[BOX + 3], 1e6), -1.0))),
    )
    for y in range(y0, y1 + 1):
        for x in range(x0, x1 + 1):
            px, py = x + 0.5, y + 0.5
            dx, dy = px - stroke[0], py - stroke[1]
            away = math.sqrt(dx * dx + dy * dy)
            paint = _blend(stroke, 0.0)
            if kind == HEAD:
                cover = _cover_head(stroke, px, py, turn)
                depth = (stroke[6] + stroke[7] * px + stroke[8] * py, 0.0, 0.0)
            elif kind == DISC:
                cover = min(max(stroke[3] - away + 0.5, 0.0), 1.0)
                depth = (stroke[2], -dx, -dy)
                paint = _disc_paint(stroke, away)
            elif kind == SPHERE:
                cover = min(max(stroke[3] - away + 0.5, 0.0), 1.0)
                shrink = 1.0 / max(stroke[3], away)
                depth = _ball_depth(stroke, dx, dy, away) if solid else (stroke[2], -dx, -dy)
                paint = _ball_paint(scene, stroke, item, dx * shrink, dy * shrink)
            else:
                cover = _cover_shadow(stroke, px, py)
                depth = (stroke[9] + stroke[10] * px + stroke[11] * py, 0.0, 0.0)
            if cover > 0.0:
                pixel = (y - tile[5]) * TILE_W + x - tile[4]
                n = add_mark(scratch, n, (item, pixel), depth, (cover, cover), paint, near)
                if n == _FULL_POOL:
                    return n
    return n


@inner
def draw_stroke(scene: Scene, scratch: Scratch, n: np.uint64, s: int, tile: Tile) -> np.uint64:
    """Draws stroke s and returns the fragments in use afterwards, POOL where there was no room."""
    if scene.stroke_kind[s] == SEGMENT:
        return draw_segment(scene, scratch, n, s, tile)
    return draw_mark(scene, scratch, n, s, tile)
