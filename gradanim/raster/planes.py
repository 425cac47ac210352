"""Frames as encoders take them: planar YCbCr, BT.709, limited range, with half as many columns and rows of colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def to_planes(frame: NDArray[np.uint8], out: NDArray[np.uint8] | None = None) -> NDArray[np.uint8]:
    """An opaque frame as yuv420p.

    Args:
        frame: (height, width, 4) uint8 RGBA, C-contiguous; height and width even. Its alpha is left out.
        out: (3 height / 2, width) uint8 to write to; None makes it.

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
    blue, red = np.empty(width + 2, np.int32), np.empty(width + 2, np.int32)
    convert(frame.view(np.uint32)[..., 0], planes[:height], colour[0], colour[1], blue, red)
    return planes
