"""A chart in the panel: two axes with ticks and names, and curves in its own coordinates."""

from __future__ import annotations

from functools import partial

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.around import (
    CHART_NAME,
    CHART_NAME_SIZE,
    CHART_NUMBER,
    CLEAR,
    LINE,
    Around,
    Lettering,
    tick_texts,
    widest,
)
from gradanim.actors.lettering import prose, width
from gradanim.actors.pens import Stroke, dot, line
from gradanim.actors.stage import Label, Scope
from gradanim.actors.theme import RGBA
from gradanim.actors.ticks import number_text, power_ticks, round_step, whole_step

Array = NDArray[np.float64]

# From tick to tick at least, in em of their numbers: across and up; into so many parts they divide an axis at most.
MOST_DIGITS, APART, MOST_PARTS = 2.6, 1.6, 4
# So near to the end of a range, in parts of it, a tick is still in it.
NEAR = 1e-9
FRAME = Stroke(width=3.0, occlusion="top")
GRID = Stroke(width=1.5, occlusion="top")
CURVE = Stroke(width=5.0, occlusion="top")


Range = tuple[float, float]
Ticks = tuple[tuple[float, str], ...]


class Change(Struct, frozen=True):
    """Ranges between which axes glide; their numbers fade over.

    Attributes:
        x: ranges of the horizontal axis before and after.
        y: ranges of the vertical axis before and after.
        share: how far the axes are on their way, 0 to 1.
    """

    x: tuple[Range, Range]
    y: tuple[Range, Range]
    share: float


class Chart(Struct, frozen=True):
    """A chart's ranges and names.

    Attributes:
        x: range of the horizontal axis.
        y: range of the vertical axis.
        x_name: markup of the name under the horizontal axis.
        y_name: markup of the name above the vertical axis.
        x_step: distance of ticks, or None for a round one.
        x_suffix: what follows a tick's number, such as a degree sign.
        above: what stands above the chart, such as a legend, in design pixels.
        x_whole: whether ticks of the horizontal axis stand at whole numbers only.
        y_log: whether the vertical coordinates are logarithms to base 10, whose ticks are powers of ten.
        change: what the axes are on their way between, or None where they stand still.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    x_name: str
    y_name: str
    x_step: float | None = None
    x_suffix: str = ""
    above: float = 0.0
    x_whole: bool = False
    y_log: bool = False
    change: Change | None = None

    def place(self, scope: Scope, points: Array) -> Array:
        """World points ``(k, 3)`` of the panel's view for chart points ``(k, 2)``."""
        points = np.asarray(points, dtype=float)
        around = _around(scope)
        wide, high = self.plot_width(scope), self.plot_height(scope)
        x = around.left + (points[..., 0] - self.x[0]) / (self.x[1] - self.x[0]) * wide
        y = around.below + (points[..., 1] - self.y[0]) / (self.y[1] - self.y[0]) * high
        return np.stack([x, y, np.zeros_like(x)], axis=-1)

    def plot_width(self, scope: Scope) -> float:
        """Length of the horizontal axis in design pixels."""
        return scope.rect.width - _around(scope).across

    def plot_height(self, scope: Scope) -> float:
        """Length of the vertical axis in design pixels."""
        return scope.rect.height - _around(scope).up - self.above

    def lettering(self) -> Lettering:
        """How wide what stands around is at most, into however many parts ticks divide the axes."""
        ranges = self.change or Change((self.x, self.x), (self.y, self.y), 1.0)
        counts = range(1, MOST_PARTS + 1)
        across = [text for side in ranges.x for count in counts for _, text in self._widths(side, count)]
        up = [text for side in ranges.y for count in counts for _, text in self._heights(side, count)]
        return Lettering((widest(across), widest(up)), (0.0, width(self.y_name)))

    def parts(self, scope: Scope) -> tuple[int, int]:
        """Into about how many parts ticks divide the axes: four, or fewer where their numbers would touch."""
        tick = scope.stage.layout.sizes.tick
        across, up = self.plot_width(scope) / (MOST_DIGITS * tick), self.plot_height(scope) / (APART * tick)
        return max(1, min(MOST_PARTS, int(across))), max(1, min(MOST_PARTS, int(up)))

    def curve(self, scope: Scope, points: Array, colour: RGBA, stroke: Stroke = CURVE) -> None:
        """A curve through chart points, kept inside the chart."""
        points = np.asarray(points, dtype=float)
        low, high = self.y
        kept = np.column_stack([points[:, 0], np.clip(points[:, 1], low, high)])
        line(scope, self.place(scope, kept), colour, stroke)

    def dot(self, scope: Scope, at: tuple[float, float], colour: RGBA) -> None:
        """A dot at a chart point."""
        clipped = (at[0], float(np.clip(at[1], *self.y)))
        dot(scope, self.place(scope, np.array(clipped)), colour, 10.0)

    def axes(self, scope: Scope, shown: float, numbers: float = 1.0) -> None:
        """Axes, ticks, a faint grid and the names; ``numbers`` is how far ticks and grid are there."""
        scope.keep("chart", (self, shown, numbers), partial(self._axes, shown=shown, numbers=numbers))

    def _axes(self, scope: Scope, shown: float, numbers: float) -> None:
        (x0, x1), (y0, y1) = self.x, self.y
        if numbers > 0.0:
            self._ticks(scope, shown * numbers)
        frame = np.array([(x0, y1), (x0, y0), (x1, y0)])
        self.curve(scope, frame, scope.colour("axis", shown), FRAME)
        self._name(scope, self.x_name, ((x0 + x1) / 2, y0), CHART_NUMBER + LINE + CHART_NAME, shown)
        self._name(scope, self.y_name, (x0, y1), -CLEAR, shown)

    def _ticks(self, scope: Scope, shown: float) -> None:
        """The numbers of both axes, and the grid."""
        (x0, x1), y0 = self.x, self.y[0]
        across, up = self.parts(scope)
        change = self.change or Change((self.x, self.x), (self.y, self.y), 1.0)
        widths = [self._widths(between, across) for between in change.x]
        for x, text, seen in faded(widths[0], widths[1], change.share):
            if x <= x1 + NEAR * (x1 - x0):
                self._tick(scope, (x, y0), (0.0, 1.0), text, shown * seen)
        heights, near = [self._heights(between, up) for between in change.y], NEAR * (self.y[1] - y0)
        for y, text, seen in faded(heights[0], heights[1], change.share):
            if y0 - near <= y <= self.y[1] + near:
                self.curve(scope, np.array([(x0, y), (x1, y)]), scope.colour("grid", shown * seen), GRID)
                self._tick(scope, (x0, y), (-1.0, 0.0), text, shown * seen)

    def _widths(self, between: Range, count: int) -> Ticks:
        """Where the ticks of a horizontal axis are, and what stands there."""
        x0, x1 = between
        usual = whole_step(x1 - x0, count) if self.x_whole else round_step(x1 - x0, count)
        step = self.x_step or usual
        places = np.arange(np.ceil(x0 / step - NEAR) * step, x1 + NEAR * (x1 - x0), step)
        return tuple((float(x), number_text(float(x), step) + self.x_suffix) for x in places)

    def _heights(self, between: Range, count: int) -> Ticks:
        """Where the ticks of a vertical axis are, and what stands there."""
        if self.y_log:
            return power_ticks(*between, count)
        return tick_texts(between, count)

    def _tick(
        self, scope: Scope, at: tuple[float, float], away: tuple[float, float], text: str, shown: float
    ) -> None:
        u, v = scope.pixel(self.place(scope, np.array(at)))
        size = scope.stage.layout.sizes.tick
        gap = scope.px(CHART_NUMBER * size)
        anchor = (u + gap * away[0], v + gap * away[1])
        name = f"{'x' if away[0] == 0.0 else 'y'} {text}"
        label = Label(
            prose(text), anchor, away, "muted", size, shown, movable=False, view=scope.kind, name=name
        )
        scope.labels.append(label)

    def _name(self, scope: Scope, markup: str, at: tuple[float, float], below: float, shown: float) -> None:
        u, v = scope.pixel(self.place(scope, np.array(at)))
        tick = scope.stage.layout.sizes.tick
        anchor = (u, v + scope.px(below * tick))
        away = (0.0, 1.0 if below > 0 else -1.0)
        size = CHART_NAME_SIZE * tick
        label = Label(markup, anchor, away, "text", size, shown, movable=False, view=scope.kind)
        scope.labels.append(label)


def _around(scope: Scope) -> Around:
    return scope.stage.layout.around_chart


def faded(before: Ticks, after: Ticks, share: float) -> tuple[tuple[float, str, float], ...]:
    """Ticks of two ranges with how far they are there: those of both stay, others go before others come."""
    going, coming = max(0.0, 1.0 - 2.0 * share), max(0.0, 2.0 * share - 1.0)
    old, new = ({text: place for place, text in side} for side in (before, after))
    every = {
        text: 1.0 if text in old and text in new else going if text in old else coming for text in old | new
    }
    return tuple(((old | new)[text], text, seen) for text, seen in every.items() if seen > 0.0)
