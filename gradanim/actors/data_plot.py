"""data_plot: the data of the field, the model with the point's own numbers, and what is left between them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors.chart import Chart
from gradanim.actors.chart_ranges import data_chart
from gradanim.actors.pens import Stroke, dot, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.calculus.mean_squared import DataModel

Array = NDArray[np.float64]

RESIDUAL = Stroke(width=4.0, occlusion="top")
MODEL = Stroke(width=4.5, occlusion="top")
# Half the width of a datum, and its border, in design pixels.
DATUM, BORDER = 9.0, 2.0
# Points of the drawn model.
FINE = 241


def draw(scope: Scope, presence: Presence) -> None:
    """Data points; with a point, the curve of the model and a line from every datum to it.

    The lines lie over the data, and the curve over the lines: the shortest are seen where they lie on their datum.
    """
    spec = scope.stage.context.spec.field
    if spec is None or spec.data is None or spec.model is None:
        return
    data = np.array(spec.data, dtype=float)
    chart = data_chart(data)
    chart.axes(scope, presence.shown)
    mark: dict[str, object] = {"data": data.tolist(), "visible": presence.shown > 0}
    for x_i, y_i in data:
        place = chart.place(scope, np.array((x_i, y_i)))
        dot(scope, place, scope.colour("datum", presence.shown), DATUM, BORDER)
    if scope.state.point is not None:
        params = tuple(scope.stage.context.spec.params)
        model = data_model(spec.model, spec.variables, params, len(data))
        x = np.linspace(*chart.x, FINE)
        at, values = scope.state.point, scope.state.params
        predicted = model.predict(data[:, 0], at, values)
        if presence.options is None or presence.options.residuals:
            _residuals(scope, chart, data, predicted, presence)
        curve = np.column_stack([x, model.predict(x, at, values)])
        curve[(curve[:, 1] < chart.y[0]) | (curve[:, 1] > chart.y[1])] = np.nan
        if np.isfinite(curve[:, 1]).any():
            line(scope, chart.place(scope, curve), scope.colour("point", presence.shown), MODEL)
        mark["residuals"] = (predicted - data[:, 1]).tolist()
    scope.marks["data_plot"] = mark


@lru_cache(maxsize=8)
def data_model(model: str, variables: tuple[str, ...], params: tuple[str, ...], count: int) -> DataModel:
    """The model of a field that is made of data; read once."""
    return DataModel.parse(model, variables, params, count)


def _residuals(scope: Scope, chart: Chart, data: Array, predicted: Array, presence: Presence) -> None:
    """They grow from the data as the actor enters; where the model is out of the chart they end at its border."""
    low, high = chart.y
    width = RESIDUAL.width * (1 + 0.5 * presence.emphasis)
    for (x, y), value in zip(data, predicted, strict=True):
        if not np.isfinite(value):
            continue
        end = float(np.clip(y + presence.shown * (value - y), low, high))
        ends = chart.place(scope, np.array([(x, y), (x, end)]))
        line(scope, ends, scope.colour("residual", presence.shown), replace(RESIDUAL, width=width))
