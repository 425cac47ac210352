"""The paths a point can walk, each a function from the share of the way to a point."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# Maps the share of the way, 0 to 1, to a point of the input space.
Path = Callable[[float], Array]


def circle(centre: Sequence[float], radius: float, start: float, turns: float) -> Path:
    """Counter-clockwise for positive ``turns``; ``start`` in degrees from the first axis.

    The circle lies in the plane of the first two variables through its centre.
    """
    middle = np.asarray(centre, dtype=float)
    one, other = np.eye(len(middle))[:2]

    def at(share: float) -> Array:
        angle = math.radians(start) + 2 * math.pi * turns * share
        return np.asarray(middle + radius * (math.cos(angle) * one + math.sin(angle) * other))

    return at


def line(start: Sequence[float] | Array, end: Sequence[float] | Array) -> Path:
    """Straight from one point to another."""
    a, b = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    return lambda share: b if share >= 1.0 else a + (b - a) * share


def polyline(points: Array) -> Path:
    """Through points ``(k, n)`` in straight lines at even speed."""
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    total = lengths[-1]

    def at(share: float) -> Array:
        return np.array([np.interp(share * total, lengths, points[:, i]) for i in range(points.shape[1])])

    return at


def spline(points: Sequence[Sequence[float]]) -> Path:
    """A smooth curve through the points at even speed.

    A centripetal Catmull-Rom spline (Yuksel, Schaefer and Keyser 2011): it neither loops nor overshoots sharp
    turns between unevenly spaced points.
    """
    knots = np.asarray(points, dtype=float)
    if len(knots) < 3:
        return polyline(knots)
    padded = np.vstack([2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]])
    pieces = [_catmull_rom(padded[i : i + 4], 48) for i in range(len(knots) - 1)]
    return polyline(np.vstack([*pieces, knots[-1:]]))


def _catmull_rom(four: Array, count: int) -> Array:
    """Points ``(count, n)`` from the second to just before the third of four control points."""
    steps = np.sqrt(np.linalg.norm(np.diff(four, axis=0), axis=1))
    if np.any(steps == 0):
        return np.repeat(four[1:2], count, axis=0)
    t0, t1, t2, t3 = np.concatenate([[0.0], np.cumsum(steps)])
    t = np.linspace(t1, t2, count, endpoint=False)[:, None]
    a1 = ((t1 - t) * four[0] + (t - t0) * four[1]) / (t1 - t0)
    a2 = ((t2 - t) * four[1] + (t - t1) * four[2]) / (t2 - t1)
    a3 = ((t3 - t) * four[2] + (t - t2) * four[3]) / (t3 - t2)
    b1 = ((t2 - t) * a1 + (t - t0) * a2) / (t2 - t0)
    b2 = ((t3 - t) * a2 + (t - t1) * a3) / (t3 - t1)
    return np.asarray(((t2 - t) * b1 + (t - t1) * b2) / (t2 - t1))


def sampled(path: Path, count: int) -> Array:
    """Points ``(count, n)`` evenly along the share of the way."""
    return np.array([path(share) for share in np.linspace(0.0, 1.0, count)])
