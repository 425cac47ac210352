"""The domain of a new spec, where its point stands, and the circle that it walks: around holes, poles and kinks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from gradanim.calculus import Field

Array = NDArray[np.float64]
Domain = tuple[tuple[float, float], tuple[float, float]]
# The sides that the domain of a new spec may have, the usual one first.
SIDES = ((-2.0, 2.0), (0.0, 4.0), (-1.0, 1.0), (-4.0, 0.0), (1.0, 5.0))
# A formula has the usual domain where it has a value in so much of it, and else the first in which it has hardly less
# than in the best; looks along each side.
ENOUGH, SLIGHTLY, ACROSS = 0.6, 0.1, 33
# What follows is said for the usual domain, and stretched to another. A circle is looked at so many times around.
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


def first_domain(formula: str) -> Domain:
    """The domain of a new spec: where the formula has values.

    Raises:
        ProblemError: the formula cannot be read.
    """
    from gradanim.calculus import JetField

    field = JetField.parse(formula, ("x", "y"))
    usual = SIDES[0], SIDES[0]
    if _share(field, usual) >= ENOUGH:
        return usual
    # Those with more of the earlier sides first.
    domains = sorted(product(SIDES, SIDES), key=lambda domain: sum(map(SIDES.index, domain)))
    shares = {domain: _share(field, domain) for domain in domains}
    most = max(shares.values())
    return next(domain for domain in domains if shares[domain] >= most - SLIGHTLY)


def _share(field: Field, domain: Domain) -> float:
    """The part of a domain in which a field has a value."""
    sides = (np.linspace(*side, ACROSS) for side in domain)
    points = np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1).reshape(-1, 2)
    with np.errstate(all="ignore"):
        return float(np.isfinite(field.value(points)).mean())


def first_walks(formula: str, domain: Domain) -> Iterator[FirstWalk]:
    """What a new spec may do with its point, the best first; the last is to stand still.

    Raises:
        ProblemError: the formula cannot be read.
    """
    from gradanim.calculus import JetField

    field = JetField.parse(formula, ("x", "y"))

    def steady(points: Array) -> NDArray[np.bool_]:
        with np.errstate(all="ignore"):
            return np.isfinite(field.value(points)) & np.isfinite(field.gradient(points)).all(axis=-1)

    circles = (_stretched(walk, domain) for walk in _circles())
    fine = [walk for walk in circles if steady(_way(walk)).all()]
    yield from fine[:MOST]
    usual = np.array([_place(spot, domain) for spot in [(1.0, 0.5), *_spots(np.array([1.0, 0.5]))]])
    found = usual[steady(usual)]
    start = found[0] if len(found) else usual[0]
    yield FirstWalk((float(start[0]), float(start[1])))


def _circles() -> Iterator[FirstWalk]:
    """Circles in the domain, each beginning at its rightmost place; those around the middle first."""
    for radius in (1.0, 1.5):
        yield FirstWalk((radius, 0.0), (0.0, 0.0), radius)
    for radius in RADII:
        for x, y in _spots(np.array([1.0, 0.5])):
            if max(abs(x), abs(y)) + radius < SIDES[0][1]:
                yield FirstWalk((float(x + radius), float(y)), (float(x), float(y)), radius)


def _spots(near: Array) -> Array:
    """Places of a grid ``(n, 2)``, those first that are nearest to one."""
    spots = np.stack(np.meshgrid(SPOTS, SPOTS, indexing="ij"), axis=-1).reshape(-1, 2).round(6)
    return spots[np.argsort(np.linalg.norm(spots - near, axis=1), kind="stable")]


def _place(spot: tuple[float, float], domain: Domain) -> tuple[float, float]:
    """Where a place of the usual domain is in another."""
    x, y = (
        round((low + high) / 2 + float(c) * (high - low) / 4, 6)
        for c, (low, high) in zip(spot, domain, strict=True)
    )
    return x, y


def _stretched(walk: FirstWalk, domain: Domain) -> FirstWalk:
    """What a circle of the usual domain is in another: a circle too."""
    center = _place(walk.center, domain)
    radius = round((walk.radius or 0.0) * min(high - low for low, high in domain) / 4, 6)
    return FirstWalk((round(center[0] + radius, 6), center[1]), center, radius)


def _way(walk: FirstWalk) -> Array:
    angles = np.linspace(0.0, 2.0 * np.pi, LOOKS, endpoint=False)
    around = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    return np.asarray(walk.center) + (walk.radius or 0.0) * around
