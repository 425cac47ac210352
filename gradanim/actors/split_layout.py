"""Where the pictures and the chart of a split stage go in the room that they have."""

from __future__ import annotations

from dataclasses import replace

from gradanim.actors.chart_room import high_enough, wide_for_both
from gradanim.actors.needs import Needs
from gradanim.actors.rect import Rect

# Between pictures that stand beside each other, in design pixels.
GAP = 36.0
# A region higher than this many times its width is one of a phone.
TALL = 1.3
# A region wider than this many times its height is one of a screen.
WIDE = 1.2
# The width of a map beside its chart on a phone, and the most height of the plot of a chart in parts of its width.
MAP_SHARE, HIGH_PLOT = 0.53, 1.2
# What a map takes besides its own width and height, for ticks and names.
MAP_ROOM = (124.0, 110.0)
# The height of a landscape above its map on a phone, and in a square: the axes of a map need more of a small room.
TALL_LANDSCAPE, SQUARE_UPPER = 0.55, 0.5
# The width of a landscape beside its map there; such a row makes it larger, and the map is not to be smaller than this
# part of what it were below.
LANDSCAPE_SHARE, ENOUGH = 0.54, 0.9
# The same in a frame of a screen.
WIDE_LANDSCAPE = 0.53
# The most that a landscape is high there, in parts of the width that it has.
LANDSCAPE_DEPTH = 0.9
# The column of a map above its chart is as wide as both can use, within these parts of the width.
LEAST_COLUMN, MOST_COLUMN = 0.3, 0.45


def is_wide(rect: Rect) -> bool:
    """Whether a frame, or a region of it, is one of a screen."""
    return rect.width > WIDE * rect.height


def split(picture: Rect, want: Needs, wide: bool, room: float) -> tuple[Rect, Rect, Rect | None]:
    """The landscape, its map, and the chart of a split stage, in design pixels.

    Args:
        picture: the room of all three.
        want: what the scene places.
        wide: tells a frame, or a region, for screens.
        room: how much more room ticks and their names take than in a wide frame.
    """
    tall = picture.height > TALL * picture.width
    if want.panel:
        return _over_chart(picture, want, room) if not tall else _above_chart(picture, want, room)
    if wide:
        return _side_by_side(picture, WIDE_LANDSCAPE)
    upper = picture.height * (TALL_LANDSCAPE if tall else SQUARE_UPPER)
    y, height = picture.y + upper + GAP / 2, picture.height - upper - GAP / 2
    below = Rect(picture.x, y, picture.width, height)
    beside = _side_by_side(picture, LANDSCAPE_SHARE)
    if _map_width(beside[1], want.depth) > ENOUGH * _map_width(below, want.depth):
        return beside
    return replace(picture, height=upper), below, None


def _side_by_side(picture: Rect, share: float) -> tuple[Rect, Rect, None]:
    """A landscape with a share of the width, and its map beside it."""
    left = (picture.width - GAP) * share
    x = picture.x + left + GAP
    return replace(picture, width=left), replace(picture, x=x, width=picture.right - x), None


def _over_chart(picture: Rect, want: Needs, room: float) -> tuple[Rect, Rect, Rect]:
    """A landscape, and beside it its map over the chart, which has what the map leaves."""
    height = picture.height - GAP
    width = wide_for_both(height, (*MAP_ROOM, want.depth), want, room)
    width = min(max(width, LEAST_COLUMN * picture.width), MOST_COLUMN * picture.width)
    left = height - (width - MAP_ROOM[0]) * want.depth - MAP_ROOM[1]
    lower = max(high_enough(width, want, room), min(left, high_enough(width, want, room, HIGH_PLOT)))
    x, y = picture.right - width, picture.bottom - lower
    surface = replace(picture, width=picture.width - width - GAP)
    return surface, Rect(x, picture.y, width, height - lower), Rect(x, y, width, lower)


def closed_up(
    surface: Rect, plane: Rect, column: Rect | None, depth: float
) -> tuple[Rect, Rect, Rect | None]:
    """A row of two pictures no higher than they need, in the middle together with the texts below it."""
    needed = max(depth * (plane.width - MAP_ROOM[0]) + MAP_ROOM[1], LANDSCAPE_DEPTH * surface.width)
    spare = max(0.0, surface.height - needed)
    surface, plane = (
        replace(rect, y=rect.y + spare / 2, height=rect.height - spare) for rect in (surface, plane)
    )
    return surface, plane, None if column is None else replace(column, y=column.y - spare / 2)


def _map_width(room: Rect, depth: float) -> float:
    """How wide a map becomes in a room, without its ticks and names, if it is ``depth`` times as high as wide."""
    return min(room.width - MAP_ROOM[0], (room.height - MAP_ROOM[1]) / depth)


def _above_chart(picture: Rect, want: Needs, room: float) -> tuple[Rect, Rect, Rect]:
    """A landscape as wide as the frame, and its map and the chart in a row below it.

    No gap is between those two: the numbers of their axes keep them apart.
    """
    width = picture.width * MAP_SHARE
    right = picture.width - width
    most = high_enough(right, want, room, HIGH_PLOT)
    row = min(picture.height * (1.0 - TALL_LANDSCAPE) - GAP / 2, most)
    y = picture.bottom - row
    surface = replace(picture, height=y - GAP / 2 - picture.y)
    return surface, Rect(picture.x, y, width, row), Rect(picture.x + width, y, right, row)
