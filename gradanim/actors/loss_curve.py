"""loss_curve: the value of the field at every iterate, against the step, in time with the point."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors import legend
from gradanim.actors.chart import Chart
from gradanim.actors.easing import smooth
from gradanim.actors.loss_chart import loss_chart
from gradanim.actors.numbers import number_writer
from gradanim.actors.off_chart import Cut, cut, mark, say
from gradanim.actors.pens import Stroke, swelled
from gradanim.actors.stage import Scope
from gradanim.actors.state import EARLIER, Presence, Progress, SceneState, reached
from gradanim.calculus.typst import typst_name

Array = NDArray[np.float64]
# How much sooner a chart makes way for a legend than that is there.
MAKING_WAY = 3.0


def draw(scope: Scope, presence: Presence) -> None:
    """All runs in one chart; the ranges are those of the whole runs, so that the axes stand still.

    Before there is a run the axes have no numbers. Every run begins at step 0. Where a curve leaves the chart, an arrow
    and words say so.
    """
    runs, log = scope.state.runs, bool(presence.options and presence.options.log)
    chart, numbers = _chart(scope, runs, log)
    chart.axes(scope, presence.shown, numbers)
    ends: list[list[float]] = []
    exits: list[tuple[float, float, float]] = []
    for progress in runs:
        points = _points(progress)
        points = points[~np.isnan(points[:, 1])]
        if len(points):
            inside = cut(_heights(points, log), *chart.y)
            exits += inside.exits
            ends.append([float(value) for value in points[-1]])
            _curve(scope, chart, (progress, inside, _heights(points, log)[-1]), presence)
    for side in {exit_[2]: exit_ for exit_ in reversed(exits)}.values():
        say(scope, chart, side, presence.shown)
    if ends:
        scope.marks["loss_curve"] = {"at": ends[-1], "runs": ends, "off": len(exits), "visible": True}


def _curve(scope: Scope, chart: Chart, run: tuple[Progress, Cut, Array], presence: Presence) -> None:
    """The curve of one run; a dot at its end, where that is on the chart and the run is not an earlier one."""
    progress, inside, last = run
    dotted = presence.shown * _dotted(scope.state, progress)
    colour = scope.colour(progress.run.colour, presence.shown * progress.opacity)
    stroke = swelled(Stroke(width=4.0, occlusion="top"), presence)
    for piece in inside.pieces:
        chart.curve(scope, piece, colour, stroke)
    for at in inside.exits:
        mark(scope, chart, at, colour)
    if chart.y[0] <= last[1] <= chart.y[1] and dotted > 0.0:
        role = scope.colour(progress.run.colour if progress.run.label else "point", dotted)
        chart.dot(scope, (float(last[0]), float(last[1])), role)


def _dotted(state: SceneState, progress: Progress) -> float:
    """How far the dot of a run is there: it comes with the run, and leaves as the run steps back behind a new one."""
    if progress.run.label or progress is state.runs[-1]:
        return smooth(progress.opacity * state.shown("trajectory"))
    return max(0.0, (progress.opacity - EARLIER) / (1.0 - EARLIER))


def _chart(scope: Scope, runs: tuple[Progress, ...], log: bool) -> tuple[Chart, float]:
    """The chart, and how far its numbers are there: they come with the first run."""
    above = legend.height(scope.stage, scope.state, _setter(scope)) * _room(scope.state)
    entered = smooth(runs[-1].opacity * scope.state.shown("trajectory")) if runs else 0.0
    chart, numbered = loss_chart(scope.stage.context.spec.field, runs, log, entered)
    return replace(chart, above=above), 1.0 if numbered else entered


def _room(state: SceneState) -> float:
    """How much of its room the legend of a race has, 0 to 1: the chart makes way before its names can be read."""
    strongest = max((progress.opacity for progress in state.runs if progress.run.label), default=0.0)
    return smooth(MAKING_WAY * strongest * state.shown("trajectory"))


def _heights(points: Array, log: bool) -> Array:
    """Chart points of steps and values ``(k, 2)``; on a logarithmic axis zero and less stand infinitely low."""
    if not log:
        return points
    values = points[:, 1]
    heights = np.log10(values, out=np.full(values.shape, -np.inf), where=values > 0)
    return np.column_stack([points[:, 0], heights])


def _setter(scope: Scope) -> legend.Setter:
    context = scope.stage.context
    names = frozenset((*(context.field.variables if context.field else ()), *context.spec.params))
    return legend.Setter(names, typst_name, number_writer(scope.measures))


def _points(progress: Progress) -> Array:
    """Chart points ``(j, 2)`` reached so far; within a step the value moves from one iterate's to the next's."""
    values = progress.run.values
    return reached(np.column_stack([np.arange(len(values), dtype=float), values]), progress.steps)
