"""Critical points, where ∇f = 0: found in a box and classified by the Hessian."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike

from gradanim.calculus.box import Array, as_bounds
from gradanim.calculus.quantiles import quantile
from gradanim.calculus.roots import System, find_roots, unit_seeds

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["CriticalKind", "CriticalPoint", "find_critical_points", "kind_by_eigenvalues", "typical_size"]

_ZERO = 1e-9  # of the typical curvature


class CriticalKind(Enum):
    """What f looks like around a critical point; DEGENERATE where the second derivatives do not tell."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    SADDLE = "saddle"
    DEGENERATE = "degenerate"


class CriticalPoint(Struct, frozen=True, eq=False):
    """A point with ∇f = 0.

    Attributes:
        at: shape (n,), domain coordinates.
        kind: by the signs of the eigenvalues of the Hessian.
        value: f there.
        eigenvalues: of the Hessian, ascending, shape (n,), in units of f per squared unit of the domain.
        isolated: False for an example out of a curve or surface of critical points.
    """

    at: Array
    kind: CriticalKind
    value: float
    eigenvalues: Array
    isolated: bool


def find_critical_points(field: Field, bounds: ArrayLike) -> tuple[CriticalPoint, ...]:
    """The critical points of f in a box, in lexicographic order.

    Levenberg-Marquardt on ∇f from a lattice of starts (1321 in two variables), always the same ones. A point
    counts as found where Newton's method sees less than a millionth of the box to go. Places where f has a
    kink are not critical points here. A curve of critical points is represented by at most eight examples;
    regions where f is constant are left out. A search by starts can miss points whose surroundings are
    smaller than the distance between starts.

    An eigenvalue counts as zero below 1e-9 of the curvature that is typical in the box (both in units of the
    box), or where the uncertainty of the point could make it zero.

    Args:
        field: f in n variables.
        bounds: shape (n, 2).

    Raises:
        ProblemError: ``bounds``, ``bounds_size``.
    """
    box = as_bounds(field, bounds)
    widths = box[:, 1] - box[:, 0]
    seeds = box[:, 0] + unit_seeds(field.n) * widths
    steepness = typical_size(field.gradient(seeds) * widths)
    if steepness == 0:
        return ()
    system = System(
        residual=lambda x: field.gradient(x) * (widths / steepness),
        jacobian=lambda x: field.hessian(x) * (widths[:, None] / steepness),
        low=box[:, 0],
        high=box[:, 1],
        scale=widths,
    )
    roots = find_roots(system, seeds)
    curvature = typical_size(field.hessian(seeds) * np.multiply.outer(widths, widths))
    tolerances = np.maximum(_ZERO, 30 * roots.errors)
    smooth = ~field.nondifferentiable(roots.points)
    found = []
    for i in np.lexsort(roots.points.T[::-1]):
        if smooth[i]:
            x = roots.points[i]
            hessian = _trusted_hessian(field, x, widths)
            kind = kind_by_eigenvalues(hessian * np.multiply.outer(widths, widths), curvature, tolerances[i])
            found.append(
                CriticalPoint(x, kind, float(field.value(x)), _eigenvalues(hessian), bool(roots.isolated[i]))
            )
    return tuple(found)


def _trusted_hessian(field: Field, x: Array, widths: Array) -> Array:
    """The Hessian, unless its formula has lost its digits here, as that of sin(x)/x does beside 0.

    Differences of the gradient over some 1/10 000 of the box stand in for it where two different steps agree
    with each other and not with the formula.
    """
    formula = field.hessian(x)
    wide, narrow = (_differences(field, x, step * widths) for step in (2e-4, 1e-4))
    apart = float(np.abs((formula - narrow) * np.multiply.outer(widths, widths)).max())
    spread = float(np.abs((wide - narrow) * np.multiply.outer(widths, widths)).max())
    size = float(np.abs(formula * np.multiply.outer(widths, widths)).max())
    return narrow if apart > 0.1 * size and spread < 0.01 * apart else formula


def _differences(field: Field, x: Array, steps: Array) -> Array:
    """The symmetric part of central differences of the gradient: (n, n)."""
    sides = np.diag(steps)
    slopes = (field.gradient(x + sides) - field.gradient(x - sides)) / (2 * steps[:, None])
    return 0.5 * (slopes + slopes.T)


def _eigenvalues(hessian: Array) -> Array:
    if not np.isfinite(hessian).all():
        return np.full(len(hessian), np.nan)
    return np.asarray(np.linalg.eigvalsh(hessian), dtype=np.float64)


def typical_size(arrays: Array) -> float:
    """The median size of those of the k arrays (k, …) that are finite and not zero; 0 where there is none."""
    flat = np.abs(arrays.reshape(len(arrays), -1)).max(axis=1)
    usable = flat[np.isfinite(flat) & (flat > 0)]
    return float(quantile(usable, 0.5)) if usable.size else 0.0


def kind_by_eigenvalues(hessian: Array, typical: float, tolerance: float) -> CriticalKind:
    """The kind of a critical point by a symmetric matrix (n, n), whose eigenvalues' signs decide.

    Args:
        hessian: in units of the box, so that its eigenvalues can be compared.
        typical: the size of such matrices elsewhere.
        tolerance: eigenvalues below it, relative to the larger of ``typical`` and this matrix, are zero.
    """
    if not np.isfinite(hessian).all():
        return CriticalKind.DEGENERATE
    eigenvalues = np.linalg.eigvalsh(hessian)
    zero = tolerance * max(typical, float(np.abs(hessian).max(initial=0.0)))
    if eigenvalues.size == 0 or (np.abs(eigenvalues) <= zero).any():
        return CriticalKind.DEGENERATE
    if (eigenvalues > 0).all():
        return CriticalKind.MINIMUM
    return CriticalKind.MAXIMUM if (eigenvalues < 0).all() else CriticalKind.SADDLE
