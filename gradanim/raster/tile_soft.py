"""Kernels that fade a view away towards its borders."""

from __future__ import annotations

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import ROW_B, ROW_G, ROW_LEFT, ROW_R, Scene, Scratch

_0 = np.float32(0.0)
_HALF = np.float32(0.5)
_1 = np.float32(1.0)
_2, _3 = np.float32(2.0), np.float32(3.0)


@inner
def _eased(share: np.float32) -> np.float32:
    """From 0 to 1 with even ends."""
    share = min(max(share, _0), _1)
    return share * share * (_3 - _2 * share)


@inner
def soften_row(
    scene: Scene, scratch: Scratch, span: tuple[np.uint64, np.uint64, np.uint64], y: np.uint64
) -> None:
    """Fades a row away towards the borders of the clip; ``span`` and ``y`` are as for ``tile_resolve.write_row``."""
    if scene.soft <= 0.0:
        return
    row, clip = scratch.work, scene.clip
    per_pixel = np.float32(1.0 / scene.soft)
    line = np.float32(np.int64(y)) + _HALF
    across = _eased(min(line - np.float32(clip[2]), np.float32(clip[3]) - line) * per_pixel)
    for i in range(span[2]):
        column = span[1] + i
        x = np.float32(np.int64(span[0] + i)) + _HALF
        share = across * _eased(min(x - np.float32(clip[0]), np.float32(clip[1]) - x) * per_pixel)
        row[ROW_R + column] *= share
        row[ROW_G + column] *= share
        row[ROW_B + column] *= share
        row[ROW_LEFT + column] = _1 - share * (_1 - row[ROW_LEFT + column])
