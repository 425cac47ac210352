"""Where the domain of a field ends between the places of a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gradanim.calculus.box import Array

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["border_crossings", "border_values", "is_unbounded", "reach_border"]

# Halvings of the way. More would come so near to holes that are a point, as that of (1 - cos x)/x² at 0, that only
# rounding is left of the value; less would be seen where a root falls to its border without bound.
_HALVINGS = 16
# How far short of the border a grid is drawn in to, as a part of the way: a chord of a border that bends inwards
# lies inside then.
_SHORT = 0.005
# Three distances from the border, the last that of a crossing, at which is seen whether f has a limit there. From the
# second to the third √d changes as much as from the first to the second, ⁴√d by 2.1 times as much, ln d by 6 times.
_FIRST, _SECOND, _MOST_CHANGE = 1 / 4, 1 / 16, 3.0
# A way that leads inside for a smaller share than this ends too close to its crossing for that.
_LEAST_SHARE = 0.1


def border_crossings(inside: Callable[[Array], NDArray[np.bool_]], start: Array, end: Array) -> Array:
    """How far the way from points inside a domain to points outside of it leads inside, by bisection.

    Args:
        inside: which points (k, n) belong to the domain.
        start: shape (k, n), inside.
        end: shape (k, n), outside.

    Returns:
        (k,) the last known share of the way, from 0 to 1, that is inside; the border is less than 2⁻¹⁶ of the way
        further on. Where a way crosses the border several times it is one of them.
    """
    low, high = np.zeros(len(start)), np.ones(len(start))
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        within = inside(start + middle[:, None] * (end - start))
        low, high = np.where(within, middle, low), np.where(within, high, middle)
    return low


def reach_border(field: Field, axes: tuple[Array, Array], values: Array) -> tuple[Array, Array, Array]:
    """A grid over a field with holes, bent so that it reaches the border of the domain.

    Each place outside that has a neighbour inside (along an axis or a diagonal) moves to the border, on the way to
    that neighbour on which the border is nearest to it. A place on the border itself at which f has no gradient, as √x
    has none at 0, moves a little inside.

    Args:
        field: f in two variables.
        axes: increasing x (nx,) and y (ny,).
        values: f at the places of the grid, (ny, nx), not finite outside the domain.

    Returns:
        x, y and f at the places of the bent grid, each (ny, nx); f is nan at the places outside that stay.
    """
    x, y = (np.array(each) for each in np.meshgrid(*axes))
    bent = np.where(np.isfinite(values), values, np.nan)
    rim = np.nonzero(_beside(~np.isfinite(values)) & np.isfinite(values))
    rough = np.isnan(field.gradient(np.stack([x[rim], y[rim]], axis=-1))[..., 0])
    bent[rim[0][rough], rim[1][rough]] = np.nan
    (rows, columns), start, end, share = _ways(field.value, axes, bent)
    if not rows.size:
        return x, y, bent
    cell = np.array([np.ptp(axis) / (len(axis) - 1) for axis in axes])
    away = (1.0 - share) * np.linalg.norm((end - start) / cell, axis=1)
    order = np.lexsort((away, columns, rows))
    first = np.concatenate([[True], np.diff(rows[order] * len(axes[0]) + columns[order]) != 0])
    chosen = order[first]
    points = start[chosen] + np.maximum(share[chosen] - _SHORT, 0.0)[:, None] * (end - start)[chosen]
    place = rows[chosen], columns[chosen]
    x[place], y[place], bent[place] = points[:, 0], points[:, 1], field.value(points)
    return x, y, np.where(np.isfinite(bent), bent, np.nan)


def border_values(value: Callable[[Array], Array], axes: tuple[Array, Array], values: Array) -> Array:
    """What a field with holes takes on at the border of its domain: (k,), without where it grows beyond all bounds.

    Args:
        value: f at points (k, 2).
        axes: increasing x (nx,) and y (ny,).
        values: f at the places of the grid, (ny, nx), not finite outside the domain.
    """
    _, start, end, share = _ways(value, axes, values)
    places = (share * (1.0 - _FIRST), share * (1.0 - _SECOND), share)
    first, second, last = (value(start + place[:, None] * (end - start)) for place in places)
    with np.errstate(invalid="ignore"):
        bounded = (share > _LEAST_SHARE) & ~is_unbounded(first, second, last)
    found: Array = last[bounded]
    return found


def is_unbounded(first: Array, second: Array, last: Array) -> NDArray[np.bool_]:
    """Whether a field seems to grow beyond all bounds, from its values a quarter and a sixteenth of a way before its
    end, and at the end of what is known of it.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        return np.asarray(~(np.abs(last - second) <= _MOST_CHANGE * np.abs(second - first)))


def _ways(
    value: Callable[[Array], Array], axes: tuple[Array, Array], values: Array
) -> tuple[tuple[NDArray[np.intp], NDArray[np.intp]], Array, Array, Array]:
    """From places inside to their neighbours outside: these, (k, 2) starts and ends, and the share that is inside."""
    x, y = np.meshgrid(*axes)
    rows, columns, ends = _neighbours(np.isfinite(values))
    start = np.stack([x[ends], y[ends]], axis=-1)
    end = np.stack([x[rows, columns], y[rows, columns]], axis=-1)
    share = border_crossings(lambda points: np.isfinite(value(points)), start, end)
    return (rows, columns), start, end, share


def _shifts(flags: NDArray[np.bool_]) -> Iterator[tuple[int, int, NDArray[np.bool_]]]:
    """Rows and columns to each of the eight neighbours, and the flags of those; False beyond the grid."""
    ny, nx = flags.shape
    padded = np.pad(flags, 1)
    for down, right in product((-1, 0, 1), repeat=2):
        if down or right:
            yield down, right, padded[1 + down : 1 + down + ny, 1 + right : 1 + right + nx]


def _beside(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which places have a neighbour with a flag."""
    beside: NDArray[np.bool_] = np.logical_or.reduce([there for _, _, there in _shifts(flags)])
    return beside


def _neighbours(
    finite: NDArray[np.bool_],
) -> tuple[NDArray[np.intp], NDArray[np.intp], tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Pairs of neighbours: rows and columns of those outside, and the places of those inside."""
    found = []
    for down, right, there in _shifts(finite):
        rows, columns = np.nonzero(there & ~finite)
        found.append(np.stack([rows, columns, rows + down, columns + right]))
    rows, columns, row_ends, column_ends = np.concatenate(found, axis=1)
    return rows, columns, (row_ends, column_ends)
