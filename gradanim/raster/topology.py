"""Which triangles a surface has and which of them share an edge."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradanim.raster.layout import I4


def grid_corners(rows: int, columns: int, rising: NDArray[np.bool_] | None = None) -> I4:
    """(2 (rows - 1) (columns - 1), 3) corners of a grid whose vertex (row, column) is row * columns + column.

    Args:
        rows: of vertices.
        columns: of vertices.
        rising: (rows - 1, columns - 1) whether the diagonal of a cell goes from its vertex of the lowest row and column
            to that of the highest; None changes it from cell to cell, so that no direction is favoured.
    """
    row, column = np.mgrid[0 : rows - 1, 0 : columns - 1]
    a = row * columns + column
    b, c, d = a + 1, a + columns, a + columns + 1
    chosen = ((row + column) % 2 == 0 if rising is None else rising)[..., None]
    first = np.where(chosen, np.stack([a, b, d], -1), np.stack([a, b, c], -1))
    second = np.where(chosen, np.stack([a, d, c], -1), np.stack([b, d, c], -1))
    return np.stack([first, second], axis=2).reshape(-1, 3).astype(np.int32)


def neighbors_of(corners: I4) -> I4:
    """(t, 3) the triangle beyond the edge from corner k to corner k + 1, or -1 where there is none or more than one."""
    following = corners[:, [1, 2, 0]]
    low, high = np.minimum(corners, following).ravel(), np.maximum(corners, following).ravel()
    keys = low.astype(np.int64) * (int(corners.max(initial=0)) + 1) + high
    # Which of two equal keys comes first makes no difference, and not to ask for it takes a sixth of the time.
    order = np.argsort(keys)
    ordered = keys[order]
    same = np.concatenate([[False], ordered[1:] == ordered[:-1], [False]])
    paired = np.flatnonzero(same[1:-1] & ~same[:-2] & ~same[2:])
    a, b = order[paired], order[paired + 1]
    neighbors = np.full(corners.size, -1, np.int32)
    neighbors[a], neighbors[b] = b // 3, a // 3
    return neighbors.reshape(corners.shape)
