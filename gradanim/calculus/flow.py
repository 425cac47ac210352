"""Gradient flow: the solutions of r' = ∇f or r' = −∇f, by scipy's solver."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike

from gradanim.calculus.box import Array, as_bounds, as_point, format_point, grid_axes, grid_points, inside
from gradanim.calculus.critical import typical_size
from gradanim.problems import Problem, ProblemError

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["Flow", "FlowStop", "gradient_flow"]

_VANISHED = 1e-8  # of the typical gradient in the box
_MOST_STEPS = 5000
_RECENT_STEPS = 200
_CRAWL = 1e-6  # of the time in which the typical gradient crosses the box
_CROSSINGS = 1e6  # times in which the typical gradient would cross the box: as good as for ever


class FlowStop(Enum):
    """Why a gradient flow ended."""

    DURATION = "duration"
    LENGTH = "length"
    BORDER = "border"
    CRITICAL = "critical"
    DOMAIN = "domain"
    STUCK = "stuck"


class Flow(Struct, frozen=True, eq=False):
    """A gradient flow from one point.

    Attributes:
        times: of the solver's steps, from 0, shape (k,), in squared domain units per unit of f.
        points: shape (k, n).
        lengths: arc length from the start, shape (k,), in domain units.
        stop: DURATION over; LENGTH gone; BORDER of the box; CRITICAL, where ‖∇f‖ has fallen below 1e-8 of
            what is typical in the box or takes for ever to do so; DOMAIN, the edge of f's domain; STUCK, where
            the solver makes no more progress, as on a kink that the flow slides along.
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

    Solved by LSODA, which turns to stiff methods in narrow valleys, with relative tolerance 1e-8.

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
    seeds = grid_points(grid_axes(box, 9 if field.n < 4 else 2)).reshape(-1, field.n)
    steepness = max(typical_size(field.gradient(seeds)), 1e-8 * float(np.abs(field.gradient(x)).max()))
    equation = _Equation(field, box, 1.0 if uphill else -1.0, _VANISHED * steepness)
    if np.linalg.norm(field.gradient(x)) <= equation.vanished:
        return _at_rest(x)
    limits = (np.inf if length is None else length, np.inf if duration is None else duration)
    return _solved(equation, x, limits)


class _Equation(Struct, frozen=True, eq=False):
    """The flow in a time in which a typical gradient crosses the box once; the last unknown is arc length."""

    field: Field
    box: Array
    sign: float
    vanished: float

    @property
    def widths(self) -> Array:
        return self.box[:, 1] - self.box[:, 0]

    @property
    def unit_of_time(self) -> float:
        return float(self.widths.max()) / (self.vanished / _VANISHED)

    def rate(self, _: float, state: Array) -> Array:
        """The right hand side; zero outside the domain, where an event ends the flow."""
        gradient = self.field.gradient(state[:-1])
        if not np.isfinite(gradient).all():
            return np.zeros_like(state)
        rate: Array = self.unit_of_time * np.append(self.sign * gradient, np.linalg.norm(gradient))
        return rate

    def jacobian(self, _: float, state: Array) -> Array:
        gradient, hessian = self.field.gradient(state[:-1]), self.field.hessian(state[:-1])
        result = np.zeros((len(state), len(state)))
        norm = float(np.linalg.norm(gradient))
        if np.isfinite(hessian).all() and norm > 0:
            result[:-1, :-1] = self.unit_of_time * self.sign * hessian
            result[-1, :-1] = self.unit_of_time * (hessian @ gradient) / norm
        return result

    def goes_on(self, state: Array, reason: FlowStop, length: float) -> bool:
        """Whether the flow has not ended for this reason."""
        x = state[:-1]
        if reason is FlowStop.BORDER:
            return bool(inside(x, self.box))
        if reason is FlowStop.LENGTH:
            return bool(state[-1] < length)
        gradient = self.field.gradient(x)
        if reason is FlowStop.DOMAIN:
            return bool(np.isfinite(gradient).all())
        return not np.linalg.norm(gradient) <= self.vanished

    def why_stuck(self, x: Array) -> FlowStop:
        """DOMAIN where its edge is next to the point, which f may approach with an infinite gradient."""
        sides = 1e-6 * np.concatenate([np.diag(self.widths), -np.diag(self.widths)])
        return FlowStop.STUCK if np.isfinite(self.field.gradient(x + sides)).all() else FlowStop.DOMAIN


def _solved(equation: _Equation, x: Array, limits: tuple[float, float]) -> Flow:
    """Step by step, so that each end is seen in time and a solver that gets stuck can be left."""
    from scipy.integrate import LSODA, OdeSolution

    length, duration = limits
    unit = equation.unit_of_time
    tolerance = 1e-12 * np.append(equation.widths, equation.widths.max())
    solver = LSODA(
        equation.rate,
        0.0,
        np.append(x, 0.0),
        min(_CROSSINGS, duration / unit),
        rtol=1e-8,
        atol=tolerance,
        jac=equation.jacobian,
    )
    times, stop = [0.0], None
    pieces: list[Callable[[float], Array]] = []
    while stop is None:
        solver.step()
        if solver.status == "failed" or solver.t <= times[-1] or _crawls(times):
            stop = equation.why_stuck(solver.y[:-1])
            break
        pieces.append(solver.dense_output())
        stop, end = _end_within(equation, pieces[-1], (times[-1], solver.t), length)
        times.append(end)
        if stop is None and solver.status == "finished":
            stop = FlowStop.CRITICAL if duration > _CROSSINGS * unit else FlowStop.DURATION
    if not pieces:
        return _at_rest(x, stop)
    return _flow(equation, np.array(times), OdeSolution(times, pieces), stop)


def _crawls(times: list[float]) -> bool:
    """Whether the solver has all but stopped, as where it has to jump to and fro over a kink."""
    recent = times[-_RECENT_STEPS:]
    return len(times) > _MOST_STEPS or (len(recent) == _RECENT_STEPS and recent[-1] - recent[0] < _CRAWL)


def _end_within(
    equation: _Equation, piece: Callable[[float], Array], span: tuple[float, float], length: float
) -> tuple[FlowStop | None, float]:
    """The first end of the flow in one step of the solver, and its time; None and the end of the step."""
    first: tuple[FlowStop | None, float] = (None, span[1])
    for reason in (FlowStop.DOMAIN, FlowStop.BORDER, FlowStop.CRITICAL, FlowStop.LENGTH):
        low, high = span[0], first[1]
        if equation.goes_on(piece(high), reason, length):
            continue
        while True:
            middle = 0.5 * (low + high)
            if not low < middle < high:
                break
            low, high = (middle, high) if equation.goes_on(piece(middle), reason, length) else (low, middle)
        # The last time at which all was well, if there is any: the step may begin at the end.
        first = (reason, low if low > span[0] else high)
    return first


def _flow(equation: _Equation, times: Array, solved: Callable[[Array], Array], stop: FlowStop) -> Flow:
    unit = equation.unit_of_time
    states = solved(times).T

    def solution(t: Array) -> Array:
        return solved(np.asarray(t) / unit)

    return Flow(times * unit, np.clip(states[:, :-1], *equation.box.T), states[:, -1], stop, solution)


def _at_rest(x: Array, stop: FlowStop = FlowStop.CRITICAL) -> Flow:
    state = np.append(x, 0.0)

    def solution(t: Array) -> Array:
        return np.repeat(state[:, None], np.size(t), axis=1)

    return Flow(np.zeros(1), x[None], np.zeros(1), stop, solution)
