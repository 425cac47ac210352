"""Points where a field is extreme on a level set of another one, by Lagrange's multiplier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike

from gradanim.calculus.box import Array, as_bounds
from gradanim.calculus.critical import CriticalKind, kind_by_eigenvalues, typical_size
from gradanim.calculus.roots import Roots, System, find_roots, unit_seeds
from gradanim.problems import Problem, ProblemError

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["LagrangePoint", "find_lagrange_points"]

_ZERO = 1e-9  # of the curvature around
_NEWTON_STEPS = 12
_LARGEST_STEP = 0.2  # of the box, towards the constraint
_NEAR = 0.05  # of the box: starts farther than this from the constraint are given up


class LagrangePoint(Struct, frozen=True, eq=False):
    """A point on g = c where ∇f = λ ∇g.

    Attributes:
        at: shape (n,), domain coordinates.
        multiplier: λ, in units of f per unit of g.
        value: f there.
        kind: of f restricted to g = c: MINIMUM, MAXIMUM or SADDLE where the bordered Hessian tells, else
            DEGENERATE.
        isolated: False for an example out of a curve or surface of such points.
    """

    at: Array
    multiplier: float
    value: float
    kind: CriticalKind
    isolated: bool


def find_lagrange_points(
    field: Field, constraint: Field, bounds: ArrayLike, level: float = 0.0
) -> tuple[LagrangePoint, ...]:
    """The points of g = c in a box where f is stationary along g = c, in lexicographic order.

    Solves ∇f = λ∇g together with g = c by Levenberg-Marquardt from a lattice of starts that Newton's method
    has first moved towards g = c. Points where ∇g = 0, at which the level set may have a corner and the
    multiplier is undefined, and kinks of f or g are not looked for. The kind is that of the Hessian of f − λg
    on the tangent space of g = c, which is what the signs of the bordered Hessian say (Nocedal and Wright,
    section 12.5). Limits are as in `find_critical_points`.

    Args:
        field: f in n >= 2 variables.
        constraint: g in the same variables.
        bounds: shape (n, 2).
        level: c, finite.

    Raises:
        ProblemError: ``constraint_variables`` where f and g differ in their variables, ``constraint_one``
            where there is but one, ``bounds``, ``bounds_size``.
        ValueError: where the level is not finite.
    """
    _check(field, constraint, level)
    box = as_bounds(field, bounds)
    problem = _Problem(field, constraint, level, box)
    starts = problem.starts(box[:, 0] + unit_seeds(field.n) * (box[:, 1] - box[:, 0]))
    roots = find_roots(problem.system(), starts) if len(starts) else None
    return () if roots is None else _described(problem, roots)


def _check(field: Field, constraint: Field, level: float) -> None:
    if field.variables != constraint.variables:
        details = {"found": ", ".join(field.variables), "expected": ", ".join(constraint.variables)}
        raise ProblemError(Problem("constraint_variables", details))
    if field.n < 2:
        raise ProblemError(Problem("constraint_one", {"field": field.text}))
    if not np.isfinite(level):
        raise ValueError("a level must be finite")


class _Problem(Struct, frozen=True, eq=False):
    """f, g = c and the box, with the sizes that make the equations comparable."""

    field: Field
    constraint: Field
    level: float
    box: Array

    @property
    def widths(self) -> Array:
        return self.box[:, 1] - self.box[:, 0]

    def starts(self, seeds: Array) -> Array:
        """Points near g = c inside the box with the multipliers that suit them best: (k, n + 1)."""
        x = seeds
        for _ in range(_NEWTON_STEPS):
            slope, step = self.constraint.gradient(x) * self.widths, self.step_to_level(x)
            step = np.clip(np.nan_to_num(step, nan=0.0), -_LARGEST_STEP, _LARGEST_STEP)
            x = np.clip(x + np.nan_to_num(_unit_rows(slope) * step[:, None]) * self.widths, *self.box.T)
        uphill, normal = self.field.gradient(x) * self.widths, self.constraint.gradient(x) * self.widths
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            multipliers = (uphill * normal).sum(axis=1) / (normal**2).sum(axis=1)
            usable = np.isfinite(multipliers) & (np.abs(self.step_to_level(x)) < _NEAR)
        starts: Array = np.column_stack([x, multipliers])[usable]
        return starts

    def step_to_level(self, x: Array) -> Array:
        """The signed length along ∇g of Newton's step towards g = c, in units of the box: (k,)."""
        slope = np.linalg.norm(self.constraint.gradient(x) * self.widths, axis=1)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return np.asarray((self.level - self.constraint.value(x)) / slope)

    def sizes(self) -> tuple[float, float]:
        """How much f and g change across the box, typically."""
        seeds = self.box[:, 0] + unit_seeds(self.field.n) * self.widths
        uphill = typical_size(self.field.gradient(seeds) * self.widths)
        return uphill or 1.0, typical_size(self.constraint.gradient(seeds) * self.widths) or 1.0

    def system(self) -> System:
        """∇f − λ∇g = 0 and g − c = 0 for the unknowns (x, λ)."""
        of_f, of_g = self.sizes()
        row_scale = np.append(self.widths / of_f, 1 / of_g)

        def residual(u: Array) -> Array:
            x, multiplier = u[:, :-1], u[:, -1:]
            balance = self.field.gradient(x) - multiplier * self.constraint.gradient(x)
            return np.asarray(np.column_stack([balance, self.constraint.value(x) - self.level]) * row_scale)

        def jacobian(u: Array) -> Array:
            x, normal = u[:, :-1], self.constraint.gradient(u[:, :-1])
            result = np.zeros((len(u), u.shape[1], u.shape[1]))
            result[:, :-1, :-1] = self.curvature(x, u[:, -1])
            result[:, :-1, -1] = -normal
            result[:, -1, :-1] = normal
            return np.asarray(result * row_scale[:, None])

        low, high = np.append(self.box[:, 0], -np.inf), np.append(self.box[:, 1], np.inf)
        return System(residual, jacobian, low, high, np.append(self.widths, of_f / of_g))

    def curvature(self, x: Array, multiplier: Array) -> Array:
        """The Hessian of f − λg: (k, n) and (k) -> (k, n, n)."""
        return self.field.hessian(x) - multiplier[:, None, None] * self.constraint.hessian(x)

    def kind(self, x: Array, multiplier: float, error: float) -> CriticalKind:
        """By the Hessian of f − λg on the tangent space of g = c, in units of the box."""
        square = np.multiply.outer(self.widths, self.widths)
        hessian = self.curvature(x[None], np.array([multiplier]))[0] * square
        if not np.isfinite(hessian).all():
            return CriticalKind.DEGENERATE
        _, _, directions = np.linalg.svd((self.constraint.gradient(x) * self.widths)[None])
        tangents = directions[1:]
        of_f, of_g = self.field.hessian(x) * square, self.constraint.hessian(x) * square
        around = float(np.abs(of_f).max() + abs(multiplier) * np.abs(of_g).max())
        return kind_by_eigenvalues(tangents @ hessian @ tangents.T, around, max(_ZERO, 30 * error))


def _unit_rows(vectors: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def _described(problem: _Problem, roots: Roots) -> tuple[LagrangePoint, ...]:
    x, multipliers = roots.points[:, :-1], roots.points[:, -1]
    normals = np.abs(problem.constraint.gradient(x) * problem.widths).max(axis=1, initial=0.0)
    regular = normals > 1e-6 * problem.sizes()[1]
    smooth = ~(problem.field.nondifferentiable(x) | problem.constraint.nondifferentiable(x))
    return tuple(
        LagrangePoint(
            x[i],
            float(multipliers[i]),
            float(problem.field.value(x[i])),
            problem.kind(x[i], multipliers[i], roots.errors[i]),
            bool(roots.isolated[i]),
        )
        for i in np.lexsort(x.T[::-1])
        if regular[i] and smooth[i]
    )
