"""The camera: world coordinates to pixels of a viewport, and depth along the line of sight."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

# What is nearer to the eye than this part of the distance to the target is cut away.
NEAR = 1e-3


class Viewport(Struct, frozen=True):
    """A rectangle of the frame in pixels, from the top left corner of the frame; drawing is clipped to it."""

    x: float
    y: float
    width: float
    height: float

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw into."""
        sizes = (self.x, self.y, self.width, self.height)
        return not (all(map(math.isfinite, sizes)) and self.width > 0 and self.height > 0)


class _Lens(NamedTuple):
    """The axes of a camera, pixels per world unit at the depth of its target, the pixel of its target, and the least
    depth that is seen, in world units; -1 where lines of sight are parallel.
    """

    right: list[float]
    up: list[float]
    forward: list[float]
    scale: float
    middle: tuple[float, float]
    nearest: float


class Camera(Struct, frozen=True):
    """An eye that looks at a target; z is up in the world.

    The eye is at ``target + distance * (cos az cos el, sin az cos el, sin el)``. The right of the picture is
    ``(-sin az, cos az, 0)`` at every elevation, so looking straight down is an ordinary position.

    Attributes:
        azimuth: degrees, counter-clockwise from the x axis seen from above.
        elevation: degrees over the horizon.
        target: world coordinates of the place in the middle of the viewport.
        distance: world units from the eye to the target.
        field_of_view: degrees from the lower to the upper edge; 0 is orthographic.
        height: world units from the lower to the upper edge, orthographic only.
    """

    azimuth: float = -60.0
    elevation: float = 25.0
    target: tuple[float, float, float] = (0.0, 0.0, 0.0)
    distance: float = 5.0
    field_of_view: float = 30.0
    height: float = 2.0

    @classmethod
    def top_down(cls, center: tuple[float, float] = (0.0, 0.0), height: float = 2.0) -> Camera:
        """A camera for flat pictures: x to the right, y up, ``height`` world units between the edges."""
        x, y = center
        return cls(-90.0, 90.0, target=(x, y, 0.0), distance=1.0, field_of_view=0.0, height=height)

    @property
    def is_orthographic(self) -> bool:
        """Whether lines of sight are parallel."""
        return self.field_of_view <= 0

    @property
    def is_sound(self) -> bool:
        """Whether a picture can be taken with it."""
        numbers = (self.azimuth, self.elevation, *self.target, self.distance, self.height, self.field_of_view)
        if not all(map(math.isfinite, numbers)) or self.field_of_view >= 180.0 or self.distance <= 0.0:
            return False
        return self.height > 0.0 or not self.is_orthographic

    def axes(self) -> FloatArray:
        """(3, 3): the unit vectors to the right, up and forward of the picture, in world coordinates."""
        ca, sa = _cos_sin(self.azimuth)
        ce, se = _cos_sin(self.elevation)
        return np.array([[-sa, ca, 0.0], [-se * ca, -se * sa, ce], [-ce * ca, -ce * sa, -se]])

    def eye(self) -> FloatArray:
        """(3,) world coordinates of the eye."""
        eye: FloatArray = np.asarray(self.target, dtype=np.float64) - self.distance * self.axes()[2]
        return eye

    def scale(self, viewport: Viewport) -> float:
        """Pixels per world unit at the depth of the target."""
        if self.is_orthographic:
            return viewport.height / self.height
        return viewport.height / (2.0 * math.tan(math.radians(self.field_of_view) / 2.0) * self.distance)

    def pixel(self, point: Sequence[float], viewport: Viewport) -> tuple[float, float]:
        """The pixel of one world point, (nan, nan) where it is not before the eye; as ``project``, only quicker."""
        (rx, ry, rz), (ux, uy, uz), (fx, fy, fz), scale, (across, down), nearest = _lens(self, viewport)
        # Written out, without a loop: some eighty points are asked for in every picture.
        px, py, pz = point
        tx, ty, tz = self.target
        x, y, z = float(px) - tx, float(py) - ty, float(pz) - tz
        if nearest >= 0.0:
            depth = x * fx + y * fy + z * fz + self.distance
            scale = scale * self.distance / depth if depth > nearest else math.nan
        return across + (x * rx + y * ry + z * rz) * scale, down - (x * ux + y * uy + z * uz) * scale

    def project(self, points: ArrayLike, viewport: Viewport) -> tuple[FloatArray, FloatArray]:
        """Pixels and depths of world points.

        Args:
            points: (..., 3) world coordinates.
            viewport: where the picture goes.

        Returns:
            (..., 2) pixels, x to the right and y down from the top left corner of the frame, nan where a
            point is not before the eye; and (...) world units along the forward axis from the eye.
        """
        relative = np.asarray(points, dtype=np.float64) - np.asarray(self.target, dtype=np.float64)
        with np.errstate(all="ignore"):
            seen = np.einsum("...j,ij->...i", relative, self.axes())
            depth = seen[..., 2] + self.distance
            scale = np.broadcast_to(self.scale(viewport), depth.shape)
            if not self.is_orthographic:
                in_front = depth > NEAR * self.distance
                scale = np.where(in_front, scale * self.distance / np.where(in_front, depth, 1.0), np.nan)
            middle = (viewport.x + viewport.width / 2.0, viewport.y + viewport.height / 2.0)
            pixels = np.stack([middle[0] + seen[..., 0] * scale, middle[1] - seen[..., 1] * scale], axis=-1)
        return pixels, depth


@lru_cache(maxsize=16)
def _lens(camera: Camera, viewport: Viewport) -> _Lens:
    """What pictures of a camera have in common."""
    right, up, forward = camera.axes().tolist()
    middle = (viewport.x + viewport.width / 2.0, viewport.y + viewport.height / 2.0)
    nearest = -1.0 if camera.is_orthographic else NEAR * camera.distance
    return _Lens(right, up, forward, camera.scale(viewport), middle, nearest)


def _cos_sin(degrees: float) -> tuple[float, float]:
    """Cosine and sine that are exact at the multiples of a right angle."""
    quarter, rest = divmod(degrees, 90.0)
    c, s = math.cos(math.radians(rest)), math.sin(math.radians(rest))
    return ((c, s), (-s, c), (-c, -s), (s, -c))[int(quarter) % 4]
