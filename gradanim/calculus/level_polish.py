"""Moving points onto a level set of a field by Newton's method along the gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gradanim.calculus.box import Array
from gradanim.calculus.lengths import lengths

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["polish_to_level"]

_ITERATIONS = 40
_CLOSE_ENOUGH = 1e-6  # of a cell: what is left of the distance to the level set for a point to count as on it
_FINISHED = 1e-13
_SMALLEST_FACTOR = 2.0**-10  # below it, only rounding is left to gain
_REACH = 1.5  # cells: a level set is never farther than this from where the grid saw it


def polish_to_level(
    field: Field, points: Array, levels: Array, cell: Array, box: Array
) -> tuple[Array, NDArray[np.bool_]]:
    """Move points near the level set f = c onto it, each by at most 1.5 cells.

    The step is (c − f) W²∇f / ‖W∇f‖², with W the diagonal matrix of cell sizes, halved as long as it does not
    bring f closer to c. A point on the border of the box slides along the border; no point leaves the box.

    Args:
        field: f in n variables.
        points: shape (k, n), inside the box.
        levels: c for each point, shape (k,).
        cell: the distances of the grid that the points come from, shape (n,).
        box: shape (n, 2).

    Returns:
        The moved points (k, n), and which of them are on the level set: those from which Newton's method sees
        less than 1e-6 of a cell to go, or where f equals c to a few roundings. At a pole or a jump, which
        a grid takes for a level set, there is no such point.
    """
    x = points.copy()
    free = ((x > box[:, 0]) & (x < box[:, 1])).astype(float)
    factor = np.ones(len(x))
    residual, step = _newton(field, x, levels, cell * free)
    for _ in range(_ITERATIONS):
        # nan compares false: a point where the step is undefined stays where it is.
        with np.errstate(invalid="ignore"):
            active = np.flatnonzero(
                (np.abs(step / cell).max(axis=1) > _FINISHED) & (factor > _SMALLEST_FACTOR)
            )
        if active.size == 0:
            break
        trial = np.clip(x[active] + factor[active, None] * _capped(step[active], cell), box[:, 0], box[:, 1])
        new_residual, new_step = _newton(field, trial, levels[active], cell * free[active])
        near = np.linalg.norm((trial - points[active]) / cell, axis=1) <= _REACH
        with np.errstate(invalid="ignore"):
            better = near & (np.abs(new_residual) < np.abs(residual[active]))
        won, lost = active[better], active[~better]
        x[won], residual[won], step[won] = trial[better], new_residual[better], new_step[better]
        factor[won] = np.minimum(1.0, 2 * factor[won])
        factor[lost] *= 0.5
    return x, _on_level(residual, step / cell, levels) & _is_continuous(field, x, levels, residual, cell)


def _newton(field: Field, x: Array, levels: Array, weights: Array) -> tuple[Array, Array]:
    """The residual c − f (k,) and the step that Newton's method takes to remove it (k, n)."""
    residual = levels - field.value(x)
    # Scaled by the largest component, so that steep and flat fields neither overflow nor underflow.
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        weighted = weights * field.gradient(x)
        largest = np.abs(weighted).max(axis=1)
        direction = weighted / largest[:, None]
        length = residual / largest / (direction**2).sum(axis=1)
        step = weights * direction * length[:, None]
    return residual, step


def _capped(step: Array, cell: Array) -> Array:
    """The step, at most half a cell long."""
    size = lengths(step / cell)[:, None]
    with np.errstate(invalid="ignore"):
        capped: Array = step * np.minimum(1.0, 0.5 / np.maximum(size, 1e-300))
    return np.nan_to_num(capped, nan=0.0, posinf=0.0, neginf=0.0)


def _on_level(residual: Array, cells_left: Array, levels: Array) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore", over="ignore"):
        close = np.linalg.norm(cells_left, axis=1) <= _CLOSE_ENOUGH
        equal = np.abs(residual) <= 64 * np.finfo(np.float64).eps * np.abs(levels)
    on_level: NDArray[np.bool_] = close | equal
    return on_level


def _is_continuous(field: Field, x: Array, levels: Array, residual: Array, cell: Array) -> NDArray[np.bool_]:
    """Whether f is far nearer to c at x than half a cell away, as it is not beside a pole or at a jump."""
    sides = np.concatenate([np.diag(cell), -np.diag(cell)]) / 2
    away = np.abs(field.value(x[:, None, :] + sides) - levels[:, None])
    farthest = np.where(np.isfinite(away), away, 0.0).max(axis=1)
    continuous: NDArray[np.bool_] = np.abs(residual) <= np.maximum(
        1e-3 * farthest, 64 * np.finfo(np.float64).eps * np.abs(levels)
    )
    return continuous
