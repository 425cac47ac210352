"""The charts whose ranges follow from the field or from where the point is: of one variable, of data, of all slopes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradanim.actors import symbols
from gradanim.actors.chart import Chart
from gradanim.actors.context import Context
from gradanim.actors.lettering import math, prose
from gradanim.actors.ranges import drawable_range
from gradanim.spec import SceneSpec

Array = NDArray[np.float64]
# Below and above the values of one variable, and around data, as shares of their extent.
ROOM, BESIDE, OVER = 0.12, 0.08, 0.3


def line_chart(context: Context, values: tuple[float, float]) -> Chart:
    """The domain across, the drawn range of values up, with room below for the x-axis."""
    ((low, high),) = context.domain
    least, most = drawable_range(*values)
    spec, room = context.spec.field, ROOM * (most - least)
    names = (math(symbols.variable(spec, 0)), math(symbols.function(spec)))
    return Chart((low, high), (least - room, most + room), *names)


def data_chart(data: Array) -> Chart:
    """The chart of data ``(k, 2)``."""
    return Chart(_range(data[:, 0], BESIDE), _range(data[:, 1], OVER), math("x"), math("y"))


def slope_chart(spec: SceneSpec, norm: float) -> Chart:
    """The chart of all slopes at a point with a gradient of some length; two parts of its axis have a tick each."""
    reach = 1.25 * norm if norm > 0 else 1.0
    names = (_angle(spec), math(f"D_{symbols.letter('u', spec)} {symbols.function(spec.field)}"))
    return Chart((-180.0, 180.0), (-reach, reach), *names, 180.0, "°")


def _range(values: Array, share: float) -> tuple[float, float]:
    low, high = drawable_range(float(values.min()), float(values.max()))
    room = share * (high - low)
    return low - room, high + room


def _angle(spec: SceneSpec) -> str:
    """θ, and from where to where it is measured."""
    steepest, direction = symbols.gradient(spec.field), symbols.letter("u", spec)
    return f"{math('theta')}{prose(' from ')}{math(steepest)}{prose(' to ')}{math(direction)}"
