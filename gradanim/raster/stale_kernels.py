"""Kernels that keep book of the tiles of planes that are to be written again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradanim.raster.compiled import kernel
from gradanim.raster.layout import B1, I4, TILE_H, TILE_W


@kernel
def mark_tiles(boxes: NDArray[np.int64], reach: int, stale: B1) -> None:
    """Notes in which tiles boxes of pixels lie.

    Args:
        boxes: (k, 4) first and last column + 1, first and last row + 1; empty ones lie nowhere.
        reach: so many columns further to the right a box counts.
        stale: (planes, rows, columns) of tiles, set for all planes.
    """
    planes, rows, columns = stale.shape
    for i in range(boxes.shape[0]):
        if boxes[i, 0] >= boxes[i, 1] or boxes[i, 2] >= boxes[i, 3]:
            continue
        left, right = max(boxes[i, 0] // TILE_W, 0), min((boxes[i, 1] + reach - 1) // TILE_W + 1, columns)
        top, bottom = max(boxes[i, 2] // TILE_H, 0), min((boxes[i, 3] - 1) // TILE_H + 1, rows)
        for plane in range(planes):
            for row in range(top, bottom):
                for column in range(left, right):
                    stale[plane, row, column] = True


@kernel
def take_tiles(stale: B1, size: tuple[int, int], boxes: I4) -> int:
    """Clears what is stale, and gives its boxes: tiles side by side are one.

    Args:
        stale: (rows, columns) of tiles; cleared.
        size: width and height of the frame in pixels.
        boxes: (n, 4) first and last column + 1, first and last row + 1; written to. There is room for all.

    Returns:
        How many boxes there are.
    """
    rows, columns = stale.shape
    count = 0
    for row in range(rows):
        column = 0
        while column < columns:
            if not stale[row, column]:
                column += 1
                continue
            boxes[count, 0], boxes[count, 2] = column * TILE_W, row * TILE_H
            while column < columns and stale[row, column]:
                stale[row, column] = False
                column += 1
            boxes[count, 1] = min(column * TILE_W, size[0])
            boxes[count, 3] = min((row + 1) * TILE_H, size[1])
            count += 1
    return count
