"""Where the point of a new spec stands, and the circle that it walks: around holes, poles and kinks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# The domain of a new spec, along each side.
SIDE = (-2.0, 2.0)
# A circle is looked at so many times around.
LOOKS = 96
# Where the formula leaves no room for the usual circles, one of these radii around one of these places may do.
RADII = (0.5, 0.25)
SPOTS = np.linspace(-1.6, 1.6, 9)
# Not more circles than these are played to see whether they do.
MOST = 4


@dataclass(frozen=True)
class FirstWalk:
    """A place and the circle that begins there; without a radius the point stays.

    Attributes:
        start: where the point is placed.
        center: of the circle.
        radius: of the circle, or None.
    """

    start: tuple[float, float]
    center: tuple[float, float] = (0.0, 0.0)
    radius: float | None = None

    @property
    def beat(self) -> str:
        """The circle as a spec writes it."""
        return f"{{center: {written(self.center)}, radius: {self.radius:g}}}"


def written(point: tuple[float, float]) -> str:
    """A point as a spec writes it."""
    return f"[{point[0]:g}, {point[1]:g}]"


def first_walks(formula: str) -> Iterator[FirstWalk]:
    """What a new spec may do with its point, the best first; the last is to stand still.

    Raises:
        ProblemError: the formula cannot be read.
    """
    from gradanim.calculus import JetField

    field = JetField.parse(formula, ("x", "y"))

    def steady(points: Array) -> NDArray[np.bool_]:
        with np.errstate(all="ignore"):
            return np.isfinite(field.value(points)) & np.isfinite(field.gradient(points)).all(axis=-1)

    fine = [walk for walk in _circles() if steady(_way(walk)).all()]
    yield from fine[:MOST]
    usual = np.array([(1.0, 0.5), *_spots(np.array([1.0, 0.5]))])
    found = usual[steady(usual)]
    yield FirstWalk((float(found[0][0]), float(found[0][1])) if len(found) else (1.0, 0.5))


def _circles() -> Iterator[FirstWalk]:
    """Circles in the domain, each beginning at its rightmost place; those around the middle first."""
    for radius in (1.0, 1.5):
        yield FirstWalk((radius, 0.0), (0.0, 0.0), radius)
    for radius in RADII:
        for x, y in _spots(np.array([1.0, 0.5])):
            if max(abs(x), abs(y)) + radius < SIDE[1]:
                yield FirstWalk((float(x + radius), float(y)), (float(x), float(y)), radius)


def _spots(near: Array) -> Array:
    """Places of a grid ``(n, 2)``, those first that are nearest to one."""
    spots = np.stack(np.meshgrid(SPOTS, SPOTS, indexing="ij"), axis=-1).reshape(-1, 2).round(6)
    return spots[np.argsort(np.linalg.norm(spots - near, axis=1), kind="stable")]


def _way(walk: FirstWalk) -> Array:
    angles = np.linspace(0.0, 2.0 * np.pi, LOOKS, endpoint=False)
    around = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    return np.asarray(walk.center) + (walk.radius or 0.0) * around
