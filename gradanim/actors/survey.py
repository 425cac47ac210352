"""Looking a field over before it is staged: of how many samples it is drawn, and at which levels."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.context import SURVEY, Context, grid
from gradanim.actors.drawn_values import by_params, grid_values
from gradanim.actors.ranges import drawable_range
from gradanim.actors.space import Space
from gradanim.actors.state import SceneState
from gradanim.actors.summits import PLACES
from gradanim.actors.ticks import ticks
from gradanim.calculus import Field, nice_levels
from gradanim.calculus.quantiles import quantile

Array = NDArray[np.float64]
Domain = tuple[tuple[float, float], ...]

LEVEL_COUNT = 12
# Level surfaces are seen through one another: more than a few are a fog.
SHELL_COUNT = 4
# Level surfaces that are closed inside the domain are preferred where they fill at least this share of it.
CLOSED_SHARE = 0.15
# Where they are not, levels lie between these shares of all values.
INNER = (0.06, 0.94)
# Points along each side of a domain of three variables.
VOLUME_SURVEY = PLACES[2]
# Levels that lie in less than this part of what is drawn leave the rest of it bare.
FOOT = 0.25
# Samples along a side of a landscape; the fewest are taken that keep it within SMOOTH pixels of its true shape.
GRIDS = tuple(range(49, 258, 16))
SMOOTH = 0.5
# A border is found in the cells that it crosses: the finer they are, the truer it is. With one these are the fewest.
BORDERED = 129


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
    least = GRIDS[0] if drawn.all() else BORDERED
    return next((count for count in GRIDS if count >= max(least, wanted)), GRIDS[-1])


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
    boxes = [grid_values(context, state).reshape([VOLUME_SURVEY] * 3) for state in by_params(states)]
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
