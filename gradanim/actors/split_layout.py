"""Where the pictures and the chart of a split stage go in the room that they have."""

from __future__ import annotations

from dataclasses import replace

from gradanim.actors.needs import Needs
from gradanim.actors.rect import Rect

# A region higher than this many times its width is one of a phone.
TALL = 1.3
# The least height of two pictures over their chart in a square, the width of a map beside its chart on a phone.
SQUARE_ROW, MAP_SHARE = 0.53, 0.53
# What a map takes besides its own width and height, for ticks and names.
MAP_ROOM = (118.0, 110.0)
# The height of a landscape above its map in a square: the axes of a map need more of a small room.
SQUARE_UPPER = 0.5
# The width of a landscape beside its map there; such a row makes it larger, and the map is not to be smaller than this
# part of what it were below.
LANDSCAPE_SHARE, ENOUGH = 0.54, 0.9
# The most that a landscape is high there, in parts of the width that it has.
LANDSCAPE_DEPTH = 0.9
# The height of a map above its chart in a wide frame.
CHART_BELOW = 0.53


def split(picture: Rect, want: Needs, wide: bool) -> tuple[Rect, Rect, Rect | None]:
    """The landscape, its map, and the chart of a split stage, in design pixels; ``wide`` tells a frame for screens."""
    gap, panel = 36.0, want.panel
    if wide:
        left = picture.width * (0.56 if panel else 0.52)
        surface = Rect(picture.x, picture.y, left, picture.height)
        x, width = picture.x + left + gap, picture.width - left - gap
        if not panel:
            return surface, Rect(x, picture.y, width, picture.height), None
        upper = picture.height * CHART_BELOW
        plane = Rect(x, picture.y, width, upper - gap / 2)
        return surface, plane, Rect(x, picture.y + upper + gap / 2, width, picture.height - upper - gap / 2)
    if panel and picture.height < TALL * picture.width:
        return _square_split(picture, gap, want.depth)
    upper = picture.height * (0.55 if picture.height > TALL * picture.width else SQUARE_UPPER)
    surface = Rect(picture.x, picture.y, picture.width, upper)
    y, height = picture.y + upper + gap / 2, picture.height - upper - gap / 2
    if not panel:
        below = Rect(picture.x, y, picture.width, height)
        wider = (picture.width - gap) * LANDSCAPE_SHARE
        beside = replace(picture, width=wider)
        right = replace(picture, x=beside.right + gap, width=picture.width - gap - wider)
        if _map_width(right, want.depth) > ENOUGH * _map_width(below, want.depth):
            return beside, right, None
        return surface, below, None
    width = (picture.width - gap) * MAP_SHARE
    x = picture.x + width + gap
    return surface, Rect(picture.x, y, width, height), Rect(x, y, picture.right - x, height)


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


def _square_split(picture: Rect, gap: float, depth: float) -> tuple[Rect, Rect, Rect]:
    """Both pictures in a row, which is as wide as the frame and as high as the map, and the chart below them."""
    half = (picture.width - gap) / 2
    row = max((half - MAP_ROOM[0]) * depth + MAP_ROOM[1], picture.height * SQUARE_ROW)
    surface = Rect(picture.x, picture.y, half, row)
    plane = Rect(picture.x + half + gap, picture.y, half, row)
    y = picture.y + row + gap
    return surface, plane, Rect(picture.x, y, picture.width, picture.bottom - y)
