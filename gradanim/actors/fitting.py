"""How far away a camera stands for a whole picture to be in view, and what shape the picture then has."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.outline import Outline, middling
from gradanim.raster import Camera

Array = NDArray[np.float64]

FIELD_OF_VIEW = 22.0
# So often the shape of a picture is looked up in a view of the shape that was found before.
ROUNDS = 3
# For a picture in the middle of its view this much more distance is well spent.
_AS_GOOD = 1.05
# Directions in which the reach of a picture is known, from its right to straight down.
DIRECTIONS = tuple((math.cos(math.pi / 2 * k / 8), math.sin(math.pi / 2 * k / 8)) for k in range(9))


class Silhouette(Struct, frozen=True):
    """The shape of what a 3D view shows, from all azimuths of a scene together.

    Attributes:
        aspect: its width in parts of its height.
        corner: how far it reaches from the middle of its view in every one of ``DIRECTIONS``, in parts of half of its
            width; what it leaves of its lower right corner follows from that. Empty where it is not known.
    """

    aspect: float
    corner: tuple[float, ...] = ()

    def towards(self, other: Silhouette, share: float) -> Silhouette:
        """The silhouette a share of the way to that of a deeper floor, with which heights grow evenly."""
        aspect = 1.0 / (share / other.aspect + (1.0 - share) / self.aspect)
        corner = tuple(a + share * (b - a) for a, b in zip(self.corner, other.corner, strict=True))
        return Silhouette(aspect, corner)


def silhouette(
    outline: Outline, azimuths: tuple[float, ...], elevations: Sequence[float]
) -> Silhouette | None:
    """The shape of what a 3D view shows, at the elevation where it is the highest; None for nothing.

    Args:
        outline: world points that enclose the picture.
        azimuths: from where the scene is seen, in degrees.
        elevations: the camera's heights in the course of the scene, in degrees.
    """
    if not outline:
        return None
    aspect = 1.0
    for _ in range(ROUNDS):
        # From nearer by, in a view of that shape, it looks a little different.
        seen = [extents(outline, aspect, elevation, azimuths) for elevation in middling(elevations)]
        aspect = min(wide / high for wide, high in seen)
    reaches = [_reaches(outline, aspect, elevation, azimuths) for elevation in middling(elevations)]
    return Silhouette(aspect, tuple(np.max(reaches, axis=0).tolist()))


class _Cloud(Struct, frozen=True, eq=False):
    """The points of an outline as cameras of one elevation see them that look at the middle of the floor.

    Attributes:
        right, up, forward: where every point is, from one azimuth after the other; (k,) each.
        rise: how far up and how far forward a point is seen that is one unit higher, from whatever azimuth.
    """

    right: Array
    up: Array
    forward: Array
    rise: tuple[float, float]

    def lifted(self, height: float) -> tuple[Array, Array]:
        """Up and forward for a camera that looks at a height above the floor."""
        return self.up - height * self.rise[0], self.forward - height * self.rise[1]


@lru_cache(maxsize=64)
def _cloud(outline: Outline, elevation: float, azimuths: tuple[float, ...]) -> _Cloud:
    axes = np.array([Camera(azimuth=azimuth, elevation=elevation).axes() for azimuth in azimuths])
    right, up, forward = (axes.transpose(1, 0, 2) @ np.array(outline).T).reshape(3, -1)
    return _Cloud(right, up, forward, (float(axes[0, 1, 2]), float(axes[0, 2, 2])))


def _reaches(outline: Outline, aspect: float, elevation: float, azimuths: tuple[float, ...]) -> Array:
    """How far a picture reaches in every direction, in parts of half of the width of a view that it just fits."""
    wide = math.tan(math.radians(FIELD_OF_VIEW) / 2) * aspect
    down = _slopes(outline, aspect, elevation, azimuths) / wide * [1.0, -1.0]
    reach: Array = (down @ np.array(DIRECTIONS).T).max(axis=0)
    return reach


def extents(
    outline: Outline, aspect: float, elevation: float, azimuths: tuple[float, ...]
) -> tuple[float, float]:
    """The greatest slopes to the sides and up or down at which the outline is seen in a view that it just fits."""
    wide, high = np.abs(_slopes(outline, aspect, elevation, azimuths)).max(axis=0).tolist()
    return wide, high


def _slopes(outline: Outline, aspect: float, elevation: float, azimuths: tuple[float, ...]) -> Array:
    """Slopes ``(k, 2)``, to the right and up, at which an outline is seen in a view that it fits from all azimuths."""
    distance, middle = fit(outline, aspect, elevation, azimuths)
    cloud = _cloud(outline, elevation, azimuths)
    up, forward = cloud.lifted(middle)
    slopes: Array = np.stack([cloud.right, up], axis=1) / (distance + forward)[:, None]
    return slopes


@lru_cache(maxsize=256)
def fit(
    outline: Outline,
    aspect: float,
    elevation: float,
    azimuths: tuple[float, ...],
) -> tuple[float, float]:
    """The least distance at which the whole outline is in view, and the height to look at for it.

    A point at (right, up, forward) is in view from distance d where ``|up| <= slope (d + forward)``, and so on.

    Where the width decides, many heights will do: then the one that leaves as much room above as below, as far as that
    costs little distance. It moves evenly with the elevation, so that a camera that rises does not tremble.
    """
    cloud, slope = _cloud(outline, elevation, azimuths), math.tan(math.radians(FIELD_OF_VIEW) / 2)
    sideways = np.abs(cloud.right) / (slope * aspect)

    def needed(height: float) -> float:
        up, forward = cloud.lifted(height)
        return float((np.maximum(np.abs(up) / slope, sideways) - forward).max())

    top = max(z for _, _, z in outline)
    heights = np.linspace(0.0, top, 17)
    distances = [needed(float(height)) for height in heights]
    most = _AS_GOOD * min(distances)
    even = _crossing(lambda height: _lopsided(cloud, height, needed(height)) > 0.0, 0.0, top)
    distance = needed(even)
    if distance > most:
        # From the even height towards the one that is seen from nearest, as far as it takes.
        nearest = float(heights[int(np.argmin(distances))])
        share = _crossing(lambda part: needed(even + part * (nearest - even)) > most, 0.0, 1.0)
        even += share * (nearest - even)
        distance = needed(even)
    return distance, even


def _crossing(before: Callable[[float], bool], low: float, high: float) -> float:
    """Where a condition that holds at the lower end ceases to hold, by halving."""
    for _ in range(24):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if before(middle) else (low, middle)
    return 0.5 * (low + high)


def _lopsided(cloud: _Cloud, middle: float, distance: float) -> float:
    """How much further the picture reaches above the middle of the view than below it, as a slope; negative below."""
    up, forward = cloud.lifted(middle)
    slopes = up / (distance + forward)
    return max(0.0, float(slopes.max())) + min(0.0, float(slopes.min()))
