"""Looking a field over before it is staged: which values are drawn, to which scale, at which levels."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.context import SURVEY, Context, grid
from gradanim.actors.landscape import CALM
from gradanim.actors.ranges import drawable_range
from gradanim.actors.space import Space
from gradanim.actors.state import SceneState
from gradanim.actors.summits import PLACES, summit
from gradanim.actors.ticks import ticks
from gradanim.calculus import Field, border_values, nice_levels
from gradanim.calculus.quantiles import quantile

Array = NDArray[np.float64]
Domain = tuple[tuple[float, float], ...]

LEVEL_COUNT = 12
# A point that is this part of the drawn range outside of it stands at its end, and it is said that more is cut off.
SLACK = 0.02
# Level surfaces are seen through one another: more than a few are a fog.
SHELL_COUNT = 4
# Level surfaces that are closed inside the domain are preferred where they fill at least this share of it.
CLOSED_SHARE = 0.15
# Where they are not, levels lie between these shares of all values.
INNER = (0.06, 0.94)
# Points along each side of a domain of three variables.
VOLUME_SURVEY = PLACES[2]
# A range is clipped where its ends lie this many times further out than nearly all of it (poles, cliffs).
OUTLYING = 8.0
NEARLY_ALL = (0.02, 0.98)
# Levels that lie in less than this part of what is drawn leave the rest of it bare.
FOOT = 0.25
# Shapes that a field takes on while its parameters move, of those that are looked at.
MOST_SHAPES = 32
# Samples along a side of a landscape; the fewest are taken that keep it within SMOOTH pixels of its true shape.
GRIDS = (49, 65, 81, 97, 113, 129, 161, 193, 257)
SMOOTH = 0.25


def value_range(context: Context, states: Iterable[SceneState]) -> tuple[tuple[float, float], bool]:
    """Lowest and highest value drawn, and whether something is clipped.

    The author's ``clip`` decides; otherwise everything that the parameters take on is shown, unless a few values
    lie far outside all others. A field without one finite value gives the range 0 to 1.
    """
    spec, states = context.spec.field, list(states)
    visited, shapes = _visited_values(context, states), by_params(states)
    values = np.concatenate([_grid_values(context, state) for state in shapes])
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


def fineness(field: Field, domain: Domain, space: Space, pixels: float) -> int:
    """Samples along the longer side of the domain with which a landscape looks as smooth as it is.

    Between samples the landscape is drawn straight; it is away from that by an eighth of its second difference. What is
    not drawn counts nothing, but for the border that it makes.

    Args:
        field: of two variables, with values for its parameters: a shape that calms down is drawn of fewer samples.
        domain: the range of both.
        space: heights of values.
        pixels: of the frame per world unit, about.
    """
    _, points = grid(domain, (SURVEY, SURVEY))
    values = field.value(points)
    drawn = np.isfinite(values) & (values >= space.low) & (values <= space.high)
    heights = np.where(drawn, space.height(values), np.nan)
    bends = np.concatenate([np.abs(np.diff(heights, 2, axis=axis)).ravel() for axis in (0, 1)])
    worst = float(np.max(bends, where=np.isfinite(bends), initial=0.0)) * pixels / 8.0
    wanted = 1 + (SURVEY - 1) * math.sqrt(worst / SMOOTH)
    # A border is found in the cells that it crosses: the finer they are, the truer.
    least = GRIDS[0] if drawn.all() else CALM
    return next((count for count in GRIDS if count >= max(least, wanted)), GRIDS[-1])


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
        return ticks(*drawable_range(*values), LEVEL_COUNT) if values[1] > values[0] else ()
    nice = nice_levels(context.field, context.domain, LEVEL_COUNT)
    found = tuple(float(level) for level in nice if values[0] <= level <= values[1])
    # Of a summit above a plain nearly all values are those of the plain, and its own are drawn all the same.
    low = bool(found) and max(found) - min(found) < FOOT * (values[1] - values[0])
    return _between(*values) if low else found


def _between(low: float, high: float) -> tuple[float, ...]:
    """Round levels of a range without its ends, where a level is a plain or a point."""
    low, high = drawable_range(low, high)
    margin = 1e-6 * (high - low)
    return tuple(level for level in ticks(low, high, LEVEL_COUNT) if low + margin < level < high - margin)


def _grid_values(context: Context, state: SceneState) -> Array:
    count = PLACES[len(context.domain) - 1]
    axes, points = grid(context.domain, [count] * len(context.domain))
    field = context.field_of(state)
    values = np.asarray(field.value(points))
    if len(axes) != 2 or np.isfinite(values).all():
        return values.ravel()
    # A root that falls to its border without bound is far lower there than at the places beside it.
    return np.concatenate([values.ravel(), border_values(field.value, (axes[0], axes[1]), values)])


def shell_levels(
    context: Context, states: Iterable[SceneState], values: tuple[float, float], count: int = SHELL_COUNT
) -> tuple[float, ...]:
    """About ``count`` round levels for the level surfaces of a field of three variables.

    Around a lowest (or highest) point level surfaces are closed as long as they stay below (above) everything on
    the border of the domain: levels are taken from there. A field without such a place, such as a saddle, has them
    spread over nearly all of its values.

    Args:
        context: the field.
        states: states of the whole scene; levels suit all parameter values.
        values: the drawn range; no level lies outside.
        count: how many are wanted.
    """
    boxes = [_grid_values(context, state).reshape([VOLUME_SURVEY] * 3) for state in by_params(states)]
    found = _closed_range(np.array(boxes)) or _inner_range(np.array(boxes))
    low, high = max(found[0], values[0]), min(found[1], values[1])
    if not high > low:
        return ()
    # A level at an end of the range is a point, or touches the border only.
    margin = 1e-6 * (high - low)
    return tuple(level for level in _spread(low, high, count) if low + margin < level <= high + margin)


def _spread(low: float, high: float, count: int) -> tuple[float, ...]:
    """Round numbers of a range: the division, of a few, that gives the number wanted most nearly."""
    tries = [ticks(low, high, parts) for parts in range(max(1, count - 1), count + 3)]
    inner = [tuple(t for t in found if low < t) for found in tries]
    return min(inner, key=lambda found: abs(len(found) - count))


def _closed_range(boxes: Array) -> tuple[float, float] | None:
    """Levels whose surfaces do not reach the border for any of the shapes ``(k, n, n, n)``, or None."""
    border = np.ones(boxes.shape[1:], dtype=bool)
    border[1:-1, 1:-1, 1:-1] = False
    edge = boxes[:, border]
    if not np.isfinite(boxes).all():
        return None
    low, high = float(boxes.min(axis=(1, 2, 3)).min()), float(edge.min(axis=1).min())
    if high > low and float((boxes < high).mean()) >= CLOSED_SHARE:
        return low, high
    low, high = float(edge.max(axis=1).max()), float(boxes.max())
    return (low, high) if high > low and float((boxes > low).mean()) >= CLOSED_SHARE else None


def _inner_range(boxes: Array) -> tuple[float, float]:
    known = boxes[np.isfinite(boxes)]
    low, high = quantile(known, INNER) if known.size else (0.0, 0.0)
    return float(low), float(high)
