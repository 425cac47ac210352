"""What all fragments of a triangle share: edge functions, depth, and how attributes change over the picture."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    CHANGES,
    CHANGES_COLOR,
    CHANGES_XY,
    F4,
    F8,
    FACE_ITEM,
    KIND,
    SIDE_A,
    STATE,
    STEEPEST,
    WORLD_PER_PIXEL,
    Scene,
)


class Setup(NamedTuple):
    """What the fragments of one triangle have in common."""

    kind: int
    changes: int
    side: int
    a: np.uint64
    b: np.uint64
    c: np.uint64
    q: float
    dqb: float
    dqc: float
    qx: float
    qy: float
    wa: float
    wb: float
    wc: float
    per_area: float
    q_low: float
    q_high: float


class Edges(NamedTuple):
    """Changes of the three edge functions of a triangle per pixel to the right and down."""

    ax: float
    ay: float
    bx: float
    by: float
    cx: float
    cy: float


class Change(NamedTuple):
    """Changes of vertex attributes over the picture at one place of a triangle."""

    d0x: float
    d0y: float
    d1x: float
    d1y: float
    d4: float
    d6: float


@inner
def edge_at(vertices: F8, b: np.uint64, c: np.uint64, x: float, y: float) -> float:
    """Twice the signed area of (x, y), b, c: exact on the grid of 1/256 pixel."""
    return float((vertices[b, 0] - x) * (vertices[c, 1] - y) - (vertices[c, 0] - x) * (vertices[b, 1] - y))


@inner
def tie_of(ex: float, ey: float) -> float:
    """What is added to an edge function so that a pixel centre on a shared edge goes to one triangle only."""
    return 0.0 if ex > 0.0 or (ex == 0.0 and ey > 0.0) else -1.0 / 131072.0


@inner
def bend_of(attributes: F4, i: np.uint64, j: np.uint64) -> float:
    """Height of the middle of edge ij over its chord, times four, from the gradients at both ends.

    Where the surface only rises along the edge, or only falls, it does so on its parabola too: beside a pole the
    gradient at one end may be that of a needle, and the parabola would rise far above both ends.
    """
    dx, dy = attributes[j, 0] - attributes[i, 0], attributes[j, 1] - attributes[i, 1]
    first = attributes[i, 2] * dx + attributes[i, 3] * dy
    last = attributes[j, 2] * dx + attributes[j, 3] * dy
    bend = 0.5 * (first - last)
    rise = abs(attributes[j, 5] - attributes[i, 5])
    return float(min(max(bend, -rise), rise) if first * last > 0.0 else bend)


@inner
def set_up(scene: Scene, t: int) -> tuple[Setup, Edges]:
    """What the fragments of triangle t share, and how its edge functions change."""
    vertices = scene.vertices
    faces = scene.faces
    item, side = faces[t, FACE_ITEM], faces[t, STATE]
    a, b, c = np.uint64(faces[t, 0]), np.uint64(faces[t, 1]), np.uint64(faces[t, 2])
    if side != SIDE_A:
        b, c = c, b
    ax, ay = vertices[b, 1] - vertices[c, 1], vertices[c, 0] - vertices[b, 0]
    bx, by = vertices[c, 1] - vertices[a, 1], vertices[a, 0] - vertices[c, 0]
    cx, cy = vertices[a, 1] - vertices[b, 1], vertices[b, 0] - vertices[a, 0]
    per_area = 1.0 / (cy * bx - by * cx)
    q = vertices[a, 2]
    dqb, dqc = vertices[b, 2] - q, vertices[c, 2] - q
    steepest = STEEPEST * scene.camera[WORLD_PER_PIXEL]
    qx = min(max((bx * dqb + cx * dqc) * per_area, -steepest), steepest)
    qy = min(max((by * dqb + cy * dqc) * per_area, -steepest), steepest)
    low, high = min(q, vertices[b, 2], vertices[c, 2]), max(q, vertices[b, 2], vertices[c, 2])
    wa, wb, wc = vertices[a, 3], vertices[b, 3], vertices[c, 3]
    kind, changes = scene.int_styles[item, KIND], scene.int_styles[item, CHANGES]
    setup = Setup(kind, changes, side, a, b, c, q, dqb, dqc, qx, qy, wa, wb, wc, per_area, low, high)
    return setup, Edges(ax, ay, bx, by, cx, cy)


@inner
def changes_at(attributes: F4, s: Setup, at: tuple[float, float], e: Edges) -> Change:
    """The changes of attributes at the barycentric coordinates ``at`` of corners b and c.

    That of what lines tell, of the height of the flat triangle or of the colour value, is ``d4``.
    """
    b = min(max(at[0], 0.0), 1.0)
    c = min(max(at[1], 0.0), 1.0 - b)
    w = 1.0 / (s.wa + b * (s.wb - s.wa) + c * (s.wc - s.wa))
    wx = (e.bx * (s.wb - s.wa) + e.cx * (s.wc - s.wa)) * s.per_area
    wy = (e.by * (s.wb - s.wa) + e.cy * (s.wc - s.wa)) * s.per_area
    bx, by = (e.bx * s.per_area - b * w * wx) * s.wb * w, (e.by * s.per_area - b * w * wy) * s.wb * w
    cx, cy = (e.cx * s.per_area - c * w * wx) * s.wc * w, (e.cy * s.per_area - c * w * wy) * s.wc * w
    b0, c0 = attributes[s.b, 0] - attributes[s.a, 0], attributes[s.c, 0] - attributes[s.a, 0]
    b1, c1 = attributes[s.b, 1] - attributes[s.a, 1], attributes[s.c, 1] - attributes[s.a, 1]
    told = 4 if s.changes == CHANGES_COLOR else 5
    b4, c4 = attributes[s.b, told] - attributes[s.a, told], attributes[s.c, told] - attributes[s.a, told]
    x_and_y = (b0 * bx + c0 * cx, b0 * by + c0 * cy, b1 * bx + c1 * cx, b1 * by + c1 * cy)
    lines = math.sqrt((b4 * bx + c4 * cx) ** 2 + (b4 * by + c4 * cy) ** 2)
    if s.changes == CHANGES_XY:
        return Change(*x_and_y, lines, 0.0)
    b6, c6 = attributes[s.b, 6] - attributes[s.a, 6], attributes[s.c, 6] - attributes[s.a, 6]
    return Change(*x_and_y, lines, math.sqrt((b6 * bx + c6 * cx) ** 2 + (b6 * by + c6 * cy) ** 2))


@inner
def steepest_change(attributes: F4, s: Setup, d: Change) -> float:
    """The greatest change of the height over the picture by the gradients at the corners."""
    steepest = 0.0
    for corner in (s.a, s.b, s.c):
        gx, gy = attributes[corner, 2], attributes[corner, 3]
        across, down = gx * d.d0x + gy * d.d1x, gx * d.d0y + gy * d.d1y
        steepest = max(steepest, across * across + down * down)
    return math.sqrt(steepest)
