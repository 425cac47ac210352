"""loss_curve: the value of f at every iterate, against the step, in time with the point."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradanim.actors import legend
from gradanim.actors.chart import Chart
from gradanim.actors.lettering import math, prose
from gradanim.actors.numbers import number_writer
from gradanim.actors.pens import Stroke
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence, Progress, reached

Array = NDArray[np.float64]
# A diverging run may grow by any power; the chart shows this multiple of where it began.
MOST_GROWTH = 3.0
# Shown before any run has begun.
EMPTY_STEPS = 10.0


def draw(scope: Scope, presence: Presence) -> None:
    """All runs in one chart; the ranges are those of the whole runs, so that the axes stand still."""
    runs = scope.state.runs
    chart = _chart(scope, runs)
    chart.axes(scope, presence.shown)
    ends = [_curve(scope, chart, progress, presence.shown) for progress in runs]
    known = [end for end in ends if end is not None]
    if known:
        scope.marks["loss_curve"] = {"at": known[-1], "runs": known, "visible": True}


def _curve(scope: Scope, chart: Chart, progress: Progress, shown: float) -> list[float] | None:
    """The curve of one run with a dot at its end, which is returned."""
    points = _points(progress)
    finite = points[np.isfinite(points[:, 1])]
    shown *= progress.opacity
    colour = scope.colour(progress.run.colour, shown)
    if len(finite) > 1:
        chart.curve(scope, finite, colour, Stroke(width=4.0, occlusion="top"))
    if not len(finite):
        return None
    last = [float(value) for value in finite[-1]]
    chart.dot(scope, (last[0], last[1]), colour if progress.run.label else scope.colour("point", shown))
    return last


def _chart(scope: Scope, runs: tuple[Progress, ...]) -> Chart:
    spec = scope.stage.context.spec.field
    name = spec.name if spec else "f"
    names = (prose("step"), math(name))
    above = legend.height(scope.stage, scope.state, _setter(scope))
    if not runs:
        space = scope.stage.space
        return Chart((0.0, EMPTY_STEPS), (space.low, space.high), *names, above=above)
    steps = max(len(progress.run.points) - 1 for progress in runs)
    values = np.concatenate([progress.run.values for progress in runs])
    starts = max(float(progress.run.values[0]) for progress in runs)
    finite = values[np.isfinite(values)]
    low, high = float(finite.min()), float(finite.max())
    span = starts - low if starts > low else max(1.0, abs(starts))
    high = min(high, low + MOST_GROWTH * span)
    pad = 0.06 * (high - low or 1.0)
    return Chart((0.0, float(max(1, steps))), (low - pad, high + pad), *names, above=above)


def _setter(scope: Scope) -> legend.Setter:
    context = scope.stage.context
    names = frozenset((*(context.field.variables if context.field else ()), *context.spec.params))
    return legend.Setter(names, lambda name: name, number_writer(scope.measures))


def _points(progress: Progress) -> Array:
    """Chart points ``(j, 2)`` reached so far; within a step the value moves from one iterate's to the next's."""
    values = progress.run.values
    return reached(np.column_stack([np.arange(len(values), dtype=float), values]), progress.steps)
