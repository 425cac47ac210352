"""Very many components in one strip: a column for every two pixels."""

from __future__ import annotations

import math

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Scope
from gradanim.actors.theme import RGBA

Array = NDArray[np.float64]

# Bars thinner than this many design pixels are drawn as a strip of columns of that width.
COLUMN = 2.0


class Plot(Struct, frozen=True):
    """A box in the panel for bars: world units are design pixels from the panel's lower left corner.

    Attributes:
        left, low, wide, high: the box.
        count: places side by side, may be a fraction.
        reach: the value that reaches the upper side; the lower side is its negative.
    """

    left: float
    low: float
    wide: float
    high: float
    count: float
    reach: float

    def place(self, x: Array | float, value: Array | float) -> Array:
        """World points ``(…, 3)`` for places counted from 0 and values."""
        u = self.left + np.clip(np.asarray(x, dtype=float) / self.count, 0.0, 1.0) * self.wide
        # A component that is more than a number can be has no place.
        with np.errstate(invalid="ignore"):
            v = self.low + (0.5 + 0.5 * np.asarray(value, dtype=float) / self.reach) * self.high
        u, v = np.broadcast_arrays(u, v)
        return np.stack([u, v, np.zeros(u.shape)], axis=-1)


def draw_strip(scope: Scope, plot: Plot, values: Array, shown: float) -> None:
    """Columns from the lowest to the highest component in each, and over them how large they are on average."""
    columns = int(plot.wide / COLUMN)
    low, high = column_extremes(values, columns)
    # Where several components share a column the extremes fade back behind the averages.
    crowd = min(1.0, math.log(max(1.0, len(values) / columns)) / math.log(8.0))
    colour = scope.colour("gradient", shown * (1.0 - 0.55 * crowd))
    _columns(scope, plot, (low * shown, high * shown), colour)
    if crowd > 0.0:
        below, above = column_averages(values, columns)
        _columns(scope, plot, (below * shown, above * shown), scope.colour("gradient", shown * crowd))


def _columns(scope: Scope, plot: Plot, ends: tuple[Array, Array], colour: RGBA) -> None:
    low, high = ends
    count = len(low)
    at = (np.arange(count) + 0.5) * plot.count / count
    points = np.full((count, 3, 3), np.nan)
    points[:, 0], points[:, 1] = plot.place(at, low), plot.place(at, high)
    line(scope, points.reshape(-1, 3), colour, Stroke(width=COLUMN, occlusion="top"))


def column_extremes(values: Array, columns: int) -> tuple[Array, Array]:
    """Lowest and highest of the values in each of ``columns`` equal shares, 0 among them."""
    starts = _starts(len(values), columns)
    low, high = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    return np.minimum(low, 0.0), np.maximum(high, 0.0)


def column_averages(values: Array, columns: int) -> tuple[Array, Array]:
    """Averages of the negative and of the positive values in each of ``columns`` equal shares; 0 without any."""
    starts = _starts(len(values), columns)
    averages = []
    for part in (np.minimum(values, 0.0), np.maximum(values, 0.0)):
        there = np.add.reduceat((part != 0.0).astype(float), starts)
        averages.append(np.add.reduceat(part, starts) / np.maximum(there, 1.0))
    return averages[0], averages[1]


def _starts(count: int, columns: int) -> NDArray[np.intp]:
    return np.minimum(np.arange(columns) * count // columns, count - 1)
