"""Frames as encoders take them: planar YCbCr, BT.709, limited range, with half as many columns and rows of colour."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gradanim.raster.layout import I4, TILE_H, TILE_W

# The colour of a pixel reaches so many columns to the right.
_REACH = 2


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
        from gradanim.raster.stale_kernels import mark_tiles

        mark_tiles(np.ascontiguousarray(boxes, np.int64).reshape(-1, 4), _REACH, self._stale)

    def take(self, number: int) -> I4:
        """The boxes (k, 4) of planes ``number`` that are stale; they are fresh from now on."""
        from gradanim.raster.stale_kernels import take_tiles

        rows, columns = self._stale.shape[1:]
        boxes = np.empty((rows * (columns + 1) // 2, 4), np.int32)
        return boxes[: take_tiles(self._stale[number], self._size, boxes)]
