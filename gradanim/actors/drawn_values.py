"""Which values of a field are drawn: all of them, or all but a few that lie far outside the others."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.context import Context, grid
from gradanim.actors.state import SceneState
from gradanim.actors.summits import PLACES, summit
from gradanim.calculus import Field, border_values
from gradanim.calculus.quantiles import quantile

Array = NDArray[np.float64]

# A point that is this part of the drawn range outside of it stands at its end, and it is said that more is cut off.
SLACK = 0.02
# A range is clipped where its ends lie this many times further out than nearly all of it (poles, cliffs).
OUTLYING = 8.0
NEARLY_ALL = (0.02, 0.98)
# Shapes that a field takes on while its parameters move, of those that are looked at.
MOST_SHAPES = 32


def value_range(context: Context, states: Iterable[SceneState]) -> tuple[tuple[float, float], bool]:
    """Lowest and highest value drawn, and whether something is clipped.

    The author's ``clip`` decides; otherwise everything that the parameters take on is shown, unless a few values
    lie far outside all others. A field without one finite value gives the range 0 to 1.
    """
    spec, states = context.spec.field, list(states)
    visited, shapes = _visited_values(context, states), by_params(states)
    values = np.concatenate([grid_values(context, state) for state in shapes])
    values = values[np.isfinite(values)]
    if spec is not None and spec.clip is not None:
        bottom, top = (float(end) for end in spec.clip)
        return (bottom, top), _is_cut(values, bottom, top) or _is_cut(visited, bottom, top)
    if values.size == 0:
        return (0.0, 1.0), False
    low, high = float(values.min()), float(values.max())
    inner_low, inner_high = (float(q) for q in quantile(values, NEARLY_ALL))
    spread = inner_high - inner_low
    if low < inner_low - OUTLYING * spread:
        low = -_top(context, shapes, (-inner_low, spread or inner_low - low), -1.0)
    if high > inner_high + OUTLYING * spread:
        high = _top(context, shapes, (inner_high, spread or high - inner_high), 1.0)
    # The highest of some places is a little lower than the highest of all, over which the point may walk.
    slack = SLACK * (high - low)
    return (low, high), _is_cut(values, low, high) or _is_cut(visited, low - slack, high + slack)


def _visited_values(context: Context, states: Sequence[SceneState]) -> Array:
    """The values at the places of the point: next to a pole they may lie further out than those of any survey."""
    at = {
        (state.point, tuple(sorted(state.params.items()))): state
        for state in states
        if state.point is not None
    }
    found = [float(context.field_of(state).value(np.asarray(state.point))) for state in at.values()]
    return np.array([value for value in found if math.isfinite(value)])


def _is_cut(values: Array, low: float, high: float) -> bool:
    return bool(np.any((values < low) | (values > high)))


def _top(context: Context, states: Sequence[SceneState], usual: tuple[float, float], sign: float) -> float:
    """Up to where a field is drawn, a few of whose values lie far higher than all others: to its summit if it has one.

    Args:
        context: the field.
        states: one for each of its shapes.
        usual: what nearly all values are lower than, and how much higher than that is drawn where there is no summit.
        sign: 1, or -1 where all of this is meant of -f.
    """
    found: list[float] = []
    for state in states:
        height = summit(_signed(context.field_of(state), sign), context.domain, usual[0])
        if height is None:
            return usual[0] + usual[1]
        found.append(height)
    return max(found)


def _signed(field: Field, sign: float) -> Callable[[Array], Array]:
    return lambda points: sign * np.asarray(field.value(points))


def by_params(states: Iterable[SceneState]) -> list[SceneState]:
    """One state for each of the first parameter values that occur; those between two beats come first."""
    seen = {tuple(sorted(state.params.items())): state for state in states}
    return list(seen.values())[:MOST_SHAPES]


def grid_values(context: Context, state: SceneState) -> Array:
    """The values of a state's field at places all over its domain, ``(k,)``, and at its borders inside of that."""
    count = PLACES[len(context.domain) - 1]
    axes, points = grid(context.domain, [count] * len(context.domain))
    field = context.field_of(state)
    values = np.asarray(field.value(points))
    if len(axes) != 2 or np.isfinite(values).all():
        return values.ravel()
    # A root that falls to its border without bound is far lower there than at the places beside it.
    return np.concatenate([values.ravel(), border_values(field.value, (axes[0], axes[1]), values)])
