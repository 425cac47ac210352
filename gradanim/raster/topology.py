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
    row = np.arange(rows - 1, dtype=np.int32)[:, None]
    column = np.arange(columns - 1, dtype=np.int32)
    chosen = (row + column) % 2 == 0 if rising is None else rising
    a = row * np.int32(columns) + column
    b, c, d = a + 1, a + columns, a + columns + 1
    corners = np.empty((rows - 1, columns - 1, 2, 3), np.int32)
    first, second = corners[..., 0, :], corners[..., 1, :]
    first[..., 0], first[..., 1], first[..., 2] = a, b, np.where(chosen, d, c)
    second[..., 0], second[..., 1], second[..., 2] = np.where(chosen, a, b), d, c
    return corners.reshape(-1, 3)


def neighbors_of(corners: I4) -> I4:
    """(t, 3) the triangle beyond the edge from corner k to corner k + 1, or -1 where there is none or more than one.

    Raises:
        ValueError: a corner is negative.
    """
    # Imported here: compiled code takes half a second to import.
    from gradanim.raster.shared_edges import pair_edges

    if corners.min(initial=0) < 0:
        # The kernel would write to places that are not its own.
        raise ValueError("a corner of a triangle is negative")
    neighbors = np.full(corners.size, -1, np.int32)
    latest = np.full(int(corners.max(initial=-1)) + 1, -1, np.int32)
    pair_edges(corners, latest, np.empty((3, corners.size), np.int32), neighbors)
    return neighbors.reshape(corners.shape)
