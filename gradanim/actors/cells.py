"""Along which of its diagonals a cell of a landscape is cut into two triangles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

# A diagonal is preferred where the landscape is away from it by less than this part of its way from the other one.
_FLATTER = 0.9


def flatter_diagonals(points: Array, gradients: Array) -> Flags:
    """Which diagonal of each cell the landscape is nearer to, so that a crest or a valley is not cut into teeth.

    In the middle of a chord from p to q the cubic with the field's own values and slopes at the ends (Hermite's) is
    away from it by (∇f(p) − ∇f(q)) · (q − p) / 8. Where that is alike for both diagonals of a cell, or not known, they
    change from cell to cell, so that no direction is favoured.

    Args:
        points: (ny, nx, 2) places of a grid.
        gradients: (ny, nx, 2) of the field there.

    Returns:
        (ny - 1, nx - 1) whether it is the one from the lowest row and column to the highest.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        rising = _away(points[:-1, :-1], points[1:, 1:], gradients[:-1, :-1], gradients[1:, 1:])
        falling = _away(points[1:, :-1], points[:-1, 1:], gradients[1:, :-1], gradients[:-1, 1:])
    known = np.isfinite(rising) & np.isfinite(falling)
    row, column = np.ogrid[0 : points.shape[0] - 1, 0 : points.shape[1] - 1]
    chosen = (row + column) % 2 == 0
    chosen = np.where(known & (rising < _FLATTER * falling), True, chosen)
    return np.where(known & (falling < _FLATTER * rising), False, chosen)


def _away(start: Array, end: Array, first: Array, last: Array) -> Array:
    """Eight times the distance of the landscape from the middle of a chord, by its gradients at both ends."""
    # Written out: a sum along the short axis takes three times as long.
    x, y = ((first[..., k] - last[..., k]) * (end[..., k] - start[..., k]) for k in (0, 1))
    away: Array = np.abs(x + y)
    return away
