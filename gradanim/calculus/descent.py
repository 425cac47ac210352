"""Iterative descent: the trajectory that a step rule takes down a field, and why it stopped."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field
from numpy.typing import ArrayLike

from gradanim.calculus.box import Array, as_bounds, as_point, format_point, inside
from gradanim.calculus.lengths import length_of, lengths
from gradanim.calculus.step_base import Iterate, StepRule
from gradanim.problems import Problem, ProblemError

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["GROWTH_LIMIT", "StopReason", "Trajectory", "descend"]

GROWTH_LIMIT = 1e6
"""How far f may rise, over max(1, |f(x₀)|), or x move, over max(1, ‖x₀‖), before a descent has diverged."""


class StopReason(Enum):
    """Why a descent stopped."""

    CONVERGED = "converged"
    MAX_STEPS = "max_steps"
    DIVERGED = "diverged"
    LEFT_DOMAIN = "left_domain"
    STALLED = "stalled"


class Trajectory(Struct, frozen=True, eq=False):
    """The iterates x_0 … x_k of a descent.

    Attributes:
        points: shape (k + 1, n), all finite. A descent that left the domain or diverged ends with the
            iterate that did so, unless its coordinates overflowed.
        values: f at the points, shape (k + 1,); the last one is nan where f is undefined there.
        gradients: ∇f at the points, shape (k + 1, n).
        norms: ‖∇f‖ at the points, shape (k + 1,).
        step_vectors: x_{i+1} − x_i as the rule gave them, shape (k, n).
        stop_reason: see `descend`.
        message: one sentence that says why it stopped, with its numbers.
    """

    points: Array
    values: Array
    gradients: Array
    norms: Array
    step_vectors: Array
    stop_reason: StopReason
    message: str

    @property
    def steps(self) -> int:
        """k, the number of steps taken."""
        return len(self.step_vectors)


class _Record(Struct, eq=False):
    """The growing lists of one run."""

    here: list[Iterate]
    steps: list[Array] = field(default_factory=list)

    def finish(self, reason: StopReason, message: str) -> Trajectory:
        n = len(self.here[0].point)
        gradients = np.array([iterate.gradient for iterate in self.here])
        return Trajectory(
            points=np.array([iterate.point for iterate in self.here]),
            values=np.array([iterate.value for iterate in self.here]),
            gradients=gradients,
            norms=lengths(gradients),
            step_vectors=np.array(self.steps).reshape(len(self.steps), n),
            stop_reason=reason,
            message=message,
        )


def descend(
    field: Field,
    start: ArrayLike,
    rule: StepRule,
    max_steps: int = 100,
    bounds: ArrayLike | None = None,
    tolerance: float = 1e-6,
) -> Trajectory:
    """Step down f from ``start`` by a rule until it converges or something ends it.

    After every step, in this order:

    - DIVERGED: a coordinate or the value overflowed, f rose by more than `GROWTH_LIMIT`·max(1, |f(x₀)|), the
      iterate is farther than `GROWTH_LIMIT`·max(1, ‖x₀‖) from the start, or it left the bounds at a value
      above f(x₀): it climbs away from any minimum.
    - LEFT_DOMAIN: f or ∇f is nan at the iterate, the rule needed f where it has no value, or the iterate
      left the bounds.
    - CONVERGED: ‖∇f‖ ≤ ``tolerance``.
    - STALLED: the step no longer changes the iterate, or no step along the rule's direction lowers f.
    - MAX_STEPS: as many steps as allowed.

    Args:
        field: f in n variables.
        start: x₀, shape (n,), inside the bounds.
        rule: see `gradanim.calculus.step_rules`.
        max_steps: at most this many steps.
        bounds: shape (n, 2), or None for no bounds.
        tolerance: in units of f per unit of the domain.

    Raises:
        ProblemError: ``point_size``, ``bounds``, ``start_outside`` where f or ∇f is not finite at the start,
            ``start_out_of_bounds``.
        ValueError: where ``max_steps`` or ``tolerance`` is negative.
    """
    if max_steps < 0 or tolerance < 0:
        raise ValueError("max_steps and tolerance must not be negative")
    box = None if bounds is None else as_bounds(field, bounds)
    # A run that diverges overflows; that is an outcome here and nothing to warn of.
    with np.errstate(over="ignore", invalid="ignore", under="ignore", divide="ignore"):
        record = _Record([_first(field, start, box)])
        memory = rule.start(field.n)
        ended = _settled(record, tolerance)
        while ended is None and len(record.steps) < max_steps:
            step, memory = rule.step(field, record.here[-1], memory)
            ended = _take(field, record, step, box) or _settled(record, tolerance)
        return record.finish(*(ended or _exhausted(record)))


def _first(field: Field, start: ArrayLike, box: Array | None) -> Iterate:
    x = as_point(field, start)
    if box is not None and not inside(x, box):
        raise ProblemError(Problem("start_out_of_bounds", {"at": format_point(x)}))
    value, gradient = float(field.value(x)), field.gradient(x)
    if not (np.isfinite(value) and np.isfinite(gradient).all()):
        raise ProblemError(Problem("start_outside", {"field": field.text, "at": format_point(x)}))
    return Iterate(0, x, value, gradient)


def _take(field: Field, record: _Record, step: Array, box: Array | None) -> tuple[StopReason, str] | None:
    """Take the step and put it on record; the reason to stop where it must not go on."""
    last = record.here[-1]
    if np.isnan(step).any() and np.isfinite(last.gradient).all():
        return StopReason.LEFT_DOMAIN, f"after {_steps(record)} the rule needs f where it has no derivatives"
    x = last.point + step
    if not np.isfinite(x).all():
        return StopReason.DIVERGED, f"diverged: the coordinates overflow after {_steps(record)}"
    if np.array_equal(x, last.point):
        return StopReason.STALLED, f"stalled after {_steps(record)}: no further step lowers f"
    record.here.append(Iterate(last.index + 1, x, float(field.value(x)), field.gradient(x)))
    record.steps.append(step)
    return _diverged(record, box) or _left(record, box)


def _diverged(record: _Record, box: Array | None) -> tuple[StopReason, str] | None:
    first, last = record.here[0], record.here[-1]
    rise = last.value - first.value
    moved = float(np.linalg.norm(last.point - first.point))
    grown = f"diverged: f went from {first.value:.4g} to {last.value:.4g} in {_steps(record)}"
    if np.isinf(last.value) or rise > GROWTH_LIMIT * max(1.0, abs(first.value)):
        return StopReason.DIVERGED, grown
    if moved > GROWTH_LIMIT * max(1.0, float(np.linalg.norm(first.point))):
        return StopReason.DIVERGED, f"diverged: the iterate ran off to {format_point(last.point)}"
    if box is not None and not inside(last.point, box) and rise > 0:
        return StopReason.DIVERGED, f"{grown} and left the domain"
    return None


def _left(record: _Record, box: Array | None) -> tuple[StopReason, str] | None:
    last = record.here[-1]
    if not (np.isfinite(last.value) and np.isfinite(last.gradient).all()):
        message = f"left the domain: f has no value or gradient at {format_point(last.point)}"
        return StopReason.LEFT_DOMAIN, message
    if box is not None and not inside(last.point, box):
        message = f"left the domain at {format_point(last.point)} after {_steps(record)}"
        return StopReason.LEFT_DOMAIN, message
    return None


def _settled(record: _Record, tolerance: float) -> tuple[StopReason, str] | None:
    norm = length_of(record.here[-1].gradient)
    if norm > tolerance:
        return None
    return StopReason.CONVERGED, f"converged after {_steps(record)}: ‖∇f‖ = {norm:.3g}"


def _exhausted(record: _Record) -> tuple[StopReason, str]:
    norm = length_of(record.here[-1].gradient)
    message = f"stopped after {_steps(record)}, the most allowed, with ‖∇f‖ = {norm:.3g}"
    return StopReason.MAX_STEPS, message


def _steps(record: _Record) -> str:
    count = len(record.steps)
    return f"{count} step" if count == 1 else f"{count} steps"
