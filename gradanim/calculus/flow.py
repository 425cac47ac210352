"""Gradient flow: the solutions of r' = ∇f or r' = −∇f, by scipy's solver."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from gradanim.calculus.box import Array, as_bounds, as_point, format_point, grid_axes, grid_points, inside
from gradanim.calculus.critical import typical_size
from gradanim.problems import Problem, ProblemError

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["Flow", "FlowStop", "gradient_flow"]

_VANISHED = 1e-8  # of the typical gradient in the box
_CROSSINGS = 1e6  # times in which the typical gradient would cross the box: as good as for ever


class FlowStop(Enum):
    """Why a gradient flow ended."""

    DURATION = "duration"
    LENGTH = "length"
    BORDER = "border"
    CRITICAL = "critical"
    DOMAIN = "domain"


@dataclass(frozen=True, eq=False)
class Flow:
    """A gradient flow from one point.

    Attributes:
        times: of the solver's steps, from 0, shape (k,), in squared domain units per unit of f.
        points: shape (k, n).
        lengths: arc length from the start, shape (k,), in domain units.
        stop: DURATION over; LENGTH gone; BORDER of the box; CRITICAL, where ‖∇f‖ has fallen below 1e-8 of
            what is typical in the box; DOMAIN, the edge of f's domain or where the solver cannot go on.
        solution: time (m,) -> coordinates and arc length (n + 1, m), for times in [0, times[-1]].
    """

    times: Array
    points: Array
    lengths: Array
    stop: FlowStop
    solution: Callable[[Array], Array]

    def at(self, times: ArrayLike) -> Array:
        """The points at given times: (m) -> (m, n); before and after the flow it rests at its ends."""
        t = np.clip(np.atleast_1d(np.asarray(times, dtype=np.float64)), 0.0, self.times[-1])
        points: Array = self.solution(t)[:-1].T
        return points

    def at_lengths(self, lengths: ArrayLike) -> Array:
        """The points at given arc lengths from the start: (m) -> (m, n), by bisection of the time."""
        wanted = np.clip(np.atleast_1d(np.asarray(lengths, dtype=np.float64)), 0.0, self.lengths[-1])
        step = np.clip(np.searchsorted(self.lengths, wanted, side="left"), 1, max(len(self.times) - 1, 1))
        low, high = self.times[step - 1], self.times[np.minimum(step, len(self.times) - 1)]
        for _ in range(60):
            middle = 0.5 * (low + high)
            short = self.solution(middle)[-1] < wanted
            low, high = np.where(short, middle, low), np.where(short, high, middle)
        return self.at(high)


def gradient_flow(
    field: Field,
    start: ArrayLike,
    bounds: ArrayLike,
    *,
    uphill: bool = False,
    length: float | None = None,
    duration: float | None = None,
) -> Flow:
    """Follow −∇f from a point, or ∇f, with its speed: r'(t) = ∓∇f(r(t)).

    Solved by LSODA, which turns to stiff methods in narrow valleys, with relative tolerance 1e-9.

    Args:
        field: f in n variables.
        start: shape (n,), inside the bounds.
        bounds: shape (n, 2).
        uphill: flow along ∇f rather than −∇f.
        length: stop after this arc length, in domain units; None for no limit.
        duration: stop after this time; None for no limit.

    Raises:
        ProblemError: ``bounds``, ``point_size``, ``start_out_of_bounds``, ``start_outside`` where f or ∇f is
            not finite at the start.
        ValueError: where ``length`` or ``duration`` is not positive.
    """
    if (length is not None and not length > 0) or (duration is not None and not duration > 0):
        raise ValueError("length and duration must be positive")
    box, x = as_bounds(field, bounds), as_point(field, start)
    if not inside(x, box):
        raise ProblemError(Problem("start_out_of_bounds", {"at": format_point(x)}))
    if not np.isfinite(field.gradient(x)).all():
        raise ProblemError(Problem("start_outside", {"field": field.text, "at": format_point(x)}))
    widths = box[:, 1] - box[:, 0]
    steepness = typical_size(field.gradient(grid_points(grid_axes(box, 9 if field.n < 4 else 2)).reshape(-1, field.n)))
    equation = _Equation(field, box, 1.0 if uphill else -1.0, _VANISHED * steepness)
    if np.linalg.norm(field.gradient(x)) <= equation.vanished or (length is None and steepness == 0):
        return _at_rest(x)
    horizon = _CROSSINGS * float(widths.max()) / steepness if duration is None else duration
    return _solved(equation, x, (horizon, np.inf if length is None else length))


def _at_rest(x: Array) -> Flow:
    state = np.append(x, 0.0)
    return Flow(
        np.zeros(1), x[None], np.zeros(1), FlowStop.CRITICAL, lambda t: np.repeat(state[:, None], np.size(t), axis=1)
    )
