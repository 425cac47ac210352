"""The stage of one variable: the graph of f over the x-axis, with the actors of the plane one dimension down."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors.chart import Chart
from gradanim.actors.chart_ranges import line_chart
from gradanim.actors.fading import turning
from gradanim.actors.gradient import arrow_scale, named
from gradanim.actors.pens import Stroke, arrow, arrow_mark, dot, line, name_tag, readable
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.trajectory import LEAVING, leaving, way

Array = NDArray[np.float64]
GRAPH = Stroke(width=5.0, occlusion="top")
DROP = Stroke(width=3.0, dash=(9.0, 9.0), occlusion="top")
TANGENT_SHARE = 0.22
MOST_DOTS = 80


def chart_of(scope: Scope) -> Chart:
    """The chart of the stage."""
    return line_chart(scope.stage.context, (scope.stage.space.low, scope.stage.space.high))


def draw_axes(scope: Scope, presence: Presence) -> None:
    """Axes with ticks and names."""
    chart_of(scope).axes(scope, presence.shown)


def draw_graph(scope: Scope, presence: Presence) -> None:
    """The graph of f from left to right as it enters, broken where f has no value."""
    chart = chart_of(scope)
    samples = scope.stage.samples(scope.params)
    x, values = samples.axes[0], samples.values
    count = max(2, round(presence.shown * len(x)))
    low, high = chart.y
    kept = np.where((values < low) | (values > high), np.nan, values)
    points = np.column_stack([x, kept])[:count]
    line(scope, chart.place(scope, points), scope.colour("text", min(1.0, 2 * presence.shown)), GRAPH)


def draw_point(scope: Scope, presence: Presence) -> None:
    """The point on the axis, its image on the graph, a dashed line between them."""
    if scope.state.point is None:
        return
    chart, value = chart_of(scope), scope.measures.value
    x, shown = scope.state.point[0], presence.shown
    foot = chart.place(scope, np.array((x, chart.y[0])))
    size = 10.0 * shown * (1 + 0.5 * presence.emphasis)
    scope.marks["point"] = {"at": [x], "px": list(scope.pixel(foot)), "visible": shown > 0}
    if math.isfinite(value):
        top = chart.place(scope, np.array((x, value)))
        line(scope, np.stack([foot, foot + (top - foot) * shown]), scope.colour("text", 0.7 * shown), DROP)
        dot(scope, top, scope.colour("point", shown), 1.2 * size)
        scope.marks["point"] |= {"on_surface": [x, value], "surface_px": list(scope.pixel(top))}
    dot(scope, foot, scope.colour("point", shown), size)


def draw_gradient(scope: Scope, presence: Presence) -> None:
    """f′ as an arrow along the x-axis; while it flips it shrinks through zero into −f′."""
    _arrow(scope, presence, "gradient", presence.flipped)


def draw_negative(scope: Scope, presence: Presence) -> None:
    """−f′ as an arrow along the x-axis."""
    _arrow(scope, presence, "negative_gradient", 1.0 - presence.flipped)


def _arrow(scope: Scope, presence: Presence, name: str, turned: float) -> None:
    """An arrow ``turned`` from f′ (0) to −f′ (1); on a line the only way there is through zero."""
    gradient = scope.measures.gradient
    if scope.state.point is None or not np.all(np.isfinite(gradient)):
        return
    theme = scope.stage.theme.colours
    colour = turning(theme["gradient"], theme["negative_gradient"], turned)
    chart, x = chart_of(scope), scope.state.point[0]
    length = math.cos(math.pi * turned) * float(gradient[0]) * arrow_scale(scope, presence.options)
    end = x + presence.shown * length
    ends = chart.place(scope, np.array([(x, chart.y[0]), (end, chart.y[0])]))
    width = 9.0 * (1 + 0.35 * presence.emphasis)
    arrow(scope, ends[0], ends[1], (*colour, min(1.0, 3 * presence.shown)), width)
    scope.marks[name] = arrow_mark(scope, ends[0], ends[1], ([x, 0.0], [end, 0.0]))
    if presence.options is None or presence.options.label:
        symbol, role = named(scope, turned)
        visible = readable(scope, ends[0], ends[1])
        turn = math.copysign(50.0, end - x)
        name_tag(scope, symbol, (ends[0], ends[1]), (role, presence.shown * visible), turn)


def draw_tangent(scope: Scope, presence: Presence) -> None:
    """The tangent of the graph at the point: the linear model of f there."""
    gradient, value = scope.measures.gradient, scope.measures.value
    if scope.state.point is None or not (np.all(np.isfinite(gradient)) and math.isfinite(value)):
        return
    chart = chart_of(scope)
    half = TANGENT_SHARE * (chart.x[1] - chart.x[0]) * presence.shown
    slope = float(gradient[0])
    # A steep tangent ends where the chart does, above and below, and none goes on over the numbers of its axis.
    reach = sorted(abs((edge - value) / slope) for edge in chart.y) if slope else [half]
    half = min(half, reach[0])
    x = np.clip(scope.state.point[0] + np.array([-half, half]), *chart.x)
    y = value + slope * (x - scope.state.point[0])
    ends = chart.place(scope, np.column_stack([x, y]))
    line(scope, ends, scope.colour("gradient", presence.shown), Stroke(width=4.0, occlusion="top"))


def draw_trajectory(scope: Scope, presence: Presence) -> None:
    """Every run of descent as steps from iterate to iterate on the graph, and dots on the axis."""
    chart = chart_of(scope)
    for progress in scope.state.runs:
        points = way(scope, progress)[:, 0]
        values = scope.stage.context.field_of(scope.state).value(points[:, None])
        colour = scope.colour(progress.run.colour, presence.shown * progress.opacity)
        steps = chart.place(scope, np.column_stack([points, np.clip(values, *chart.y)]))
        if len(steps) > 1:
            line(scope, steps, colour, Stroke(width=3.5, occlusion="top"))
        step = leaving(scope, progress)
        if step is not None:
            heights = np.clip(scope.stage.context.field_of(scope.state).value(step), *chart.y)
            if np.isfinite(heights).all():
                ends = chart.place(scope, np.column_stack([step[:, 0], heights]))
                line(scope, ends, colour, replace(LEAVING, occlusion="top"))
        if len(points) <= MOST_DOTS:
            for x, at in zip(points, steps, strict=True):
                dot(scope, at, colour, 6.0, 1.5)
                dot(scope, chart.place(scope, np.array((x, chart.y[0]))), colour, 5.0, 1.5)


LINE_ACTORS: Mapping[str, Callable[[Scope, Presence], None]] = MappingProxyType(
    {
        "axes": draw_axes,
        "surface": draw_graph,
        "tangent": draw_tangent,
        "trajectory": draw_trajectory,
        "negative_gradient": draw_negative,
        "gradient": draw_gradient,
        "point": draw_point,
    }
)
