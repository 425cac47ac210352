"""Walks that the field itself decides: along a level curve, and along the path of steepest ascent or descent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gradanim.beats.paths import Path
from gradanim.beats.section import Section
from gradanim.calculus import Field, path_positions, walk_positions
from gradanim.calculus import steepest_path as flow_path
from gradanim.calculus.level_walk import LevelWalk, walk_level
from gradanim.spec.verbs.walk import LevelCurveWalk, SteepestWalk

Array = NDArray[np.float64]
Bounds = Sequence[tuple[float, float]]
# Points of the table from which a walk is interpolated; close enough for two Newton steps to be exact.
DENSE = 721
# Coarser than for numbers in print: a film moves evenly to the eye, and `check` has to be quick.
STEPS_ACROSS = 48


def level_path(walk: LevelCurveWalk, start: Array, field: Field, bounds: Bounds) -> Path:
    """Along the level curve through ``start`` at even speed, every point exactly on the level.

    Of three variables the curve is the one in which the level surface meets the plane at the height of ``start``.
    A closed curve is walked ``turns`` times; one that ends at the border or at a critical point is walked to
    there. A given ``length`` counts instead of turns, and goes around a closed curve as often as it needs.
    """
    if len(start) == 3:
        height = float(start[2])
        flat = level_path(walk, start[:2], Section(field, height), bounds[:2])
        return lambda share: np.append(flat(share), height)
    way = level_way(walk, start, field, bounds)
    once = float(way.lengths[-1])
    closed = way.stop.value == "closed"
    length = float(walk.length) if walk.length is not None else once * abs(float(walk.turns))
    if not closed:
        length = min(length, once)

    lengths = np.linspace(0.0, length, DENSE)
    table = walk_positions(field, way, lengths, np.asarray(bounds))
    level = way.level
    low, high = np.asarray(bounds, dtype=float).T

    def at(share: float) -> Array:
        along = share * length
        near = np.array([np.interp(along, lengths, table[:, i]) for i in range(2)])
        # At the border rounding must not lead out of the domain, where no other walk can begin.
        return np.clip(_onto_level(field, level, near), low, high)

    return at


def level_way(walk: LevelCurveWalk, start: Array, field: Field, bounds: Bounds) -> LevelWalk:
    """The whole level curve through ``start``, once around or to its end; of three variables, at its height."""
    if len(start) == 3:
        return level_way(walk, start[:2], Section(field, float(start[2])), bounds[:2])
    backwards = walk.length is None and walk.turns < 0
    return walk_level(field, start, np.asarray(bounds), backwards=backwards, steps_across=STEPS_ACROSS)


def _onto_level(field: Field, level: float, x: Array) -> Array:
    """A point that is almost on a level, moved onto it along the gradient by Newton's method."""
    for _ in range(2):
        g = field.gradient(x)
        # A square that is more than a number can be is told below.
        with np.errstate(over="ignore"):
            square = float(g @ g)
        if not 0.0 < square < np.inf:
            return x
        x = x + (level - float(field.value(x))) / square * g
    return x


def steepest_path(walk: SteepestWalk, start: Array, field: Field, bounds: Bounds) -> Path:
    """Along ∇f or −∇f from ``start``, by arc length, as far as it leads or as is said."""
    uphill = walk.direction == "up"
    length = None if walk.length is None else float(walk.length)
    way = flow_path(field, start, np.asarray(bounds), length, uphill=uphill)
    total = float(way.lengths[-1])

    def at(share: float) -> Array:
        return np.asarray(path_positions(way, [share * total])[0])

    return at
