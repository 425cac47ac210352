"""Where the pictures and the chart of a split stage go in the room that they have."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec.structs import replace

from gradanim.actors.chart_room import high_enough, wide_for_both
from gradanim.actors.diagonal import diagonal
from gradanim.actors.needs import Needs
from gradanim.actors.picture_room import (
    landscape_height,
    landscape_width,
    map_height,
    map_width,
)
from gradanim.actors.rect import Rect

# Between pictures that stand over each other, and beside each other in a frame that is not wide: the room around them
# keeps those apart. In design pixels.
GAP, NARROW_GAP = 36.0, 8.0
# A region higher than this many times its width is one of a phone.
TALL = 1.3
# A region wider than this many times its height is one of a screen.
WIDE = 1.2
# The most height of the plot of a chart in parts of its width.
HIGH_PLOT = 1.3
# The part of the height that a landscape above its map has where both want more.
LANDSCAPE_UPPER = 0.55
# The width of a landscape beside its map, in a frame of a screen and in another one.
WIDE_LANDSCAPE, LANDSCAPE_SHARE = 0.53, 0.54
# Pictures over each other are to be so many times as large as beside each other, where both are seen at a glance.
# A map that stands aside from its landscape, on the diagonal, is to gain more.
LARGER, STEPPED = 1.05, 1.15
# The least width of texts in the corner beside a map, in parts of the frame's, and what keeps them from it.
LEAST_CORNER, APART = 0.4, 24.0
# The column of a map above its chart is as wide as both can use, within these parts of the width.
LEAST_COLUMN, MOST_COLUMN = 0.3, 0.45

Three = tuple[Rect, Rect, Rect | None]


def is_wide(rect: Rect) -> bool:
    """Whether a frame, or a region of it, is one of a screen."""
    return rect.width > WIDE * rect.height


def split(picture: Rect, want: Needs, wide: bool, room: float) -> Three:
    """The landscape, its map, and the chart of a split stage, in design pixels.

    Args:
        picture: the room of all three.
        want: what the scene places.
        wide: tells a frame, or a region, for screens.
        room: how much more room ticks and their names take than in a wide frame.
    """
    if want.panel:
        tall = picture.height > TALL * picture.width
        return _over_chart(picture, want, room) if not tall else _above_chart(picture, want, room)
    if wide:
        return _side_by_side(picture, WIDE_LANDSCAPE, GAP)
    best: Three = _side_by_side(picture, LANDSCAPE_SHARE, NARROW_GAP)
    stepped = diagonal(picture, want, room)
    others = (
        (_one_over_the_other(picture, want, room), LARGER),
        ((*stepped, None) if stepped else None, STEPPED),
    )
    for other, gain in others:
        if other is not None and size(other, want, room) > gain * size(best, want, room):
            best = other
    return best


def size(made: Sequence[Rect | None], want: Needs, room: float) -> float:
    """The widths of a landscape and of its map in their regions, multiplied."""
    assert made[0] is not None and made[1] is not None
    return landscape_width(made[0], want, room) * map_width(made[1], want)


def cornered(main: Rect, want: Needs, text: float, room: float) -> tuple[Rect, Rect, Rect] | None:
    """A landscape with its map below it at the right and texts beside that; None where those are squeezed.

    Args:
        main: the room of all three.
        want: what the scene places.
        text: the height of the texts, whose lines may be broken.
        room: as above.
    """
    surface, plane, _ = _one_over_the_other(main, want, room)
    width = map_width(plane, want) + want.map.across
    left = main.width - width - APART
    if left < LEAST_CORNER * main.width:
        return None
    middle = plane.y + (plane.height + want.map.above - want.map.below) / 2
    y = max(plane.y + want.map.above, middle - text)
    return (
        surface,
        Rect(plane.right - width, plane.y, width, plane.height),
        Rect(main.x, y, left, main.bottom - y),
    )


def cornered_step(main: Rect, want: Needs, text: float, room: float) -> tuple[Rect, Rect, Rect] | None:
    """A landscape and its map on the diagonal, with texts in the corner below the one and beside the other.

    None where there are no such pictures, or where texts would be squeezed; the arguments are those of ``cornered``.
    """
    made = diagonal(main, want, room)
    if made is None:
        return None
    surface, plane = made
    left = plane.x - main.x - APART
    middle = plane.y + (plane.height + want.map.above - want.map.below) / 2
    y = max(surface.bottom, middle - text)
    if left < LEAST_CORNER * main.width or y + text > main.bottom:
        return None
    return surface, plane, Rect(main.x, y, left, main.bottom - y)


def _side_by_side(picture: Rect, share: float, gap: float) -> Three:
    """A landscape with a share of the width, and its map beside it."""
    left = (picture.width - gap) * share
    x = picture.x + left + gap
    return replace(picture, width=left), replace(picture, x=x, width=picture.right - x), None


def _one_over_the_other(picture: Rect, want: Needs, room: float) -> Three:
    """A landscape with its map below it: neither has more height than it fills while the other wants more."""
    free = picture.height - GAP
    upper, lower = landscape_height(picture.width, want, room), map_height(picture.width, want)
    spare = free - upper - lower
    height = upper + spare / 2 if spare > 0.0 else min(upper, max(LANDSCAPE_UPPER * free, free - lower))
    y = picture.y + height + GAP
    return replace(picture, height=height), replace(picture, y=y, height=picture.bottom - y), None


def _over_chart(picture: Rect, want: Needs, room: float) -> Three:
    """A landscape, and beside it its map over the chart, which has what the map leaves."""
    height = picture.height - GAP
    width = wide_for_both(height, want, room)
    width = min(max(width, LEAST_COLUMN * picture.width), MOST_COLUMN * picture.width)
    left = height - map_height(width, want)
    lower = max(high_enough(width, want, room), min(left, high_enough(width, want, room, HIGH_PLOT)))
    x, y = picture.right - width, picture.bottom - lower
    surface = replace(picture, width=picture.width - width - GAP)
    return surface, Rect(x, picture.y, width, height - lower), Rect(x, y, width, lower)


def _above_chart(picture: Rect, want: Needs, room: float) -> Three:
    """A landscape as wide as the frame, and its map and the chart in a row below it, with plots of one area.

    No gap is between those two: the numbers of their axes keep them apart.
    """
    wide, high = math.sqrt(HIGH_PLOT), math.sqrt(want.depth)
    free = picture.width - want.map.across - want.chart.across
    width = want.map.across + free * wide / (wide + high)
    right = picture.width - width
    free = picture.height - GAP / 2
    most = max(map_height(width, want), high_enough(right, want, room, HIGH_PLOT))
    row = min(most, max((1.0 - LANDSCAPE_UPPER) * free, free - landscape_height(picture.width, want, room)))
    y = picture.bottom - row
    surface = replace(picture, height=free - row)
    return surface, Rect(picture.x, y, width, row), Rect(picture.x + width, y, right, row)


def closed_up(
    rects: tuple[Rect, Rect, Rect | None], want: Needs, room: float
) -> tuple[Rect, Rect, Rect | None]:
    """A row of two pictures no higher than they need, in the middle together with the texts below it.

    Args:
        rects: of the landscape, its map and the texts.
        want: what the scene places.
        room: as above.
    """
    surface, plane, column = rects
    needed = max(map_height(plane.width, want), landscape_height(surface.width, want, room))
    spare = max(0.0, surface.height - needed)
    surface, plane = (
        replace(rect, y=rect.y + spare / 2, height=rect.height - spare) for rect in (surface, plane)
    )
    return surface, plane, None if column is None else replace(column, y=column.y - spare / 2)
