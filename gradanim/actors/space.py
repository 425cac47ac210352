"""Where the domain lies in the world of the renderer.

Of two variables the input plane is the floor and values are heights above it; three variables fill a box on the floor.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.ranges import drawable_range

Array = NDArray[np.float64]

# The longer side of the domain is this many world units.
SIDE = 2.0
# A domain more elongated than this is stretched to fit: nobody can read a strip.
MOST_ELONGATED = 4.0
# Height of the lowest point of a landscape above the floor, as a share of the longer side.
FLOOR_GAP = 0.34


class Space(Struct, frozen=True):
    """The linear map from domain coordinates and values to world coordinates.

    World coordinates: x and y along the input plane with the middle of the domain at 0, z up, floor at 0.

    Attributes:
        centre: middle of the domain, ``(2,)`` (the second entry is 0 for one variable).
        scale: world units per unit of each variable, ``(2,)``.
        low: the value drawn at the bottom of the landscape.
        high: the value drawn at its top.
        lift: world height of ``low`` above the floor.
        rise: world units per unit of value.
    """

    centre: tuple[float, float]
    scale: tuple[float, float]
    low: float
    high: float
    lift: float
    rise: float

    @property
    def equal(self) -> bool:
        """Whether both axes have the same scale, so that right angles look right."""
        return self.scale[0] == self.scale[1]

    def flat(self, points: Array) -> Array:
        """World points ``(…, 3)`` on the floor for domain points ``(…, 2)``."""
        points = np.asarray(points, dtype=float)
        # Column by column: most calls are for one point, where every array that is made is felt.
        world = np.zeros((*points.shape[:-1], 3))
        world[..., 0] = (points[..., 0] - self.centre[0]) * self.scale[0]
        world[..., 1] = (points[..., 1] - self.centre[1]) * self.scale[1]
        return world

    def height(self, values: Array | float) -> Array:
        """World heights for values, clipped to the drawn range (nan stays nan)."""
        return np.asarray(self.lift + (np.clip(values, self.low, self.high) - self.low) * self.rise)

    def raised(self, points: Array, values: Array | float) -> Array:
        """World points ``(…, 3)`` at the heights of the given values."""
        world = self.flat(points)
        world[..., 2] = self.height(values)
        return world

    def vector(self, vectors: Array) -> Array:
        """World vectors ``(…, 3)`` lying flat, for domain vectors ``(…, 2)``."""
        vectors = np.asarray(vectors, dtype=float)
        plane = vectors * np.asarray(self.scale)
        return np.concatenate([plane, np.zeros((*plane.shape[:-1], 1))], axis=-1)

    def slope(self, gradient: Array) -> Array:
        """World slopes ``(…, 2)`` of the landscape for gradients ``(…, 2)``."""
        with np.errstate(over="ignore"):
            return np.asarray(np.asarray(gradient) * self.rise / np.asarray(self.scale))


def make_space(
    domain: tuple[tuple[float, float], ...],
    values: tuple[float, float],
    height: float,
    aspect: str | None,
    gap: float = FLOOR_GAP,
) -> Space:
    """The space of a stage.

    Args:
        domain: the range of each variable; one variable lies along x.
        values: lowest and highest value to be drawn.
        height: height of the landscape as a share of its width.
        aspect: ``equal``, ``fit`` or None for equal unless the domain is very elongated.
        gap: how deep the floor lies below the lowest value, in parts of its longer side.

    Returns:
        The map; a flat landscape lies in the middle of the height it would have.
    """
    (x0, x1), (y0, y1) = (*domain, (-0.5, 0.5))[:2]
    width, depth = x1 - x0, y1 - y0
    elongated = max(width, depth) > MOST_ELONGATED * min(width, depth)
    if aspect == "fit" or (aspect is None and elongated):
        scale = (SIDE / width, SIDE / depth)
    else:
        scale = (SIDE / max(width, depth),) * 2
    low, high = drawable_range(*values)
    centre = ((x0 + x1) / 2, (y0 + y1) / 2)
    return Space(centre, scale, low, high, gap * SIDE, height * SIDE / (high - low))


class VolumeSpace(Struct, frozen=True):
    """The linear map from three domain coordinates to world coordinates.

    World coordinates: x and y along the first two variables with the middle of the domain at 0, z up along the
    third variable, 0 at its lower end.

    Attributes:
        origin: the place of the domain that lies at the world's origin, ``(3,)``.
        scale: world units per unit of each variable, ``(3,)``.
    """

    origin: tuple[float, float, float]
    scale: tuple[float, float, float]

    @property
    def equal(self) -> bool:
        """Whether all axes have the same scale, so that right angles look right."""
        return self.scale[0] == self.scale[1] == self.scale[2]

    def world(self, points: Array) -> Array:
        """World points ``(…, 3)`` for domain points ``(…, 3)``."""
        return self.vector(np.asarray(points, dtype=float) - np.asarray(self.origin))

    def vector(self, vectors: Array) -> Array:
        """World vectors ``(…, 3)`` for domain vectors ``(…, 3)``."""
        return np.asarray(np.asarray(vectors, dtype=float) * np.asarray(self.scale))

    def normal(self, gradients: Array) -> Array:
        """World normals ``(…, 3)``, of any length, of level surfaces with the given gradients ``(…, 3)``."""
        return np.asarray(np.asarray(gradients, dtype=float) / np.asarray(self.scale))

    def foot(self, points: Array) -> Array:
        """World points ``(…, 3)`` straight below domain points, on the floor of the box."""
        return self.world(points) * [1.0, 1.0, 0.0]


def make_volume_space(domain: tuple[tuple[float, float], ...], aspect: str | None) -> VolumeSpace:
    """The space of a stage of three variables.

    Args:
        domain: the range of each of the three variables.
        aspect: ``equal``, ``fit`` (the box is a cube) or None for equal unless the domain is very elongated.
    """
    sides = [high - low for low, high in domain]
    stretched = aspect == "fit" or (aspect is None and max(sides) > MOST_ELONGATED * min(sides))
    x, y, z = [SIDE / side for side in sides] if stretched else [SIDE / max(sides)] * 3
    (x0, x1), (y0, y1), (z0, _) = domain
    return VolumeSpace(((x0 + x1) / 2, (y0 + y1) / 2, z0), (x, y, z))
