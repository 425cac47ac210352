"""Where a field has no value or no gradient: along a path, and over a box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from gradanim.calculus.jet_rules import Array
from gradanim.calculus.protocol import Field
from gradanim.calculus.rough_ways import Path, Rough, RoughPlace, Way, at_zeros, every_place, make_way

__all__ = ["Rough", "RoughPlace", "rough_in_box", "rough_on_path"]

# Places of a grid that are looked at for each of the reasons to suspect them.
_TRIED = 4
# How far from a place of a box, as a share of its sides, f must have values for the place not to be on its border.
_INSIDE = 1e-4


def rough_on_path(field: Field, path: Path, shares: Array, points: Array) -> list[RoughPlace]:
    """The places of a path at which f has no finite value or no gradient, at most one of each kind, in order.

    Poles between two of the given points are found where the formula tells them (a denominator that changes its
    sign) or the slope rises towards them; a hole that is narrower than the distance of two points may be missed.

    Args:
        field: f.
        path: the way.
        shares: increasing shares of the way (m,), from 0 to 1.
        points: the path there, (m, n).
    """
    with np.errstate(all="ignore"):
        way = make_way(field, path, shares, points)
        found: dict[Rough, RoughPlace] = {}
        for place in sorted(every_place(way), key=lambda place: place.share):
            found.setdefault(place.kind, place)
        return list(found.values())


def rough_in_box(field: Field, bounds: Sequence[tuple[float, float]], count: int) -> RoughPlace | None:
    """A place inside a box at which f has a value but no gradient, or None where none is found.

    Args:
        field: f.
        bounds: low and high of every variable.
        count: places of the grid along each side.
    """
    axes = [np.linspace(low, high, count) for low, high in bounds]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    with np.errstate(all="ignore"):
        for start, end in _suspects(field, points):
            way = _straight(field, start, end)
            # A way along a kink tells nothing of it; one across does.
            if np.isfinite(way.slopes).sum() < len(way.shares) - 2:
                continue
            for place in at_zeros(way):
                if place.kind is not Rough.UNDEFINED and _is_inside(field, bounds, place.at):
                    return place
    return None


def _is_inside(field: Field, bounds: Sequence[tuple[float, float]], at: Array) -> bool:
    """Whether f has values all around a place."""
    reach = np.diag([_INSIDE * (high - low) for low, high in bounds])
    return bool(np.isfinite(field.value(np.concatenate([at + reach, at - reach]))).all())


def _straight(field: Field, start: Array, end: Array) -> Way:
    shares = np.linspace(0.0, 1.0, 9)  # An odd number: the middle may be the place that is suspected.
    return make_way(
        field, lambda t: start + t * (end - start), shares, start + shares[:, None] * (end - start)
    )


def _suspects(field: Field, points: Array) -> Iterator[tuple[Array, Array]]:
    """Short ways over which f may not be smooth: a few for each of the reasons that its formula gives."""
    values = field.kink_indicators(points)
    if not len(values):
        return
    for axis in range(points.shape[-1]):
        ends = np.moveaxis(points, axis, 0)
        for row in np.moveaxis(values, axis + 1, 1):
            for place in _middlemost(np.argwhere(row[:-1] * row[1:] < 0), row.shape):
                yield ends[place], ends[place[0] + 1, *place[1:]]
            on = np.argwhere(row[1:-1] == 0) + np.eye(1, row.ndim, dtype=int)
            for place in _middlemost(on, row.shape):
                yield ends[place[0] - 1, *place[1:]], ends[place[0] + 1, *place[1:]]


def _middlemost(places: NDArray[np.intp], shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """The few places of a grid that are nearest to its middle."""
    away = np.linalg.norm(places - 0.5 * (np.array(shape) - 1), axis=1)
    yield from (tuple(map(int, places[index])) for index in np.argsort(away, kind="stable")[:_TRIED])
