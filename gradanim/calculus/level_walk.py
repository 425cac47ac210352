"""Walking along a level curve by arc length, with numpy alone."""

from __future__ import annotations

import math
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike

from gradanim.calculus.box import Array, as_bounds, as_point, format_point, inside, require_variables
from gradanim.calculus.directional import gradient_vanishes
from gradanim.problems import Problem, ProblemError

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["STEPS_ACROSS", "LevelWalk", "WalkStop", "walk_level"]

STEPS_ACROSS = 200
"""Steps of a walk that would cross the box."""

_LARGEST_TURN = math.cos(0.3)  # of the tangent in one step
_SMALLEST = 2.0**-24  # of a full step, before the walk gives up
_MOST_STEPS = 20_000


class WalkStop(Enum):
    """Why a walk along a level curve ended."""

    LENGTH = "length"
    CLOSED = "closed"
    BORDER = "border"
    CRITICAL = "critical"
    DOMAIN = "domain"
    TOO_LONG = "too_long"


class LevelWalk(Struct, frozen=True, eq=False):
    """The way along a level curve from one point.

    Attributes:
        level: c = f at the start.
        points: shape (k, 2), each on the level, the start first.
        lengths: arc length from the start to each point, shape (k,), in domain units.
        tangents: unit directions of the walk at the points, shape (k, 2); nan where there is none.
        stop: LENGTH walked in full; CLOSED, back at the start, which is the last point again; BORDER of the
            box; CRITICAL, where the gradient vanishes or the curve has a corner and no longer one tangent;
            DOMAIN, the edge of f's domain; TOO_LONG after 20 000 steps.
    """

    level: float
    points: Array
    lengths: Array
    tangents: Array
    stop: WalkStop


def walk_level(
    field: Field,
    start: ArrayLike,
    bounds: ArrayLike,
    length: float | None = None,
    *,
    backwards: bool = False,
    steps_across: int = STEPS_ACROSS,
) -> LevelWalk:
    """Walk along the level curve through a point, along `level_tangent` or against it.

    Args:
        field: f in two variables.
        start: shape (2,), inside the bounds.
        bounds: shape (2, 2).
        length: arc length to walk, in domain units; None walks to the end. A closed curve is walked once.
        backwards: walk against the tangent, higher ground on the left.
        steps_across: steps that would cross the box; the error of arc lengths falls with their fourth power.

    Raises:
        ProblemError: ``variable_count``, ``bounds``, ``point_size``, ``start_out_of_bounds``,
            ``level_not_finite`` where f has no value at the start.
    """
    require_variables(field, 2, "a walk along a level curve")
    box, x = as_bounds(field, bounds), as_point(field, start)
    if not inside(x, box):
        raise ProblemError(Problem("start_out_of_bounds", {"at": format_point(x)}))
    level = float(field.value(x))
    if not np.isfinite(level):
        raise ProblemError(Problem("level_not_finite", {"field": field.text, "at": format_point(x)}))
    path = _Path(field, level, box, -1.0 if backwards else 1.0, steps_across)
    points, lengths, tangents, stop = _walk(path, complex(*x), math.inf if length is None else length)
    return LevelWalk(level, _as_array(points), np.array(lengths), _as_array(tangents), stop)


def _as_array(points: list[complex]) -> Array:
    return np.array([(z.real, z.imag) for z in points])


class _Path(Struct, frozen=True, eq=False):
    """What stays the same during one walk.

    Points and vectors of the plane are complex numbers here: single steps in plain Python numbers are
    several times faster than on arrays of two.
    """

    field: Field
    level: float
    box: Array
    sign: float
    steps_across: int

    def gradient(self, z: complex) -> complex:
        return complex(*self.field.gradient((z.real, z.imag)).tolist())

    def tangent(self, z: complex) -> complex:
        """The unit direction of the walk; nan where there is none."""
        g = self.gradient(z)
        norm = abs(g)
        return self.sign * 1j * g / norm if 0 < norm < math.inf else complex(math.nan, math.nan)

    def contains(self, z: complex) -> bool:
        return bool(inside(np.array([z.real, z.imag]), self.box))

    def full_step(self, t: complex) -> float:
        """Arc length of a step that crosses its share of the box."""
        wide, high = self.box[:, 1] - self.box[:, 0]
        return 1 / (self.steps_across * math.hypot(t.real / wide, t.imag / high))

    def step(self, z: complex, t: complex, length: float) -> complex | None:
        """The point one arc length ahead: Runge-Kutta's fourth order method, then Newton's onto the level.

        None where a tangent is missing or turns too far on the way. The point may lie outside the box.
        """
        k2 = self.tangent(z + 0.5 * length * t)
        k3 = self.tangent(z + 0.5 * length * k2)
        k4 = self.tangent(z + length * k3)
        if not all(_dot(t, k) >= _LARGEST_TURN for k in (k2, k3, k4)):
            return None
        return self.corrected(z + length / 6 * (t + 2 * k2 + 2 * k3 + k4), length)

    def corrected(self, z: complex, length: float) -> complex | None:
        """The point moved along the gradient onto the level; None where Newton's method fails."""
        for _ in range(8):
            g = self.gradient(z)
            if not 0 < abs(g) < math.inf:
                return None
            move = (self.level - float(self.field.value((z.real, z.imag)))) / abs(g) * (g / abs(g))
            if not abs(move) < length:
                return None
            z += move
            if abs(move) <= 1e-8 * length:
                # Convergence is quadratic: the move just made leaves nothing but rounding.
                return z
        return None


def _dot(a: complex, b: complex) -> float:
    return (a.conjugate() * b).real


def _walk(
    path: _Path, start: complex, length: float
) -> tuple[list[complex], list[float], list[complex], WalkStop]:
    """The points of the way, their arc lengths, the tangents there, and why the walk ended."""
    first = path.tangent(start)
    points, lengths, tangents = [start], [0.0], [first]
    stop = _stop_at_once(path, start, length)
    while stop is None:
        z, t = points[-1], tangents[-1]
        ahead, tangent, walked, stop = _advance(path, z, t, length - lengths[-1])
        if walked > 0:
            trip = _closing(path, (start, first), (z, t), walked) if len(points) > 2 else None
            if trip is not None:
                ahead, tangent, walked, stop = start, first, trip, WalkStop.CLOSED
            points.append(ahead)
            lengths.append(lengths[-1] + walked)
            tangents.append(tangent)
        if stop is None and len(points) > _MOST_STEPS:
            stop = WalkStop.TOO_LONG
    return points, lengths, tangents, stop


def _stop_at_once(path: _Path, start: complex, length: float) -> WalkStop | None:
    scale = float((path.box[:, 1] - path.box[:, 0]).max())
    vanishes = bool(gradient_vanishes(path.field, (start.real, start.imag), scale))
    if vanishes or math.isnan(path.tangent(start).real):
        return WalkStop.CRITICAL
    return WalkStop.LENGTH if length <= 0 else None


def _advance(
    path: _Path, z: complex, t: complex, left: float
) -> tuple[complex, complex, float, WalkStop | None]:
    """One step of at most what is left: the next point, the tangent there, the arc length, and why the walk ends."""
    full = path.full_step(t)
    wanted = min(full, left)
    while wanted > _SMALLEST * full:
        ahead = path.step(z, t, wanted)
        if ahead is None or not _dot(t, tangent := path.tangent(ahead)) >= _LARGEST_TURN:
            wanted *= 0.5
        elif not path.contains(ahead):
            last, walked = _to_border(path, z, t, wanted)
            return last, path.tangent(last), walked, WalkStop.BORDER
        else:
            return ahead, tangent, wanted, WalkStop.LENGTH if wanted == left else None
    if left <= _SMALLEST * full:
        return z, t, 0.0, WalkStop.LENGTH
    around = np.array([z + 1e-3 * full * side for side in (1, -1, 1j, -1j)])
    undefined = not np.isfinite(path.field.value(np.stack([around.real, around.imag], axis=-1))).all()
    return z, t, 0.0, WalkStop.DOMAIN if undefined else WalkStop.CRITICAL


def _to_border(path: _Path, z: complex, t: complex, length: float) -> tuple[complex, float]:
    """The last point inside the box on a step that leaves it, by bisection of the arc length."""
    low, high, last = 0.0, length, z
    for _ in range(52):
        middle = 0.5 * (low + high)
        ahead = path.step(z, t, middle)
        if ahead is not None and path.contains(ahead):
            low, last = middle, ahead
        else:
            high = middle
    return last, low


def _closing(
    path: _Path, start: tuple[complex, complex], here: tuple[complex, complex], walked: float
) -> float | None:
    """The arc length from here to the start, both as point and tangent, where this step passes it; else None.

    The start is on this stretch of the curve, and not on another one near by, if stepping to it leads to it.
    """
    (origin, start_tangent), (z, t) = start, here
    gap = origin - z
    length = abs(gap)
    if length > 1.1 * walked or _dot(gap, t) <= 0 or _dot(start_tangent, t) < _LARGEST_TURN:
        return None
    miss = math.inf
    for _ in range(4):
        ahead = path.step(z, t, length)
        if ahead is None:
            return None
        miss = abs(origin - ahead)
        length += _dot(origin - ahead, start_tangent)
    return length if miss <= 1e-6 * walked and 0 < length <= walked else None
