"""slope_curve: the directional derivative against the angle of u, as far as the dial has turned."""

from __future__ import annotations

import math

import numpy as np
from msgspec.structs import replace

from gradanim.actors import symbols
from gradanim.actors.chart import Chart
from gradanim.actors.chart_ranges import slope_chart
from gradanim.actors.lettering import math as math_markup
from gradanim.actors.pens import Stroke
from gradanim.actors.stage import Label, Scope
from gradanim.actors.state import Presence
from gradanim.calculus.lengths import length_of

# Width of the longest tick with the space beside it, in em.
TICK_EMS = 2.7
# Angles that differ by less, in degrees, are one.
SAME = 1e-6
BOUND = Stroke(width=2.5, dash=(8.0, 8.0), occlusion="top")
ZERO = Stroke(width=2.5, occlusion="top")


def draw(scope: Scope, presence: Presence) -> None:
    """Angles from the gradient's own (θ = 0) are what matters: the maximum stands in the middle of the chart."""
    state, gradient = scope.state, scope.measures.gradient
    norm = length_of(gradient)
    if state.point is None or not math.isfinite(norm):
        return
    chart = slope_chart(scope.stage.context.spec, norm)
    if chart.plot_width(scope) / 4 > TICK_EMS * scope.stage.layout.sizes.tick:
        chart = replace(chart, x_step=90.0)
    chart.axes(scope, presence.shown)
    chart.curve(scope, np.array([(-180.0, 0.0), (180.0, 0.0)]), scope.colour("axis", presence.shown), ZERO)
    _bounds(scope, chart, norm, presence.shown)
    if state.angle is None:
        return
    base = math.degrees(math.atan2(gradient[1], gradient[0])) if norm > 0 else 0.0
    colour = scope.colour("direction", presence.shown)
    for start, end in _swept(state.swept or (state.angle, state.angle), base):
        angles = np.linspace(start, end, max(2, round(abs(end - start)) + 1))
        slopes = norm * np.cos(np.radians(angles))
        chart.curve(scope, np.column_stack([angles, slopes]), colour)
    here = from_gradient(state.angle, base, state.swept)
    slope = norm * math.cos(math.radians(here))
    # Where u is not on the stage there is nothing that the dot would stand for.
    chart.dot(scope, (here, slope), scope.colour("direction", presence.shown * state.shown("direction")))
    scope.marks["slope_curve"] = {"at": [here, slope], "visible": presence.shown > 0}


def from_gradient(angle: float, base: float, swept: tuple[float, float] | None) -> float:
    """Degrees from the gradient to u, counter-clockwise, from −180 to 180; their size is the angle between the two.

    Straight against the gradient u stands at that end of the chart to which it has turned.

    Args:
        angle: of u, in degrees from the first axis.
        base: of the gradient, likewise.
        swept: the angles that u has turned through, or None.
    """
    found = (angle - base + 180.0) % 360.0 - 180.0
    turned_there = swept is not None and angle > swept[0] + SAME
    return 180.0 if found <= SAME - 180.0 and turned_there else found


def _bounds(scope: Scope, chart: Chart, norm: float, shown: float) -> None:
    if norm == 0:
        return
    steepest = f"norm({symbols.gradient(scope.stage.context.spec.field)})"
    # Each name stands over its line where the curve is far away: ±180 degrees from where the curve touches the line.
    for sign, role, symbol, far in (
        (1, "gradient", steepest, 180.0),
        (-1, "negative_gradient", f"minus {steepest}", 0.0),
    ):
        chart.curve(
            scope,
            np.array([(-180.0, sign * norm), (180.0, sign * norm)]),
            scope.colour(role, 0.9 * shown),
            BOUND,
        )
        u, v = scope.pixel(chart.place(scope, np.array((far, sign * norm))))
        size = scope.stage.layout.sizes.tick
        anchor = (u - scope.px(60) if far > 0.0 else u, v - scope.px(11))
        scope.labels.append(Label(math_markup(symbol), anchor, (0.0, -1.0), role, size, shown, movable=False))


def _swept(swept: tuple[float, float], base: float) -> list[tuple[float, float]]:
    """The swept angles from the gradient's, cut where they pass ±180 degrees."""
    low, high = swept[0] - base, swept[1] - base
    if high - low >= 360.0:
        return [(-180.0, 180.0)]
    turns = math.floor((low + 180.0) / 360.0)
    low, high = low - 360.0 * turns, high - 360.0 * turns
    return [(low, high)] if high <= 180.0 else [(low, 180.0), (-180.0, high - 360.0)]
