"""How long gradient arrows are drawn: at their true length where that can be seen and fits, else at a round scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.actors.ticks import round_down
from gradanim.calculus.lengths import length_of, lengths

Array = NDArray[np.float64]
# A gradient arrow at its longest is at most this share of the domain's shorter side.
LONGEST_ARROW = 0.45
# True length is kept where the longest arrow is between these shares of the side.
TRUE_LENGTH = (0.24, 0.55)
# Tips may lie so far outside the domain, in parts of its sides.
OVERHANG = 0.06
# An arrow at the border that points outwards leaves the domain at any scale: no other arrow is made smaller than this
# part of what it would be for its sake.
LEAST_PART = 0.4
# An arrow that has to be smaller is made so by as little as a round number allows.
CLOSE = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
# The largest factor by which arrows are drawn longer than they are, or shorter.
MOST_SCALE = 1e300
# Which way the arrows of these actors point.
WAYS = {"gradient": 1.0, "partials": 1.0, "negative_gradient": -1.0}
# All that is drawn to the scale of the gradient arrow.
SCALED = (*WAYS, "uphill_tangent", "normal", "tangent", "right_angle", "angle")
# A gradient this many times as long as the first that is shown would leave that one a dot, whatever the scale.
FAR = 50.0
# Where nearly all of what is shown is at most this many times as long as the first, those are served,
SERVED = 4.0
NEARLY_ALL = 2.0 / 3.0
# if the first is no plain: at least this part of the slope that the landscape has from end to end.
A_SLOPE = 0.1


def longest_gradient(context: Context, states: Sequence[SceneState]) -> float:
    """The length of the longest gradient at any point that the scene visits; 0 where it visits none."""
    return float(np.max(gradient_lengths(context, states), initial=0.0))


def leading_gradient(context: Context, states: Sequence[SceneState], values: tuple[float, float]) -> float:
    """The length of the longest gradient that the scale of arrows has to serve; 0 where none is shown.

    It is the longest of all that are drawn to scale, but for those where the landscape is cut off, and for a few that
    lie far beyond the others, as on a way past a pole: they would leave nothing of all other arrows, and leave the
    picture instead.

    Args:
        context: gives the field and its domain.
        states: states from the whole length of the scene, the ends of its beats first and in their order.
        values: the range of values that is drawn.
    """
    placed = [state for state in states if state.point is not None]
    seen = [state for state in placed if any(state.shown(name) > 0.0 for name in SCALED)] or placed
    longest, first = longest_gradient(context, seen), _first_shown(context, seen)
    plain = A_SLOPE * (values[1] - values[0]) / min(high - low for low, high in context.domain)
    if first < plain or longest / FAR <= first or first == 0.0:
        return longest
    found = gradient_lengths(context, _drawn(context, seen, values))
    near = found <= SERVED * first
    return float(found[near].max()) if found.size and near.mean() >= NEARLY_ALL else longest


def _drawn(context: Context, states: Sequence[SceneState], values: tuple[float, float]) -> list[SceneState]:
    """The states at whose point the landscape is not cut off."""
    if context.field is None:
        return []
    heights = [float(context.field_of(state).value(np.asarray(state.point))) for state in states]
    return [state for state, height in zip(states, heights, strict=True) if values[0] <= height <= values[1]]


def _first_shown(context: Context, seen: Sequence[SceneState]) -> float:
    """The length of the gradient where its arrow has entered; 0 where it never does."""
    for state in seen:
        if any(state.shown(name) >= 1.0 for name in SCALED):
            return longest_gradient(context, [state])
    return 0.0


def gradient_lengths(context: Context, states: Sequence[SceneState]) -> Array:
    """The lengths of the gradients at the points of states, ``(k,)``, of those that have one; in no order."""
    if context.field is None:
        return np.zeros(0)
    shapes: dict[tuple[tuple[str, float], ...], list[SceneState]] = {}
    for state in states:
        if state.point is not None:
            shapes.setdefault(tuple(state.params.items()), []).append(state)
    found = [
        lengths(context.field_of(alike[0]).gradient(np.array([state.point for state in alike], dtype=float)))
        for alike in shapes.values()
    ]
    every: Array = np.concatenate([np.zeros(0), *found])
    finite: Array = every[np.isfinite(every)]
    return finite


def usual_scale(context: Context, longest: float) -> float:
    """Drawn length over true length that suits arrows of which the longest has the length ``longest``."""
    side = min(high - low for low, high in context.domain)
    if longest == 0.0 or TRUE_LENGTH[0] * side <= longest <= TRUE_LENGTH[1] * side:
        return 1.0
    # Where a gradient is next to nothing no factor makes it seen.
    return round_down(min(max(LONGEST_ARROW * (side / longest), 1.0 / MOST_SCALE), MOST_SCALE))


def arrow_scale(context: Context, states: Sequence[SceneState], values: tuple[float, float]) -> float:
    """Drawn length over true length of gradient arrows: 1 where that can be seen and fits, else a round number.

    Args:
        context: gives the field and its domain.
        states: states from the whole length of the scene, the ends of its beats first and in their order.
        values: the range of values that is drawn.
    """
    longest = leading_gradient(context, states, values)
    scale = usual_scale(context, longest)
    if longest == 0.0:
        return scale
    fitting = min(_fitting_scales(context, states, longest), default=math.inf)
    return scale if fitting >= scale else round_down(max(fitting, LEAST_PART * scale), CLOSE)


def own_scale(options: Any) -> float | None:
    """The scale that an author gives to one arrow, or None."""
    own = getattr(options, "scale", None)
    return None if own is None else float(own)


def _fitting_scales(context: Context, states: Sequence[SceneState], longest: float) -> Iterator[float]:
    """For every arrow that is seen, and no longer, the scale at which its tip is as far out as tips may be."""
    low, high = np.transpose(np.asarray(context.domain, dtype=float))
    room = OVERHANG * (high - low)
    for state in states:
        ways = {way for name, way in WAYS.items() if state.shown(name) > 0.0}
        if not ways or state.point is None:
            continue
        at = np.asarray(state.point, dtype=float)
        gradient = context.field_of(state).gradient(at)
        if length_of(gradient) > longest:
            continue
        for way in ways:
            vector = way * gradient
            moving = np.isfinite(vector) & (vector != 0.0)
            ends = np.where(vector > 0.0, high + room - at, low - room - at)[moving]
            # Along a component that is next to nothing no tip is ever too far out.
            with np.errstate(over="ignore"):
                reach = ends / vector[moving]
            yield float(np.min(reach, initial=math.inf))
