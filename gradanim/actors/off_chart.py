"""What leaves a chart above or below: the curve is cut there, an arrow points after it, and words say so."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.chart import Chart
from gradanim.actors.lettering import prose
from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Label, Scope
from gradanim.actors.theme import RGBA

Array = NDArray[np.float64]
HEAD = Stroke(width=4.0, occlusion="top")
# Half the width and the height of an arrow's head, in design pixels, and what keeps words off it.
WIDE, HIGH, GAP = 9.0, 13.0, 18.0
WORDS = "off the chart"


class Cut(Struct, frozen=True):
    """A curve inside a range of heights.

    Attributes:
        pieces: what is inside, each ``(k, 2)`` with k of at least 2.
        exits: where it leaves, ``(x, height, 1.0 above or -1.0 below)``.
    """

    pieces: tuple[Array, ...]
    exits: tuple[tuple[float, float, float], ...]


def cut(points: Array, low: float, high: float) -> Cut:
    """Cuts a curve exactly where it crosses ``low`` and ``high``.

    Args:
        points: ``(k, 2)``, from left to right; heights may be infinite.
        low: the lower end of the range.
        high: the upper end.
    """
    pieces: list[Array] = []
    exits: list[tuple[float, float, float]] = []
    piece: list[Array] = []
    for k, point in enumerate(points):
        side = _side(float(point[1]), low, high)
        before = _side(float(points[k - 1][1]), low, high) if k else side
        if k and before != side:
            for edge in _crossed(before, side, low, high):
                at = np.array([_crossing(points[k - 1], point, edge), edge])
                piece.append(at)
                if len(piece) > 1:
                    pieces.append(np.array(piece))
                    piece = []
            if side:
                exits.append((float(at[0]), float(at[1]), float(side)))
        if k == 0 and side:
            exits.append((float(point[0]), high if side > 0 else low, float(side)))
        if not side:
            piece.append(point)
    if len(piece) > 1:
        pieces.append(np.array(piece))
    return Cut(tuple(pieces), tuple(exits))


def mark(scope: Scope, chart: Chart, at: tuple[float, float, float], colour: RGBA) -> None:
    """The head of an arrow where a curve leaves the chart, pointing after it."""
    middle = chart.place(scope, np.array(at[:2]))
    sides = np.array([(-WIDE, 0.0, 0.0), (0.0, at[2] * HIGH, 0.0), (WIDE, 0.0, 0.0)])
    line(scope, middle + sides, colour, HEAD)


def say(scope: Scope, chart: Chart, at: tuple[float, float, float], shown: float) -> None:
    """Says beside an arrow, on the side with more room, that the curve goes on off the chart."""
    u, v = scope.pixel(chart.place(scope, np.array(at[:2])))
    left = at[0] > sum(chart.x) / 2
    size = scope.stage.layout.sizes.tick
    # Inside the chart, one line from its end: the name of the axis stands beyond it.
    anchor = (u + scope.px(-GAP if left else GAP), v + at[2] * scope.px(0.6 * size))
    away = (-1.0 if left else 1.0, 0.0)
    scope.labels.append(Label(prose(WORDS), anchor, away, "muted", size, shown, movable=False))


def _side(height: float, low: float, high: float) -> int:
    return (height > high) - (height < low)


def _crossed(before: int, after: int, low: float, high: float) -> list[float]:
    """The ends of the range that a step passes, in order."""
    edges = {1: high, -1: low}
    return [edges[side] for side in (before, after) if side]


def _crossing(start: Array, end: Array, edge: float) -> float:
    """Where a straight step from start to end has the height ``edge``; one of infinite height stands upright."""
    if not np.isfinite(start[1]):
        return float(end[0])
    if not np.isfinite(end[1]):
        return float(start[0])
    return float(start[0] + (edge - start[1]) / (end[1] - start[1]) * (end[0] - start[0]))
