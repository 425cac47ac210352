"""Slopes in chosen directions, and the directions of steepest ascent and descent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gradanim.calculus.box import Array, as_point, require_variables
from gradanim.problems import Problem, ProblemError

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = [
    "along_line",
    "difference_quotient",
    "directional_derivative",
    "gradient_vanishes",
    "slope_by_angle",
    "steepest_ascent",
    "steepest_descent",
    "surface_normal",
    "unit",
    "unit_direction",
    "uphill_tangent",
]

# Sixteen roundings: what the position of a point and the evaluation of ∇f there leave uncertain.
_ROUNDINGS = 16 * np.finfo(np.float64).eps


def unit(vector: ArrayLike) -> Array:
    """The vectors scaled to length 1: (…, n) -> (…, n), without overflow or underflow on the way.

    Raises:
        ProblemError: ``zero_direction`` where a vector has length zero, ``direction_not_finite``.
    """
    v = np.asarray(vector, dtype=np.float64)
    if not np.isfinite(v).all():
        raise ProblemError(Problem("direction_not_finite"))
    largest = np.abs(v).max(axis=-1, keepdims=True)
    if (largest == 0).any():
        raise ProblemError(Problem("zero_direction"))
    # Dividing by a power of two first keeps the squares in range and loses no digit.
    scaled = np.ldexp(v, -np.frexp(largest)[1])
    result: Array = scaled / np.linalg.norm(scaled, axis=-1, keepdims=True)
    return result


def unit_direction(angle: ArrayLike) -> Array:
    """The unit directions of the plane at the angles: (…) -> (…, 2).

    Angles are radians, counter-clockwise from the direction of the first variable.
    """
    a = np.asarray(angle, dtype=np.float64)
    return np.stack([np.cos(a), np.sin(a)], axis=-1)


def directional_derivative(field: Field, point: ArrayLike, direction: ArrayLike) -> Array:
    """D_u f = ∇f · u, with u the unit vector along ``direction``.

    Args:
        field: f in n variables.
        point: where, shape (…, n).
        direction: any vectors but zero, shape (…, n); they broadcast with the points.

    Returns:
        The slopes (…) in units of f per unit of arc length in the domain.

    Raises:
        ProblemError: ``zero_direction``.
    """
    slopes: Array = (field.gradient(point) * unit(direction)).sum(axis=-1)
    return slopes


def along_line(field: Field, point: ArrayLike, direction: ArrayLike, distances: ArrayLike) -> Array:
    """The slice g(h) = f(p + h u) of one point p and one direction, at the distances h: (k) -> (k)."""
    p, h = as_point(field, point), np.asarray(distances, dtype=np.float64)
    return field.value(p + h[..., None] * unit(direction))


def difference_quotient(field: Field, point: ArrayLike, direction: ArrayLike, step: ArrayLike) -> Array:
    """The slopes [f(p + h u) − f(p)] / h of the secants, whose limit for h → 0 is D_u f.

    Args:
        field: f in n variables.
        point: p, shape (n,).
        direction: any vector but zero, shape (n,); u is the unit vector along it.
        step: the lengths h, shape (…), in domain units; negative ones look backwards.

    Raises:
        ProblemError: ``zero_direction``.
        ValueError: where a step is zero.
    """
    h = np.asarray(step, dtype=np.float64)
    if (h == 0).any():
        raise ValueError("a difference quotient needs steps other than zero")
    quotients: Array = (along_line(field, point, direction, h) - field.value(as_point(field, point))) / h
    return quotients


def slope_by_angle(field: Field, point: ArrayLike, angles: ArrayLike) -> Array:
    """D_u f at one point for the unit directions at the angles (radians): (k) -> (k).

    Raises:
        ProblemError: ``variable_count`` where f has not two variables.
    """
    require_variables(field, 2, "a slope by angle")
    slopes: Array = unit_direction(angles) @ field.gradient(as_point(field, point))
    return slopes


def gradient_vanishes(field: Field, points: ArrayLike, scale: float = 1.0) -> NDArray[np.bool_]:
    """Where ∇f cannot be told from zero in double precision: (…, n) -> (…).

    A point is known to some roundings of the larger of its coordinates and ``scale`` (a length that is
    ordinary in the domain). The gradient changes over that distance by about H times it, H being the largest
    second derivative; a gradient no larger than that for sixteen roundings counts as zero. So x² has no
    steepest ascent at x = 1e-17, while 1e-30·x has one everywhere. Where H is not finite, only an exact
    zero counts. False where the gradient is nan.
    """
    p = np.asarray(points, dtype=np.float64)
    # Largest components, not lengths: the squares of tiny and huge numbers would leave the range.
    largest = np.abs(field.gradient(p)).max(axis=-1)
    curvature = np.abs(field.hessian(p)).max(axis=(-2, -1))
    with np.errstate(invalid="ignore", over="ignore"):
        threshold = _ROUNDINGS * curvature * np.maximum(np.abs(p).max(axis=-1), scale)
    vanishing: NDArray[np.bool_] = largest <= np.where(np.isfinite(threshold), threshold, 0.0)
    return vanishing


def steepest_ascent(field: Field, point: ArrayLike, scale: float = 1.0) -> Array | None:
    """The unit direction in which f rises fastest at one point, shape (n,).

    None where the gradient vanishes (see `gradient_vanishes`), is not finite, or does not exist because f
    has a kink.
    """
    p = as_point(field, point)
    gradient = field.gradient(p)
    if not np.isfinite(gradient).all() or bool(field.nondifferentiable(p)):
        return None
    return None if bool(gradient_vanishes(field, p, scale)) else unit(gradient)


def steepest_descent(field: Field, point: ArrayLike, scale: float = 1.0) -> Array | None:
    """The unit direction in which f falls fastest at one point, shape (n,); None as in `steepest_ascent`."""
    uphill = steepest_ascent(field, point, scale)
    return None if uphill is None else -uphill


def surface_normal(field: Field, points: ArrayLike) -> Array:
    """∇(z − f) = (−f_x, −f_y, 1), normal to the graph z = f: (…, n) -> (…, n + 1), not of unit length."""
    gradient = field.gradient(points)
    return np.concatenate([-gradient, np.ones_like(gradient[..., :1])], axis=-1)


def uphill_tangent(field: Field, points: ArrayLike) -> Array:
    """(f_x, f_y, ‖∇f‖²), tangent to the graph z = f above the gradient: (…, n) -> (…, n + 1)."""
    gradient = field.gradient(points)
    return np.concatenate([gradient, (gradient**2).sum(axis=-1, keepdims=True)], axis=-1)
