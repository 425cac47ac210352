"""flow: points are released together and slide downhill, as water does, until they rest."""

from __future__ import annotations

from functools import cached_property, partial

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors.context import Context
from gradanim.actors.state import Drops, Route, SceneState
from gradanim.beats.easing import part, smooth
from gradanim.beats.idle_point import is_idle, without_point
from gradanim.beats.motion import Motion
from gradanim.calculus import Field, flow_paths
from gradanim.problems import Problem, ProblemError
from gradanim.spec.verbs.flow import FlowAction

Array = NDArray[np.float64]
GRID = 6
# Distances along the ways, as a share of the longer side of the domain.
FINE = 1.0 / 160
# Shares of the time in which drops enter, and in which those of an earlier flow leave.
ENTER, LEAVE = 0.15, 0.1


def play(action: FlowAction, start: SceneState, context: Context) -> Motion:
    """Each follows the solution of r' = −∇f at an even pace along its way, so that as many are under way late as early.

    Speeds of the gradient flow itself tell nothing to the eye: nothing would ever come to rest. At one speed for all
    most would rest before half of the time is over. A point on which nothing hangs makes way.

    Raises:
        ProblemError: ``start_outside``, where a given start has no gradient; ``film_flow_nowhere``.
    """
    field = context.field_of(start)
    uphill = action.direction == "up"
    ways = Ways(field, released(action, field, context), context.domain, uphill)
    routes = tuple(Route(partial(ways.way, index)) for index in range(len(ways.places)))

    leaves = is_idle(start)
    # The drops of an earlier flow leave first.
    begins = LEAVE if start.drops is not None and start.shown("drops") > 0.0 else 0.0

    def at(u: float) -> SceneState:
        if u < begins:
            state = start.with_actor("drops", shown=start.shown("drops") * (1.0 - smooth(u / begins)))
        else:
            share = part(u, begins, 1.0)
            state = replace(start, drops=Drops(routes, share, uphill))
            state = state.with_actor("drops", shown=smooth(share / ENTER))
        return without_point(state, u / ENTER) if leaves else state

    return at


def released(action: FlowAction, field: Field, context: Context) -> Array:
    """Where the points are released, ``(k, 2)``: on a grid only where f has a gradient."""
    if action.starts is not None:
        points = np.array(action.starts, dtype=float)
        lost = ~np.isfinite(field.gradient(points)).all(axis=-1)
        if lost.any():
            where = ", ".join(f"{value + 0.0:g}" for value in points[lost][0])
            raise ProblemError(Problem("start_outside", {"field": field.text, "at": f"({where})"}))
        return points
    points = grid_of(action.grid or GRID, context.domain)
    points = points[np.isfinite(field.gradient(points)).all(axis=-1)]
    if not len(points):
        raise ProblemError(Problem("film_flow_nowhere", {"field": field.text}))
    return points


def grid_of(count: int, domain: tuple[tuple[float, float], ...]) -> Array:
    """Middles of about square cells, ``count`` of them along the longer side: ``(k, 2)``."""
    (x0, x1), (y0, y1) = domain
    gap = max(x1 - x0, y1 - y0) / count
    columns, rows = (max(1, round((high - low) / gap)) for low, high in domain)
    xs = x0 + (np.arange(columns) + 0.5) * (x1 - x0) / columns
    ys = y0 + (np.arange(rows) + 0.5) * (y1 - y0) / rows
    return np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)


class Ways(Struct, frozen=True, eq=False, dict=True):
    """The ways of all points that are released together, computed when the first of them is asked for.

    Attributes:
        field: the field.
        places: where they are released, ``(k, 2)``.
        domain: range of each variable.
        uphill: whether they follow ∇f.
    """

    field: Field
    places: Array
    domain: tuple[tuple[float, float], ...]
    uphill: bool

    @cached_property
    def all(self) -> list[Array]:
        """For each place the points ``(m, 2)`` of its way, at even distances and at its very end."""
        step = FINE * max(high - low for low, high in self.domain)
        paths = flow_paths(self.field, self.places, np.array(self.domain), uphill=self.uphill)
        return [evenly(path, step) for path in paths]

    def way(self, index: int) -> Array:
        """One of them."""
        return self.all[index]


def evenly(path: Array, step: float) -> Array:
    """Points of a polyline ``(k, n)`` at even distances along it, and its end."""
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    total = float(lengths[-1])
    wanted = np.append(np.arange(0.0, total, step), total) if total > 0.0 else np.zeros(1)
    return np.stack([np.interp(wanted, lengths, path[:, axis]) for axis in range(path.shape[1])], axis=-1)
