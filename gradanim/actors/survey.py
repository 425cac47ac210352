"""Looking a field over before it is staged: which values are drawn, to which scale, at which levels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.context import SURVEY, Context, grid
from gradanim.actors.state import SceneState
from gradanim.actors.ticks import round_down, ticks
from gradanim.calculus import nice_levels

Array = NDArray[np.float64]

LEVEL_COUNT = 12
# A range is clipped where its ends lie this many times further out than nearly all of it (poles, cliffs).
OUTLYING = 8.0
NEARLY_ALL = (0.02, 0.98)
# Shapes that a field takes on while its parameters move, of those that are looked at.
MOST_SHAPES = 32
# A gradient arrow at its longest is at most this share of the domain's shorter side.
LONGEST_ARROW = 0.45
# True length is kept where the longest arrow is between these shares of the side.
TRUE_LENGTH = (0.24, 0.55)


def value_range(context: Context, states: Iterable[SceneState]) -> tuple[tuple[float, float], bool]:
    """Lowest and highest value drawn, and whether something is clipped.

    The author's ``clip`` decides; otherwise everything that the parameters take on is shown, unless a few values
    lie far outside all others. A field without one finite value gives the range 0 to 1.
    """
    spec = context.spec.field
    values = np.concatenate([_grid_values(context, state) for state in by_params(states)])
    values = values[np.isfinite(values)]
    if spec is not None and spec.clip is not None:
        bottom, top = (float(end) for end in spec.clip)
        return (bottom, top), bool(np.any((values < bottom) | (values > top)))
    if values.size == 0:
        return (0.0, 1.0), False
    low, high = float(values.min()), float(values.max())
    inner_low, inner_high = (float(q) for q in np.quantile(values, NEARLY_ALL))
    spread = inner_high - inner_low
    clipped_low = low < inner_low - OUTLYING * spread and spread > 0
    clipped_high = high > inner_high + OUTLYING * spread and spread > 0
    low = inner_low - spread if clipped_low else low
    high = inner_high + spread if clipped_high else high
    return (low, high), clipped_low or clipped_high


def by_params(states: Iterable[SceneState]) -> list[SceneState]:
    """One state for each of the first parameter values that occur; those between two beats come first."""
    seen = {tuple(sorted(state.params.items())): state for state in states}
    return list(seen.values())[:MOST_SHAPES]


def contour_levels(
    context: Context, states: Iterable[SceneState], values: tuple[float, float]
) -> tuple[float, ...]:
    """Levels of the contour lines inside the drawn range; the whole range is divided where parameters move."""
    if context.field is None or len(context.domain) != 2:
        return ()
    if len(by_params(states)) > 1:
        return ticks(*values, LEVEL_COUNT)
    found = nice_levels(context.field, context.domain, LEVEL_COUNT)
    return tuple(float(level) for level in found if values[0] <= level <= values[1])


def _grid_values(context: Context, state: SceneState) -> Array:
    _, points = grid(context.domain, [SURVEY] * len(context.domain))
    return np.asarray(context.field_of(state).value(points)).ravel()


def arrow_scale(context: Context, states: Sequence[SceneState]) -> float:
    """Drawn length over true length of gradient arrows: 1 where that can be seen and fits, else a round number.

    Judged by the longest gradient at any point that the scene visits.
    """
    longest = 0.0
    for state in states:
        if state.point is not None and context.field is not None:
            norm = float(np.linalg.norm(context.field_of(state).gradient(np.asarray(state.point))))
            longest = max(longest, norm) if math.isfinite(norm) else longest
    side = min(high - low for low, high in context.domain)
    if longest == 0.0 or TRUE_LENGTH[0] * side <= longest <= TRUE_LENGTH[1] * side:
        return 1.0
    return round_down(LONGEST_ARROW * side / longest)
