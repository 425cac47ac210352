"""Step rules that look along a direction before they step: backtracking, exact line search, Newton."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from gradanim.calculus.box import Array
from gradanim.calculus.step_base import Iterate, Memory, Parameters, parameter

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["Backtracking", "ExactLineSearch", "Newton"]

_HALVINGS = 60  # 2^-60 of a step no longer moves a double
_DOUBLINGS = 60
_REFINEMENTS = 200


@dataclass(frozen=True)
class Backtracking(Parameters):
    """Armijo's rule: the largest α in {α₀, βα₀, β²α₀, …} with f(x − αg) ≤ f(x) − c α ‖g‖².

    α₀ is ``step_size``, β is ``shrink``, c is ``decrease``. Where even α₀·2⁻⁶⁰ does not lower f enough, the
    step is zero and the descent stalls. Source: Armijo 1966; Nocedal and Wright, algorithm 3.1.
    """

    name: ClassVar[str] = "backtracking"
    step_size: float = parameter(1.0, "positive")
    shrink: float = parameter(0.5, "open_fraction")
    decrease: float = parameter(1e-4, "open_fraction")

    def step(self, field: Field, here: Iterate, memory: Memory) -> tuple[Array, Memory]:
        """See `StepRule.step`."""
        trial = _armijo(field, here, -self.step_size * here.gradient, (self.shrink, self.decrease))
        return trial, memory


@dataclass(frozen=True)
class ExactLineSearch(Parameters):
    """Steepest descent to a minimum of φ(α) = f(x − αg), where φ'(α) = −∇f(x − αg)·g = 0.

    The search starts at α = g·g / gᵀHg, the answer for a quadratic, or at ``step_size`` where the curvature
    along g is not positive; it doubles α until φ' is no longer negative and closes in on the sign change. The
    edge of f's domain counts as such a change. Where φ falls for ever, the last of 60 doublings is taken.
    """

    name: ClassVar[str] = "exact"
    step_size: float = parameter(0.1, "positive")

    def step(self, field: Field, here: Iterate, memory: Memory) -> tuple[Array, Memory]:
        """See `StepRule.step`."""
        g = here.gradient
        curvature = float(g @ field.hessian(here.point) @ g)
        low, high = 0.0, float(g @ g) / curvature if curvature > 0 else self.step_size
        for _ in range(_DOUBLINGS):
            slope = _slope(field, here, high)
            if abs(slope) <= 1e-14 * float(g @ g):
                return -high * g, memory
            if not slope < 0:
                return -_sign_change(field, here, low, high) * g, memory
            low, high = high, 2 * high
        return -low * g, memory


@dataclass(frozen=True)
class Newton(Parameters):
    """Newton's method, made safe: step = −α |H|⁻¹ g.

    |H| is the Hessian with its eigenvalues λ replaced by max(|λ|, 1e-8·max|λ|), so that every step points
    downhill; where H is positive definite that is Newton's own step −H⁻¹g. Where H is zero the step is −α g.
    With ``damped`` the step is halved until f decreases as in Armijo's rule with c = 1e-4, which a
    quadratic bowl accepts at full length. Source: Nocedal and Wright, section 3.4 (eigenvalue modification);
    absolute values after Dauphin et al. 2014.
    """

    name: ClassVar[str] = "newton"
    step_size: float = parameter(1.0, "positive")
    damped: bool = True

    def step(self, field: Field, here: Iterate, memory: Memory) -> tuple[Array, Memory]:
        """See `StepRule.step`."""
        hessian = field.hessian(here.point)
        if not np.isfinite(hessian).all():
            return np.full_like(here.gradient, np.nan), memory
        values, vectors = np.linalg.eigh(hessian)
        sizes = np.abs(values)
        largest = sizes.max()
        sizes = np.maximum(sizes, 1e-8 * largest) if largest > 0 else np.ones_like(sizes)
        full = -self.step_size * (vectors @ ((vectors.T @ here.gradient) / sizes))
        return (_armijo(field, here, full, (0.5, 1e-4)) if self.damped else full), memory


def _armijo(field: Field, here: Iterate, step: Array, constants: tuple[float, float]) -> Array:
    """The step, shrunk until f falls by ``decrease`` of what the slope promises; zero if it never does."""
    shrink, decrease = constants
    promised = float(here.gradient @ step)
    factor = 1.0
    while factor >= 2.0**-_HALVINGS:
        # A nan, outside the domain, compares false and is shrunk as well.
        if field.value(here.point + factor * step) <= here.value + decrease * factor * promised:
            return factor * step
        factor *= shrink
    return np.zeros_like(step)


def _slope(field: Field, here: Iterate, step_size: float) -> float:
    """φ'(α); nan outside the domain."""
    return -float(field.gradient(here.point - step_size * here.gradient) @ here.gradient)


def _sign_change(field: Field, here: Iterate, low: float, high: float) -> float:
    """α in [low, high] where φ' turns from negative to not negative, by the Illinois method.

    Illinois is false position that halves the weight of an end which stays twice: safe like bisection, faster
    than linear. Source: Dowell and Jarratt 1971. Where φ' is nan at the upper end it bisects.
    """
    below, above = _slope(field, here, low), _slope(field, here, high)
    moved_low: bool | None = None
    for _ in range(_REFINEMENTS):
        middle = high - above * (high - low) / (above - below) if np.isfinite(above) else 0.5 * (low + high)
        if not low < middle < high:
            break
        slope = _slope(field, here, middle)
        if slope < 0:
            low, below = middle, slope
            above *= 0.5 if moved_low is True else 1.0
        else:
            high, above = middle, slope
            below *= 0.5 if moved_low is False else 1.0
        moved_low = slope < 0
    # The upper end may lie outside the domain (nan compares false); the lower one never does.
    return high if abs(above) <= abs(below) else low
