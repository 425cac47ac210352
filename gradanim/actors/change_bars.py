"""change_bars: what every component of a step adds to the predicted change, and what the change really is."""

from __future__ import annotations

import numpy as np

from gradanim.actors import symbols
from gradanim.actors.chart import ABOVE, BELOW, Chart
from gradanim.actors.lettering import math as math_markup
from gradanim.actors.lettering import prose
from gradanim.actors.pens import Stroke
from gradanim.actors.stage import Label, Scope
from gradanim.actors.state import Presence
from gradanim.actors.ticks import number_text, round_step, ticks
from gradanim.raster import Polygon
from gradanim.spec.field import FieldSpec

GRID = Stroke(width=1.5, occlusion="top")
ZERO = Stroke(width=3.0, occlusion="top")


def draw(scope: Scope, presence: Presence) -> None:
    """One bar a component, f_x·h_x and f_y·h_y, then their sum and the actual change; a waterfall without steps."""
    measures = scope.measures
    step = scope.state.step
    spec = scope.stage.context.spec.field
    variables = spec.variables if spec else ()
    parts = [0.0] * len(variables) if step is None else [float(v) for v in measures.gradient * measures.step]
    predicted = sum(parts)
    actual = 0.0 if step is None else float(measures["actual"])
    values = [*parts, predicted, actual]
    names = [math_markup(_part(spec, axis)) for axis in range(len(variables))]
    names += [prose("predicted"), prose("actual")]
    roles = ["partial_0", "partial_1", "gradient", "point"]
    reach = max(1e-12, *map(abs, values)) / _share(scope) if any(values) else 1.0
    chart = Chart((0.0, float(len(values))), (-reach, reach), "", "")
    _frame(scope, chart, presence.shown)
    grown = presence.shown * scope.state.stepped
    for index, (value, name, role) in enumerate(zip(values, names, roles, strict=True)):
        _bar(scope, chart, index, value * grown, scope.colour(role, presence.shown))
        _texts(scope, chart, index, (name, value), (role, presence.shown, grown))
    # Over the bars, which stand on it.
    ends = np.array([(0.0, 0.0), (chart.x[1], 0.0)])
    chart.curve(scope, ends, scope.colour("axis", presence.shown), ZERO)
    scope.marks["change_bars"] = {"values": values, "visible": presence.shown > 0}


def _part(spec: FieldSpec | None, axis: int) -> str:
    """The part that one component of the step has in the change: f_x h_x."""
    return f"{symbols.partial_with_index(spec, axis)} h_({symbols.variable(spec, axis)})"


def _share(scope: Scope) -> float:
    """How much of the way from zero to the border the longest bar takes: beyond it stands its number."""
    sizes = scope.stage.layout.sizes
    way = 0.5 * (scope.rect.height - sizes.room * (BELOW + ABOVE))
    return max(0.3, min(0.77, 1.0 - (1.3 * sizes.tick + 20.0) / way))


def _frame(scope: Scope, chart: Chart, shown: float) -> None:
    low, high = chart.y
    end = chart.x[1]
    parts = chart.parts(scope)[1]
    step = round_step(high - low, parts)
    size = scope.stage.layout.sizes.tick
    for value in ticks(low, high, parts):
        chart.curve(scope, np.array([(0.0, value), (end, value)]), scope.colour("grid", shown), GRID)
        u, v = scope.pixel(chart.place(scope, np.array((0.0, value))))
        scope.labels.append(
            Label(
                prose(number_text(value, step)),
                (u - scope.px(12), v),
                (-1.0, 0.0),
                "muted",
                size,
                shown,
                movable=False,
            )
        )


def _bar(
    scope: Scope, chart: Chart, index: int, value: float, colour: tuple[float, float, float, float]
) -> None:
    if value == 0.0:
        return
    left, right = index + 0.2, index + 0.8
    corners = chart.place(scope, np.array([(left, 0.0), (right, 0.0), (right, value), (left, value)]))
    scope.items.append(Polygon(points=corners, color=colour))


def _texts(
    scope: Scope, chart: Chart, index: int, what: tuple[str, float], look: tuple[str, float, float]
) -> None:
    (name, value), (role, shown, grown) = what, look
    size = scope.stage.layout.sizes.tick
    room = chart.plot_width(scope) / chart.x[1] / (size * 4.3)
    size = max(scope.stage.layout.sizes.least, size * min(1.0, max(0.8, room)))
    below = scope.pixel(chart.place(scope, np.array((index + 0.5, chart.y[0]))))
    scope.labels.append(
        Label(name, (below[0], below[1] + scope.px(8)), (0.0, 1.0), "text", size, shown, movable=False)
    )
    if grown > 0.0:
        top = scope.pixel(chart.place(scope, np.array((index + 0.5, value * grown))))
        side = -1.0 if value >= 0 else 1.0
        text = prose(signed(value * grown))
        scope.labels.append(
            Label(text, (top[0], top[1] + side * scope.px(10)), (0.0, side), role, size, grown, movable=False)
        )


def signed(value: float) -> str:
    """A change with its sign, to four decimals where it needs them."""
    text = f"{value:+.4f}".rstrip("0")
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}".replace("-", "−")
