"""Patches of premultiplied pixels, such as letters, blended over a frame at any place."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

# A patch that is whole has its end of what is shown far to the right of it.
_WHOLE = (1e9, 1.0)


def blend_patch(
    frame: NDArray[np.uint8],
    patch: NDArray[np.float32],
    at: tuple[float, float],
    opacity: float = 1.0,
    shown: tuple[float, float] = _WHOLE,
) -> None:
    """Blends a patch over a frame, in place, clipped to it.

    Args:
        frame: (height, width, 4) uint8, premultiplied, C-contiguous.
        patch: (4, h + 2, w + 2) float32 in 0..1, premultiplied RGBA, with a border of nothing: see ``bordered``.
        at: pixels from the left upper corner of the frame to that of the patch; between whole pixels the patch is
            interpolated bilinearly.
        opacity: 0..1, of the patch as a whole.
        shown: column of the patch up to which it is shown, and over how many columns before that it fades out.
    """
    # Compiled code takes half a second to import: whoever only describes pictures shall not wait for it.
    from gradanim.raster.patch_kernels import blend

    left, top = math.floor(at[0]), math.floor(at[1])
    right, down = at[0] - left, at[1] - top
    mix = (
        np.float32(right * down),
        np.float32((1.0 - right) * down),
        np.float32(right * (1.0 - down)),
        np.float32((1.0 - right) * (1.0 - down)),
    )
    blend(
        frame.view(np.uint32)[..., 0],
        patch,
        (left, top),
        mix,
        np.float32(opacity),
        (np.float32(shown[0]), np.float32(shown[1])),
    )


def bordered(patch: NDArray[np.float32]) -> NDArray[np.float32]:
    """A patch (h, w, 4) as it is blended: (4, h + 2, w + 2), a plane for every component."""
    return np.ascontiguousarray(np.pad(patch, ((1, 1), (1, 1), (0, 0))).transpose(2, 0, 1), dtype=np.float32)


def patch_box(
    frame_size: tuple[int, int], patch_size: tuple[int, int], at: tuple[float, float]
) -> tuple[int, int, int, int]:
    """First and last column + 1, first and last row + 1 of the pixels of a frame that a patch touches.

    Args:
        frame_size: width and height of the frame.
        patch_size: width and height of the patch without its border.
        at: as for ``blend_patch``.
    """
    left, top = math.floor(at[0]), math.floor(at[1])
    right, bottom = left + patch_size[0] + 1, top + patch_size[1] + 1
    x0, x1 = max(0, left), max(0, min(frame_size[0], right))
    y0, y1 = max(0, top), max(0, min(frame_size[1], bottom))
    return min(x0, x1), x1, min(y0, y1), y1
