"""Frames as encoders take them: planar YCbCr, BT.709, limited range, with half as many columns and rows of colour."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gradanim.raster.layout import I4, TILE_H, TILE_W


def to_planes(
    frame: NDArray[np.uint8], out: NDArray[np.uint8] | None = None, boxes: I4 | None = None
) -> NDArray[np.uint8]:
    """An opaque frame as yuv420p.

    Args:
        frame: (height, width, 4) uint8 RGBA, C-contiguous; height and width even. Its alpha is left out.
        out: (3 height / 2, width) uint8 to write to; None makes it.
        boxes: (k, 4) first and last column + 1, first and last row + 1 of the parts that are converted, all even; None
            converts everything. A change of a pixel changes samples up to two columns to its right.

    Returns:
        (3 height / 2, width) uint8: Y', then the rows of Cb one after the other, then those of Cr.

    Source:
        ITU-R BT.709-6, parts 3 and 4; chroma at the left of its two columns as in ITU-T H.264 Annex E (type 0).
    """
    # Compiled code takes half a second to import: whoever only describes pictures shall not wait for it.
    from gradanim.raster.patch_kernels import convert

    height, width = frame.shape[:2]
    if height % 2 or width % 2:
        raise ValueError(f"a frame of {width} x {height} pixels has no planes: both must be even")
    planes = np.empty((height * 3 // 2, width), np.uint8) if out is None else out
    colour = planes[height:].reshape(2, height // 2, width // 2)
    if boxes is None:
        boxes = np.array([[0, width, 0, height]], np.int32)
    sums = np.empty((2, width + 2), np.int32)
    convert(frame.view(np.uint32)[..., 0], planes[:height], colour[0], colour[1], sums, boxes)
    return planes


class StalePlanes:
    """Which tiles of several planes are not those of the present frame.

    The planes are used in turn, so that each misses what has changed since it was written last.

    Args:
        size: width and height of the frames in pixels, both even.
        count: how many planes there are; all of each is stale in the beginning.
    """

    def __init__(self, size: tuple[int, int], count: int) -> None:
        self._size = size
        self._stale = np.ones((count, -(-size[1] // TILE_H), -(-size[0] // TILE_W)), np.bool_)

    def mark(self, boxes: I4 | Sequence[Sequence[int]]) -> None:
        """Notes what has changed: (k, 4) first and last column + 1, first and last row + 1 of boxes of pixels."""
        x0, x1, y0, y1 = np.asarray(boxes, np.intp).reshape(-1, 4).T
        rows, columns = self._stale.shape[1:]
        here = (x0 < x1) & (y0 < y1)
        # The colour of a pixel reaches two columns to the right.
        left, right = x0[here] // TILE_W, np.minimum(-(-(x1[here] + 2) // TILE_W), columns)
        top, bottom = y0[here] // TILE_H, -(-y1[here] // TILE_H)
        # Where boxes begin and end: sums over them are how many boxes lie over every tile.
        wide, count = columns + 1, (rows + 1) * (columns + 1)
        ends = np.bincount(top * wide + left, minlength=count) - np.bincount(
            top * wide + right, minlength=count
        )
        ends -= np.bincount(bottom * wide + left, minlength=count)
        ends += np.bincount(bottom * wide + right, minlength=count)
        self._stale |= ends.reshape(-1, wide).cumsum(axis=0).cumsum(axis=1)[:-1, :-1] > 0

    def take(self, number: int) -> I4:
        """The boxes (k, 4) of planes ``number`` that are stale; they are fresh from now on."""
        stale = self._stale[number]
        padded = np.pad(stale, ((0, 0), (1, 1))).astype(np.int8)
        steps = np.diff(padded, axis=1)
        rows, starts = np.nonzero(steps == 1)
        _, ends = np.nonzero(steps == -1)
        boxes = np.stack([starts * TILE_W, ends * TILE_W, rows * TILE_H, (rows + 1) * TILE_H], axis=1)
        stale[:] = False
        return np.minimum(boxes, [self._size[0], self._size[0], self._size[1], self._size[1]]).astype(
            np.int32
        )
