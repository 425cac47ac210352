"""The axes of a volume: a box around the domain, with ticks and upright names along three of its edges.

These are the edges that face the camera: as it goes around, those of one quarter fade into those of the next.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from gradanim.actors import sides, symbols
from gradanim.actors.axes import NAME_DISTANCE, TICK_LENGTH, axis_label, come, name_push, stem, tick
from gradanim.actors.lettering import math as math_markup
from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.ticks import at_least_two, number_text, round_step, ticks
from gradanim.actors.volume_pens import world
from gradanim.raster import Polygon

Array = NDArray[np.float64]
EDGE = Stroke(width=2.0, occlusion="depth")
GRID = Stroke(width=1.5, occlusion="depth")
PARTS = 4
# How far the two sides that meet in an edge face the eye when it is gone, as sines.
FACING = 0.15


def draw(scope: Scope, presence: Presence) -> None:
    """Two axes along the floor's sides that face the camera, the third up the left end of the picture."""
    _floor(scope, presence.shown)
    for start, end in _edges():
        seen = _seen(scope, start, end)
        if seen > 0.0:
            ends = world(scope, [_corner(scope, start), _corner(scope, end)])
            line(scope, ends, scope.colour("grid", presence.shown * seen), EDGE)
    azimuth, rests = scope.camera.azimuth, scope.stage.rests
    for axis, along in enumerate(sides.sides(azimuth, rests)):
        for side, seen in along:
            _axis(scope, presence.shown, axis, (*_beside(scope, axis, side), seen))
    for corner, seen in sides.corners(azimuth, rests):
        place = np.array(_corner(scope, (*corner, 0)))
        _axis(scope, presence.shown, 2, (place, -TICK_LENGTH * scope.camera.axes()[0], seen))


def _edges() -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The twelve edges of a box as pairs of corners, 0 for the low side of each variable and 1 for the high."""
    corners = list(product((0, 1), repeat=3))
    return [
        (a, b)
        for a in corners
        for b in corners
        if a < b and sum(x != y for x, y in zip(a, b, strict=True)) == 1
    ]


def _seen(scope: Scope, start: tuple[int, ...], end: tuple[int, ...]) -> float:
    """Opacity of an edge: none of one that stands before the picture; it fades in and out as the camera turns."""
    eye, middle = scope.camera.eye(), world(scope, [_corner(scope, start), _corner(scope, end)]).mean(axis=0)
    to_eye = (eye - middle) / np.linalg.norm(eye - middle)
    # How far each of the two sides of the box that meet in the edge faces the eye.
    facing = [to_eye[axis] * (1 if start[axis] else -1) for axis in range(3) if start[axis] == end[axis]]
    return 1.0 - float(np.clip(min(facing) / FACING, 0.0, 1.0))


def _corner(scope: Scope, sides: tuple[int, ...]) -> tuple[float, ...]:
    return tuple(ends[side] for ends, side in zip(scope.stage.context.domain, sides, strict=True))


def _floor(scope: Scope, shown: float) -> None:
    """The lower side of the box with a grid at the ticks, for points to stand over."""
    (x0, x1), (y0, y1), (z0, _) = scope.stage.context.domain
    corners = world(scope, [(x0, y0, z0), (x1, y0, z0), (x1, y1, z0), (x0, y1, z0)])
    scope.items.append(Polygon(points=corners - [0, 0, 1e-4], color=scope.colour("panel", shown)))
    colour = scope.colour("grid", shown)
    for x in ticks(x0, x1, _parts(x0, x1)):
        line(scope, world(scope, [(x, y0, z0), (x, y1, z0)]), colour, GRID)
    for y in ticks(y0, y1, _parts(y0, y1)):
        line(scope, world(scope, [(x0, y, z0), (x1, y, z0)]), colour, GRID)


def _inner(low: float, high: float, parts: int) -> tuple[float, ...]:
    """Ticks that are clear of the two ends of an axis: these are corners, where the numbers of two axes would meet."""
    step = round_step(high - low, parts)
    return tuple(v for v in ticks(low, high, parts) if low + 0.2 * step < v < high - 0.2 * step)


def _parts(low: float, high: float) -> int:
    return at_least_two(low, high, PARTS, _inner)


def _axis(scope: Scope, shown: float, axis: int, where: tuple[Array, Array, float]) -> None:
    """One axis with its ticks and its name.

    Args:
        scope: the view.
        shown: how far it has entered.
        axis: which variable it is of.
        where: a point of the edge (domain), the world vector of its ticks, and its opacity.
    """
    place, outward, seen = where
    low, high = scope.stage.context.domain[axis]
    reached = low + (high - low) * shown
    ends = np.array([place, place])
    ends[:, axis] = low, reached
    stem(scope, world(scope, ends), seen * min(1.0, 2 * shown))
    parts, which = _parts(low, high), f"{axis} {place.tolist()}"
    step, values = round_step(high - low, parts), _inner(low, high, parts)
    numbers: dict[str, Array] = {}
    for value in values:
        at = place.copy()
        at[axis] = value
        numbers[number_text(value, step)] = world(scope, at)
        there = seen * shown * come(shown, (value - low) / (high - low))
        if there > 0.0:
            tick(scope, world(scope, at), outward, (number_text(value, step), there, which))
    between = 0.5 * (values[-1] + values[-2]) if len(values) > 1 else high - 0.25 * (high - low)
    end = place.copy()
    end[axis] = reached if axis == 2 else between
    _name(scope, axis, (world(scope, end), outward, numbers), ("text", seen * shown, which))


def _name(
    scope: Scope, axis: int, where: tuple[Array, Array, dict[str, Array]], look: tuple[str, float, str]
) -> None:
    """Beyond the end of the vertical axis; beside the last part of the others, for the corners are crowded."""
    at, outward, numbers = where
    markup = math_markup(symbols.variable(scope.stage.context.spec.field, axis))
    if axis == 2:
        axis_label(scope, markup, at + [0, 0, 0.05], np.array([0, 0, 0.1]), look)
    else:
        away = NAME_DISTANCE * 1.25 * outward / TICK_LENGTH
        push = name_push(scope, markup, (at, away), (numbers, outward))
        axis_label(scope, markup, at + away, outward, look, push)


def _beside(scope: Scope, axis: int, side: int) -> tuple[Array, Array]:
    """A point of the side of the floor along which an axis is drawn (domain), and the world vector of its ticks."""
    domain = scope.stage.context.domain
    place, outward = np.array([low for low, _ in domain]), np.zeros(3)
    place[1 - axis] = domain[1 - axis][side]
    outward[1 - axis] = TICK_LENGTH * (1 if side else -1)
    return place, outward
