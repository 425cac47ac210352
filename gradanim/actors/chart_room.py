"""How much room a chart takes: its plot, no flatter than can be read well, and what stands around that."""

from __future__ import annotations

import math

from msgspec.structs import replace

from gradanim.actors.needs import Needs
from gradanim.actors.rect import Rect

# The least height of a plot in parts of its width, wherever the frame has the room for it.
FLAT = 0.56
# A line of the legend of a race and the room below the last one in design pixels where ticks are 28 of them high, and
# about the length of one entry of it, likewise.
LEGEND_LINE, LEGEND_UNDER, ENTRY = 48.0, 14.0, 200.0


def high_enough(width: float, want: Needs, room: float, shape: float = FLAT) -> float:
    """The height of a panel in which a plot is not flat, or has some other shape.

    Args:
        width: of the panel, in design pixels.
        want: what the scene places; the legend of a race stands above the plot.
        room: how much more room ticks and their names take than in a wide frame.
        shape: the height of the plot in parts of its width.
    """
    return shape * (width - want.chart.across) + _above_and_below(width, want, room)


def wide_for_both(height: float, want: Needs, room: float) -> float:
    """The width of a column that a map fills with a chart below it that is not flat.

    Args:
        height: of the column without the gap between both, in design pixels.
        want: what the scene places.
        room: as above.
    """
    free = height - want.map.up - want.chart.up - _legend(1, want, room)
    return (free + want.depth * want.map.across + FLAT * want.chart.across) / (want.depth + FLAT)


def shaped(panel: Rect, want: Needs, room: float) -> Rect:
    """A panel made narrower about its middle, until a plot that only holds curves is not flat.

    The legend of a race keeps its line.
    """
    if not want.curves:
        return panel
    plot = panel.height - _above_and_below(panel.width, want, room)
    width = max(plot / FLAT + want.chart.across, ENTRY * room * want.runners)
    if plot <= 0.0 or width >= panel.width:
        return panel
    return replace(panel, x=panel.x + (panel.width - width) / 2, width=width)


def _above_and_below(width: float, want: Needs, room: float) -> float:
    """What a plot has over and under itself."""
    lines = math.ceil(ENTRY * room * want.runners / width)
    return want.chart.up + _legend(lines, want, room)


def _legend(lines: int, want: Needs, room: float) -> float:
    return room * (LEGEND_LINE * lines + LEGEND_UNDER) if want.runners else 0.0
