"""World coordinates to pixels and depth keys.

The depth key q grows with depth, is linear over the picture of a plane, and agrees to first order with depth in world
units at the target: q = z for parallel lines of sight, q = 2 D - D^2 / z in perspective, D the distance to the target.
"""

from __future__ import annotations

import math

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    CENTER_X,
    CENTER_Y,
    DISTANCE,
    F8,
    FORWARD,
    NEAR_Z,
    PERSPECTIVE,
    PIXELS_PER_UNIT,
    RIGHT,
    TARGET,
    UP,
)

# Triangles are set on a grid of 1/256 pixel: products of such coordinates are exact in a float64, so neighbours agree
# to the last bit about the edge that they share and no pixel is drawn twice or missed.
SNAP = 256.0
# Further than this from the frame (pixels) nothing is drawn.
FAR_OUT = 1e12


@inner
def to_eye(camera: F8, x: float, y: float, z: float) -> tuple[float, float, float]:
    """World units to the right, up, and along the line of sight from the eye."""
    dx, dy, dz = x - camera[TARGET], y - camera[TARGET + 1], z - camera[TARGET + 2]
    right = dx * camera[RIGHT] + dy * camera[RIGHT + 1] + dz * camera[RIGHT + 2]
    up = dx * camera[UP] + dy * camera[UP + 1] + dz * camera[UP + 2]
    ahead = dx * camera[FORWARD] + dy * camera[FORWARD + 1] + dz * camera[FORWARD + 2]
    return right, up, ahead + camera[DISTANCE]


@inner
def to_pixel(camera: F8, right: float, up: float, ahead: float) -> tuple[float, float, float, float]:
    """Pixel x and y, depth key, and inverse depth (1 at the target) of a place before the near plane."""
    distance = camera[DISTANCE]
    inverse = distance / ahead if camera[PERSPECTIVE] > 0.0 else 1.0
    key = 2.0 * distance - distance * inverse if camera[PERSPECTIVE] > 0.0 else ahead
    scale = camera[PIXELS_PER_UNIT] * inverse
    return camera[CENTER_X] + right * scale, camera[CENTER_Y] - up * scale, key, inverse


@inner
def is_before_eye(camera: F8, ahead: float) -> bool:
    """Whether a depth is beyond the near plane; parallel lines of sight have none."""
    return bool(camera[PERSPECTIVE] == 0.0 or ahead > camera[NEAR_Z])


@inner
def snap(pixel: float) -> float:
    """A pixel coordinate on the grid of 1/256."""
    return math.floor(pixel * SNAP + 0.5) / SNAP if abs(pixel) < FAR_OUT else pixel


@inner
def floor_between(value: float, low: int, high: int) -> int:
    """The whole number below a value, held between bounds: no number, however great or not one, leaves them."""
    if not value > low:
        return low
    if value >= high:
        return high
    return math.floor(value)
