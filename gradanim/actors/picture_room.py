"""How much of its region a picture fills: its own shape, and the room that ticks and names take around it."""

from __future__ import annotations

import math

from gradanim.actors.around import Around
from gradanim.actors.needs import Needs
from gradanim.actors.rect import Rect

# The least room around a landscape for tick labels and names, in design pixels where ticks are 28 of them high.
AROUND_SURFACE = 46.0


def around_surface(want: Needs, room: float) -> Around:
    """The room around a landscape, in design pixels: more at its sides where the numbers of its axes are wide.

    Args:
        want: what the scene places.
        room: how much more room ticks and their names take than in a wide frame.
    """
    usual, (left, right) = AROUND_SURFACE * room, want.beside
    return Around(left=usual + left, right=usual + right, below=usual, above=usual)


def landscape_height(width: float, want: Needs, room: float) -> float:
    """The height of a region that a landscape fills together with a width, in design pixels.

    Args:
        width: of the region.
        want: what the scene places.
        room: how much more room ticks and their names take than in a wide frame.
    """
    around = around_surface(want, room)
    return around.up + (width - around.across) / want.aspect


def landscape_width(region: Rect, want: Needs, room: float) -> float:
    """How wide a landscape is drawn in a region, without its ticks; arguments as above."""
    around = around_surface(want, room)
    return min(region.width - around.across, (region.height - around.up) * want.aspect)


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
    around = around_surface(want, room)
    return around.across + (height - around.up) * want.aspect
