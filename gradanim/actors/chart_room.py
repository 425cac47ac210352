"""How much room a chart takes: its plot, no flatter than can be read well, and what stands around that."""

from __future__ import annotations

import math

from msgspec.structs import replace

from gradanim.actors.needs import Needs
from gradanim.actors.rect import Rect

# Room for tick labels and names around the axes, in design pixels where ticks are 28 of them high.
LEFT, BELOW, ABOVE, RIGHT = 96.0, 92.0, 62.0, 34.0
# The least height of a plot in parts of its width, wherever the frame has the room for it.
FLAT = 0.56
# A line of the legend of a race, and about the length of one entry of it, likewise.
LEGEND_LINE, ENTRY = 48.0, 200.0


def high_enough(width: float, want: Needs, room: float, shape: float = FLAT) -> float:
    """The height of a panel in which a plot is not flat, or has some other shape.

    Args:
        width: of the panel, in design pixels.
        want: what the scene places; the legend of a race stands above the plot.
        room: how much more room ticks and their names take than in a wide frame.
        shape: the height of the plot in parts of its width.
    """
    return shape * (width - room * (LEFT + RIGHT)) + _above_and_below(width, want, room)


def wide_for_both(height: float, needed: tuple[float, float, float], want: Needs, room: float) -> float:
    """The width of a column that a map fills with a chart below it that is not flat.

    Args:
        height: of the column without the gap between both, in design pixels.
        needed: what the map takes besides its own width and height, and its height in parts of its width.
        want: what the scene places.
        room: as above.
    """
    across, up, depth = needed
    free = height - up - room * (BELOW + ABOVE) - LEGEND_LINE * room * bool(want.runners)
    return (free + depth * across + FLAT * room * (LEFT + RIGHT)) / (depth + FLAT)


def shaped(panel: Rect, want: Needs, room: float) -> Rect:
    """A panel made narrower about its middle, until a plot that only holds curves is not flat.

    The legend of a race keeps its line.
    """
    if not want.curves:
        return panel
    plot = panel.height - _above_and_below(panel.width, want, room)
    width = max(plot / FLAT + room * (LEFT + RIGHT), ENTRY * room * want.runners)
    if plot <= 0.0 or width >= panel.width:
        return panel
    return replace(panel, x=panel.x + (panel.width - width) / 2, width=width)


def _above_and_below(width: float, want: Needs, room: float) -> float:
    """What a plot has over and under itself."""
    lines = math.ceil(ENTRY * room * want.runners / width)
    return room * (BELOW + ABOVE + LEGEND_LINE * lines)
