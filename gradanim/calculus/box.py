"""Points, boxes of the domain and grids inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gradanim.problems import Problem, ProblemError

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = [
    "Array",
    "as_bounds",
    "as_point",
    "format_point",
    "grid_axes",
    "grid_points",
    "inside",
    "require_variables",
]

Array: TypeAlias = NDArray[np.float64]


def as_point(field: Field, point: ArrayLike) -> Array:
    """One point of the domain as a new float64 array of shape (n,).

    Raises:
        ProblemError: ``point_size`` where the number of coordinates is not n, ``point_not_finite``.
    """
    coordinates = np.array(point, dtype=np.float64)
    if coordinates.shape != (field.n,):
        names = ", ".join(field.variables)
        raise ProblemError(
            Problem("point_size", {"found": coordinates.size, "expected": field.n, "variables": names})
        )
    if not np.isfinite(coordinates).all():
        raise ProblemError(Problem("point_not_finite", {"found": format_point(coordinates)}))
    return coordinates


def as_bounds(field: Field, bounds: ArrayLike) -> Array:
    """A box as an array of shape (n, 2): the lower and the upper end along each variable.

    Raises:
        ProblemError: ``bounds`` for each variable whose ends are missing, not finite or not in order.
    """
    box = np.array(bounds, dtype=np.float64)
    if box.shape != (field.n, 2):
        names = ", ".join(field.variables)
        raise ProblemError(Problem("bounds_size", {"expected": field.n, "variables": names}))
    problems = [
        Problem("bounds", {"variable": name, "found": f"[{low:.6g}, {high:.6g}]"})
        for name, (low, high) in zip(field.variables, box, strict=True)
        if not (np.isfinite(low) and np.isfinite(high) and low < high)
    ]
    if problems:
        raise ProblemError(problems)
    return box


def require_variables(field: Field, count: int, subject: str) -> None:
    """Refuse a field that has not ``count`` variables; ``subject`` names what was asked for.

    Raises:
        ProblemError: ``variable_count``.
    """
    if field.n != count:
        details = {"subject": subject, "expected": count, "found": field.n, "field": field.text}
        raise ProblemError(Problem("variable_count", details))


def inside(points: Array, box: Array) -> NDArray[np.bool_]:
    """Which points (…, n) lie in the closed box (n, 2); nan is outside."""
    return np.asarray(((points >= box[:, 0]) & (points <= box[:, 1])).all(axis=-1))


def grid_axes(box: Array, resolution: int | Sequence[int]) -> list[Array]:
    """The coordinates of a regular grid along each axis, both ends included.

    Args:
        box: shape (n, 2).
        resolution: number of grid points along every axis, or one number per axis; at least 2.

    Raises:
        ValueError: where a resolution is below 2 or their number is not n.
    """
    counts = [resolution] * len(box) if isinstance(resolution, int) else list(resolution)
    if len(counts) != len(box) or min(counts) < 2:
        raise ValueError(f"a grid of {len(box)} axes needs resolutions of at least 2, not {resolution}")
    return [np.linspace(low, high, count) for (low, high), count in zip(box, counts, strict=True)]


def grid_points(axes: Sequence[Array]) -> Array:
    """The points of the grid, first axis slowest: shape (n1, n2, …, n)."""
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)


def format_point(point: ArrayLike) -> str:
    """A point as people write it, zero without a sign: ``(2, 0)``."""
    return "(" + ", ".join(f"{x + 0.0:.6g}" for x in np.atleast_1d(np.asarray(point, dtype=np.float64))) + ")"
