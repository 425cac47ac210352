"""The linear and the quadratic model of a field at a point, and how far they can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike

from gradanim.calculus.box import Array, as_point, format_point
from gradanim.problems import Problem, ProblemError

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["LocalModel", "linear_model", "quadratic_model"]


class LocalModel(Struct, frozen=True, eq=False):
    """The Taylor model of f at a point p: f(p) + ∇f·h, and with a Hessian also + ½ hᵀHh.

    Attributes:
        field: f in n variables.
        at: p, shape (n,).
        value: f(p).
        gradient: ∇f(p), shape (n,).
        hessian: H(p), shape (n, n), or None in a linear model.
    """

    field: Field
    at: Array
    value: float
    gradient: Array
    hessian: Array | None = None

    def __call__(self, points: ArrayLike) -> Array:
        """The model's values at points of the domain: (…, n) -> (…)."""
        return self.value + self.predicted_change(np.asarray(points, dtype=np.float64) - self.at)

    def predicted_change(self, step: ArrayLike) -> Array:
        """What the model says f changes by over the steps h from p: (…, n) -> (…)."""
        h = np.asarray(step, dtype=np.float64)
        change: Array = h @ self.gradient
        if self.hessian is not None:
            change = change + 0.5 * np.einsum("...i,ij,...j->...", h, self.hessian, h)
        return change

    def actual_change(self, step: ArrayLike) -> Array:
        """f(p + h) − f(p): (…, n) -> (…); nan where the step leaves the domain."""
        return self.field.value(self.at + np.asarray(step, dtype=np.float64)) - self.value

    def error(self, step: ArrayLike) -> Array:
        """The actual minus the predicted change: (…, n) -> (…)."""
        return self.actual_change(step) - self.predicted_change(step)


def linear_model(field: Field, point: ArrayLike) -> LocalModel:
    """The tangent line, plane or hyperplane of f at one point, shape (n,).

    Raises:
        ProblemError: ``no_model`` where f has no finite value or gradient there.
    """
    return _model(field, point, with_hessian=False)


def quadratic_model(field: Field, point: ArrayLike) -> LocalModel:
    """The tangent parabola or paraboloid of f at one point, shape (n,).

    Raises:
        ProblemError: ``no_model`` where f has no finite value, gradient or Hessian there.
    """
    return _model(field, point, with_hessian=True)


def _model(field: Field, point: ArrayLike, *, with_hessian: bool) -> LocalModel:
    p = as_point(field, point)
    value, gradient = field.value(p), field.gradient(p)
    hessian = field.hessian(p) if with_hessian else None
    parts = [value, gradient] if hessian is None else [value, gradient, hessian]
    if bool(field.nondifferentiable(p)) or not all(np.isfinite(part).all() for part in parts):
        raise ProblemError(Problem("no_model", {"field": field.text, "at": format_point(p)}))
    return LocalModel(field, p, float(value), gradient, hessian)
