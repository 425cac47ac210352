"""Level curves f(x, y) = c over a box, and the choice of levels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike, NDArray

from gradanim.calculus.borders import reach_border
from gradanim.calculus.box import Array, as_bounds, grid_axes, grid_points, require_variables
from gradanim.calculus.level_polish import polish_to_level
from gradanim.calculus.quantiles import quantile

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["LevelCurve", "level_curves", "level_tangent", "nice_levels"]

_NICE_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_CHOICE_RESOLUTION = 65  # grid points along each axis, for the choice of levels only


class LevelCurve(Struct, frozen=True, eq=False):
    """One connected piece of a level set f = c in the plane, as a polyline.

    It runs along `level_tangent`: higher ground is on its right.

    Attributes:
        level: c.
        points: shape (k, 2), k >= 2, each on the level; a closed curve ends with its first point.
        closed: whether it is a closed curve.
        start: index of the point that was asked for, where one was; else 0.
    """

    level: float
    points: Array
    closed: bool
    start: int = 0


def level_tangent(field: Field, points: ArrayLike) -> Array:
    """The unit tangents of the level curves, ∇f turned counter-clockwise by a right angle: (…, 2) -> (…, 2).

    (−f_y, f_x) / ‖∇f‖: a bowl's level curves are walked counter-clockwise. nan where the gradient is zero or
    nan.
    """
    g = field.gradient(points)
    turned = np.stack([-g[..., 1], g[..., 0]], axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        turned = turned / np.abs(turned).max(axis=-1, keepdims=True)
        tangent: Array = turned / np.linalg.norm(turned, axis=-1, keepdims=True)
    return tangent


def level_curves(
    field: Field, levels: Sequence[float], bounds: ArrayLike, resolution: int | Sequence[int] = 200
) -> list[LevelCurve]:
    """The level curves of f in a box, in the order of the levels.

    They are traced on a grid by contourpy and then moved onto the level by Newton's method. Places where f
    jumps or has a pole are no level curves: what the grid shows there is cut out. Where the domain of f ends, a
    curve ends about a hundredth of a cell from its border. Pieces of a curve that are smaller than a cell of the
    grid can be missed.

    Args:
        field: f in two variables; holes in its domain (nan) and infinite values are left out.
        levels: finite numbers.
        bounds: shape (2, 2).
        resolution: grid points along each axis.

    Raises:
        ProblemError: ``variable_count``, ``bounds``.
        ValueError: where a level is not finite or the resolution is below 2.
    """
    from contourpy import LineType, contour_generator

    require_variables(field, 2, "a level curve")
    box = as_bounds(field, bounds)
    if not np.isfinite(levels).all():
        raise ValueError("levels must be finite")
    x, y = grid_axes(box, resolution)
    values = field.value(grid_points([x, y])).T
    places = (x, y, values) if np.isfinite(values).all() else reach_border(field, (x, y), values)
    tracer = contour_generator(
        *places[:2], np.ma.masked_invalid(places[2]), corner_mask=True, line_type=LineType.Separate
    )
    traced = [(float(c), np.asarray(line)) for c in levels for line in tracer.lines(float(c))]
    if not traced:
        return []
    cell = np.array([x[1] - x[0], y[1] - y[0]])
    polished = _polish_all(field, traced, cell, box)
    return [curve for c, line, keep in polished for curve in _pieces(field, c, line, keep, cell)]


def _polish_all(
    field: Field, traced: Sequence[tuple[float, Array]], cell: Array, box: Array
) -> Iterator[tuple[float, Array, NDArray[np.bool_]]]:
    """Polish every line in one batch: much faster than one by one."""
    lengths = [len(line) for _, line in traced]
    levels = np.repeat([c for c, _ in traced], lengths)
    points, on_level = polish_to_level(field, np.concatenate([line for _, line in traced]), levels, cell, box)
    cuts = np.cumsum(lengths)[:-1]
    for (c, _), line, keep in zip(traced, np.split(points, cuts), np.split(on_level, cuts), strict=True):
        yield c, line, keep


def _pieces(
    field: Field, level: float, line: Array, keep: NDArray[np.bool_], cell: Array
) -> Iterator[LevelCurve]:
    """The stretches of a line whose points are on the level, without repeated points, oriented."""
    closed = len(line) > 3 and bool((line[0] == line[-1]).all())
    if closed and not keep.all():
        # Begin behind a gap, so that no stretch is cut in two by the seam.
        first = int(np.flatnonzero(~keep[:-1])[0])
        line, keep = np.roll(line[:-1], -first, axis=0), np.roll(keep[:-1], -first)
        closed = False
    for stretch in _runs(keep):
        points = _without_repeats(line[stretch], cell)
        if len(points) >= (4 if closed else 2):
            yield LevelCurve(level, _oriented(field, points), closed)


def _runs(keep: NDArray[np.bool_]) -> list[slice]:
    """The runs of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], keep, [False]]).astype(np.int8)))
    return [slice(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _without_repeats(points: Array, cell: Array) -> Array:
    if len(points) < 2:
        return points
    moved = np.linalg.norm(np.diff(points, axis=0) / cell, axis=1) > 1e-9
    # The last point is kept and its neighbour dropped, so that a closed curve stays closed.
    kept: Array = points[np.concatenate([moved, [True]])]
    return kept


def _oriented(field: Field, points: Array) -> Array:
    tangents = level_tangent(field, 0.5 * (points[1:] + points[:-1]))
    along = np.nansum(tangents * np.diff(points, axis=0))
    return points[::-1].copy() if along < 0 else points


def nice_levels(field: Field, bounds: ArrayLike, count: int = 10, spacing: str = "even") -> tuple[float, ...]:
    """About ``count`` levels that suit f in a box, ascending; none where f is constant or undefined there.

    f is sampled on a grid of 65 x 65 points. Where its range is more than four times the range of the middle
    96 % of the values, these alone count, so that a pole or a cliff does not draw all levels to itself.

    Args:
        field: f in two variables.
        bounds: shape (2, 2).
        count: at least 1.
        spacing: ``even`` gives multiples of 1, 2, 2.5 or 5 times a power of ten, as near to ``count`` of them
            as there are, so that close level curves mean steep ground. ``area`` gives levels with about the
            same area between them, rounded to two digits each; fewer where that makes some equal.

    Raises:
        ProblemError: ``variable_count``, ``bounds``.
        ValueError: where ``count`` is below 1 or ``spacing`` is neither.
    """
    require_variables(field, 2, "a choice of levels")
    if count < 1 or spacing not in ("even", "area"):
        raise ValueError(f"cannot choose {count} levels with spacing {spacing!r}")
    values = field.value(grid_points(grid_axes(as_bounds(field, bounds), _CHOICE_RESOLUTION)))
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return ()
    low, high = _range(finite)
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        return ()
    if spacing == "area":
        wanted = quantile(finite, (np.arange(count) + 0.5) / count)
        wanted[np.abs(wanted) < 1e-6 * (high - low)] = 0.0
        return _decimals(sorted({float(f"{v:.2g}") for v in wanted}))
    magnitude = 10.0 ** np.floor(np.log10((high - low) / count))
    steps = [float(magnitude * nice) for nice in _NICE_STEPS]
    # At the lowest and the highest value itself there is no curve, or but a point.
    low, high = low + 1e-9 * (high - low), high - 1e-9 * (high - low)
    choices = [np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step for step in steps]
    nearest: Array = min(choices, key=lambda choice: (abs(choice.size - count), choice.size))
    return _decimals(nearest)


def _range(values: Array) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    near_low, near_high = (float(v) for v in quantile(values, [0.02, 0.98]))
    return (near_low, near_high) if high - low > 4 * (near_high - near_low) > 0 else (low, high)


def _decimals(levels: Iterable[float] | Array) -> tuple[float, ...]:
    """The levels as the decimal numbers that they are meant to be; adding zero turns −0 into 0."""
    return tuple(float(f"{level:.12g}") + 0.0 for level in levels)
