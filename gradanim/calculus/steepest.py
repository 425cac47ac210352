"""The path of steepest ascent or descent from a point, by arc length, with numpy alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike

from gradanim.calculus.box import Array, as_bounds, as_point, format_point, inside
from gradanim.calculus.curves import hermite
from gradanim.calculus.directional import gradient_vanishes
from gradanim.calculus.level_walk import WalkStop
from gradanim.problems import Problem, ProblemError

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["SteepestPath", "path_positions", "steepest_path"]

_STEPS_ACROSS = 200  # steps that would cross the box
_LARGEST_TURN = np.cos(0.15)  # of the direction in one step
_SMALLEST = 2.0**-12  # of a full step, before the path is at its end
_MOST_STEPS = 20_000
_LAST_LEAP = 0.005  # of the box: a critical point as near as this to the end of the path is its end


class SteepestPath(Struct, frozen=True, eq=False):
    """A path along ∇f or −∇f.

    Attributes:
        points: shape (k, n), the start first.
        lengths: arc length from the start to each point, shape (k,), in domain units.
        tangents: unit directions of the path at the points, shape (k, n); nan at a critical point.
        stop: LENGTH walked in full; BORDER of the box; CRITICAL point reached, or so narrow a valley or ridge
            that the gradient turns from side to side; DOMAIN, the edge of f's domain; TOO_LONG.
    """

    points: Array
    lengths: Array
    tangents: Array
    stop: WalkStop


class _Slope(Struct, frozen=True, eq=False):
    """What stays the same along one path."""

    field: Field
    box: Array
    sign: float

    @property
    def widths(self) -> Array:
        return self.box[:, 1] - self.box[:, 0]

    def direction(self, x: Array) -> Array:
        """The unit direction of the path; nan where there is none."""
        g = self.sign * self.field.gradient(x)
        largest = float(np.abs(g).max())
        if not 0 < largest < np.inf:
            return np.full_like(g, np.nan)
        # Scaled first, so that the squares of tiny and huge gradients stay in range.
        g = g / largest
        direction: Array = g / np.sqrt(g @ g)
        return direction

    def step(self, x: Array, t: Array, length: float) -> tuple[Array, Array] | None:
        """The point one arc length ahead and the direction there, by Runge-Kutta's fourth order method.

        None where the direction is missing or turns too far.
        """
        k2 = self.direction(x + 0.5 * length * t)
        k3 = self.direction(x + 0.5 * length * k2)
        k4 = self.direction(x + length * k3)
        ahead = x + length / 6 * (t + 2 * k2 + 2 * k3 + k4)
        after = self.direction(ahead) if np.isfinite(ahead).all() else ahead
        # nan compares false.
        steady = all(t @ k >= _LARGEST_TURN for k in (k2, k3, k4, after))
        return (ahead, after) if steady else None


def steepest_path(
    field: Field, start: ArrayLike, bounds: ArrayLike, length: float | None = None, *, uphill: bool = False
) -> SteepestPath:
    """The path of steepest descent from a point, or of steepest ascent.

    Solves r'(s) = ∓∇f/‖∇f‖, s being arc length in the domain, with steps that cross 1/200 of the box or
    less where the path bends. A path that comes to a critical point ends in that point itself.

    Args:
        field: f in n variables.
        start: shape (n,), inside the bounds.
        bounds: shape (n, 2).
        length: arc length to go, in domain units; None goes to the end.
        uphill: go along ∇f rather than −∇f.

    Raises:
        ProblemError: ``bounds``, ``point_size``, ``start_out_of_bounds``, ``start_outside`` where f or ∇f is
            not finite at the start.
    """
    box, x = as_bounds(field, bounds), as_point(field, start)
    if not inside(x, box):
        raise ProblemError(Problem("start_out_of_bounds", {"at": format_point(x)}))
    if not np.isfinite(field.gradient(x)).all():
        raise ProblemError(Problem("start_outside", {"field": field.text, "at": format_point(x)}))
    slope = _Slope(field, box, 1.0 if uphill else -1.0)
    return _followed(slope, x, np.inf if length is None else length)


def _followed(slope: _Slope, start: Array, length: float) -> SteepestPath:
    t = slope.direction(start)
    points, lengths, tangents = [start], [0.0], [t]
    stop = _stop_at_once(slope, start, length)
    share = 1.0
    while stop is None:
        x, walked = points[-1], lengths[-1]
        full = 1 / (_STEPS_ACROSS * float(np.linalg.norm(t / slope.widths)))
        ahead, share = _accepted(slope, x, t, full, (min(1.0, share), (length - walked) / full))
        if ahead is None:
            stop = _why_stuck(slope, x, full)
            break
        step = share * full
        if not inside(ahead[0], slope.box):
            ahead, step = _to_border(slope, x, t, step)
            stop = WalkStop.BORDER
        elif np.isfinite(length) and length - walked - step <= 1e-12 * length:
            stop = WalkStop.LENGTH
        t = ahead[1]
        points.append(ahead[0])
        lengths.append(walked + step)
        tangents.append(t)
        share = 2 * share
        if stop is None and len(points) > _MOST_STEPS:
            stop = WalkStop.TOO_LONG
    return _finished(
        slope, SteepestPath(np.array(points), np.array(lengths), np.array(tangents), stop), length
    )


def _stop_at_once(slope: _Slope, x: Array, length: float) -> WalkStop | None:
    vanishes = bool(gradient_vanishes(slope.field, x, float(slope.widths.max())))
    if vanishes or np.isnan(slope.direction(x)).any():
        return WalkStop.CRITICAL
    return WalkStop.LENGTH if length <= 0 else None


def _accepted(
    slope: _Slope, x: Array, t: Array, full: float, shares: tuple[float, float]
) -> tuple[tuple[Array, Array] | None, float]:
    """A step of the first share of a full one, halved until it does not turn too far; None at the end.

    The second share is all that is left to go, which may be less than the smallest step.
    """
    share, left = min(shares), shares[1]
    while share > _SMALLEST * min(1.0, left):
        ahead = slope.step(x, t, share * full)
        if ahead is not None:
            return ahead, share
        share *= 0.5
    return None, share


def _why_stuck(slope: _Slope, x: Array, full: float) -> WalkStop:
    sides = np.concatenate([np.eye(len(x)), -np.eye(len(x))])
    undefined = ~np.isfinite(slope.field.gradient(x + 2 * _SMALLEST * full * sides)).all()
    return WalkStop.DOMAIN if undefined else WalkStop.CRITICAL


def _to_border(slope: _Slope, x: Array, t: Array, length: float) -> tuple[tuple[Array, Array], float]:
    """The last point inside the box on a step that leaves it, by bisection of the arc length."""
    low, high, last = 0.0, length, (x, t)
    for _ in range(52):
        middle = 0.5 * (low + high)
        ahead = slope.step(x, t, middle)
        if ahead is not None and inside(ahead[0], slope.box):
            low, last = middle, ahead
        else:
            high = middle
    return last, low


def _finished(slope: _Slope, path: SteepestPath, length: float) -> SteepestPath:
    """The path with the critical point at its end, where Newton's method finds it next to the last point."""
    if path.stop is not WalkStop.CRITICAL or len(path.points) < 2:
        return path
    last = path.points[-1]
    x = last.copy()
    for _ in range(30):
        gradient, hessian = slope.field.gradient(x), slope.field.hessian(x)
        if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
            return path
        x = np.clip(x - np.linalg.pinv(hessian, rcond=1e-12, hermitian=True) @ gradient, *slope.box.T)
    leap = float(np.linalg.norm(x - last))
    near = np.linalg.norm((x - last) / slope.widths) <= _LAST_LEAP and 0 < leap <= length - path.lengths[-1]
    if not near or not bool(gradient_vanishes(slope.field, x, float(slope.widths.max()))):
        return path
    return SteepestPath(
        np.concatenate([path.points, x[None]]),
        np.append(path.lengths, path.lengths[-1] + leap),
        np.concatenate([path.tangents, np.full((1, len(x)), np.nan)]),
        path.stop,
    )


def path_positions(path: SteepestPath, lengths: ArrayLike) -> Array:
    """The points of a path at the given arc lengths, the ends beyond them: (m) -> (m, n)."""
    wanted = np.clip(np.atleast_1d(np.asarray(lengths, dtype=np.float64)), 0.0, path.lengths[-1])
    if len(path.points) < 2:
        return np.repeat(path.points, len(wanted), axis=0)
    return hermite(path.points, path.lengths, path.tangents, wanted)
