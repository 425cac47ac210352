"""The way to the eye from the pixels of a tile."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    CENTER_X,
    CENTER_Y,
    DISTANCE,
    F8,
    FORWARD,
    PERSPECTIVE,
    PIXELS_PER_UNIT,
    RIGHT,
    UP,
    Tile,
)

# For x, y and z: the way to the eye from the first pixel of a tile, and its changes per pixel right and down.
_Step: TypeAlias = tuple[np.float32, np.float32, np.float32]
Views: TypeAlias = tuple[_Step, _Step, _Step]


@inner
def view_steps(camera: F8, tile: Tile) -> Views:
    """The way to the eye from the top left pixel of a tile, and its changes per pixel right and down; not unit."""
    focal = camera[PIXELS_PER_UNIT] * camera[DISTANCE]
    per_pixel = 1.0 / focal if camera[PERSPECTIVE] > 0.0 else 0.0
    x, y = tile[4] + 0.5 - camera[CENTER_X], tile[5] + 0.5 - camera[CENTER_Y]
    return (
        _view_step(camera[RIGHT:], x * per_pixel, y * per_pixel, per_pixel),
        _view_step(camera[RIGHT + 1 :], x * per_pixel, y * per_pixel, per_pixel),
        _view_step(camera[RIGHT + 2 :], x * per_pixel, y * per_pixel, per_pixel),
    )


@inner
def _view_step(axes: F8, x: float, y: float, per_pixel: float) -> tuple[np.float32, np.float32, np.float32]:
    """One coordinate of the way to the eye, and its changes per pixel right and down; ``axes`` starts with it."""
    right, up = axes[0], axes[UP - RIGHT]
    towards = -axes[FORWARD - RIGHT] - x * right + y * up
    return np.float32(towards), np.float32(-right * per_pixel), np.float32(up * per_pixel)
