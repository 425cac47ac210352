"""How wide the numbers and names are that stand around the charts of a scene in its course."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import reduce

import numpy as np

from gradanim.actors.around import Lettering
from gradanim.actors.chart import Chart
from gradanim.actors.chart_ranges import data_chart, line_chart, slope_chart
from gradanim.actors.context import Context
from gradanim.actors.loss_chart import loss_chart
from gradanim.actors.measure import Measures
from gradanim.actors.state import Progress, SceneState
from gradanim.calculus.lengths import length_of


def chart_lettering(
    context: Context, states: Sequence[SceneState], values: tuple[float, float]
) -> Lettering | None:
    """The widest numbers and names of all charts; None where there are none.

    Args:
        context: field and spec.
        states: states from the whole length of the scene.
        values: the range of values that is drawn.
    """
    found = [chart.lettering() for chart in _charts(context, states, values)]
    return reduce(Lettering.joined, found) if found else None


def _charts(context: Context, states: Sequence[SceneState], values: tuple[float, float]) -> Iterator[Chart]:
    spec = context.spec.field
    if context.spec.stage.kind == "line":
        yield line_chart(context, values)
    if spec is not None and spec.data is not None and any(state.shown("data_plot") > 0.0 for state in states):
        yield data_chart(np.array(spec.data, dtype=float))
    for norm in {_steepness(context, state) for state in states if state.shown("slope_curve") > 0.0}:
        yield slope_chart(context.spec, norm)
    for runs, log in _runs(states).values():
        # Not entered yet: the numbers of the ranges before and after.
        yield loss_chart(spec, runs, log, 0.0)[0]


def _steepness(context: Context, state: SceneState) -> float:
    """The length of the gradient; 0 where there is none."""
    if state.point is None:
        return 0.0
    norm = length_of(Measures(state, context).gradient)
    return norm if math.isfinite(norm) else 0.0


def _runs(
    states: Sequence[SceneState],
) -> dict[tuple[tuple[int, ...], bool], tuple[tuple[Progress, ...], bool]]:
    """The runs that charts of loss show, and whether they are logarithmic, by which runs they are."""
    found: dict[tuple[tuple[int, ...], bool], tuple[tuple[Progress, ...], bool]] = {}
    for state in states:
        if state.shown("loss_curve") > 0.0 and state.runs:
            options = state.actors["loss_curve"].options
            log = bool(options and options.log)
            found[tuple(id(progress.run) for progress in state.runs), log] = state.runs, log
    return found
