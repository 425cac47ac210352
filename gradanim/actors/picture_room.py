"""How much of its region a picture fills: its own shape, and the room that ticks and names take around it."""

from __future__ import annotations

import math

from gradanim.actors.needs import Needs
from gradanim.actors.rect import Rect

# Room around a landscape for tick labels and names, in design pixels where ticks are 28 of them high.
AROUND_SURFACE = 46.0


def landscape_height(width: float, want: Needs, room: float) -> float:
    """The height of a region that a landscape fills together with a width, in design pixels.

    Args:
        width: of the region.
        want: what the scene places.
        room: how much more room ticks and their names take than in a wide frame.
    """
    around = 2 * AROUND_SURFACE * room
    return around + (width - around) / want.aspect


def landscape_width(region: Rect, want: Needs, room: float) -> float:
    """How wide a landscape is drawn in a region, without its ticks; arguments as above."""
    around = 2 * AROUND_SURFACE * room
    return min(region.width - around, (region.height - around) * want.aspect)


def map_height(width: float, want: Needs) -> float:
    """The height of a region that a map fills together with a width, in design pixels; arguments as above."""
    return want.map.up + want.depth * (width - want.map.across)


def map_width(region: Rect, want: Needs) -> float:
    """How wide a map is drawn in a region, without its ticks; arguments as above."""
    return min(region.width - want.map.across, (region.height - want.map.up) / want.depth)


def filled_height(width: float, want: Needs, room: float) -> float:
    """The height of a region that the only picture of a scene fills; infinite where that fills any."""
    if want.zoomed or want.stage == "line":
        return math.inf
    return map_height(width, want) if want.stage == "plane" else landscape_height(width, want, room)


def filled_width(height: float, want: Needs, room: float) -> float:
    """The width of a region that the only picture of a scene fills; infinite where that fills any."""
    if want.zoomed or want.stage == "line":
        return math.inf
    if want.stage == "plane":
        return want.map.across + (height - want.map.up) / want.depth
    around = 2 * AROUND_SURFACE * room
    return around + (height - around) * want.aspect
