"""The whole level curve through a point, and positions on it by arc length, with numpy alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from gradanim.calculus.box import Array, as_bounds
from gradanim.calculus.curves import hermite
from gradanim.calculus.level_polish import polish_to_level
from gradanim.calculus.level_walk import STEPS_ACROSS, LevelWalk, WalkStop, walk_level
from gradanim.calculus.levels import LevelCurve

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["level_curve_through", "walk_positions"]


def level_curve_through(field: Field, point: ArrayLike, bounds: ArrayLike) -> LevelCurve | None:
    """The connected level curve through a point, oriented along `level_tangent`.

    A closed curve begins and ends at the point. An open one runs from border to border (of the box or of f's
    domain) or critical point, and its ``start`` is the index of the point. None where the point is a critical
    one, so that the curve has no direction there.

    Raises:
        ProblemError: as in `walk_level`.
    """
    ahead = walk_level(field, point, bounds)
    if ahead.stop is WalkStop.CLOSED:
        return LevelCurve(ahead.level, ahead.points, True)
    behind = walk_level(field, point, bounds, backwards=True)
    points = np.concatenate([behind.points[:0:-1], ahead.points])
    return LevelCurve(ahead.level, points, False, len(behind.points) - 1) if len(points) > 1 else None


def walk_positions(field: Field, walk: LevelWalk, lengths: ArrayLike, bounds: ArrayLike) -> Array:
    """The points of a walk at the given arc lengths: (k) -> (k, 2), on the level.

    A closed walk goes on round and round; an open one stays at its ends.

    Args:
        field: the field that was walked on.
        walk: as from `walk_level`, with the same bounds.
        lengths: in domain units from the start of the walk.
        bounds: shape (2, 2).
    """
    total = walk.lengths[-1]
    wanted = np.atleast_1d(np.asarray(lengths, dtype=np.float64))
    if total == 0:
        return np.repeat(walk.points[:1], len(wanted), axis=0)
    s = np.mod(wanted, total) if walk.stop is WalkStop.CLOSED else np.clip(wanted, 0.0, total)
    near = hermite(walk.points, walk.lengths, walk.tangents, s)
    box = as_bounds(field, bounds)
    cell = (box[:, 1] - box[:, 0]) / STEPS_ACROSS
    on_level, found = polish_to_level(field, np.clip(near, *box.T), np.full(len(s), walk.level), cell, box)
    return np.where(found[:, None], on_level, near)
