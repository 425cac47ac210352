"""Two pictures on the diagonal of a frame: a large landscape, and its map in the lower right corner that it leaves.

A landscape seen from above at an angle leaves the corners of its region empty. The map reaches into one of them, so
that both become larger than in regions that lie apart.
"""

from __future__ import annotations

import math

from gradanim.actors.fitting import DIRECTIONS
from gradanim.actors.needs import Needs
from gradanim.actors.picture_room import around_surface, landscape_height
from gradanim.actors.rect import Rect


def diagonal(main: Rect, want: Needs, room: float) -> tuple[Rect, Rect] | None:
    """The regions of a landscape and of its map, which overlap where neither has anything.

    Both are as large as can be, in the product of their widths, the landscape being the larger one. None where they
    have no place, or where it is not known what the landscape leaves free.

    Args:
        main: the room of both.
        want: what the scene places.
        room: how much more room ticks and their names take than in a wide frame.
    """
    if want.zoomed or not want.corner:
        return None
    found = (_along(main, want, room, k) for k in range(len(DIRECTIONS)))
    width, across = max(found, key=lambda it: it[0] * it[1])
    if across <= 0.0:
        return None
    beside = around_surface(want, room).across
    surface = Rect(main.x, main.y, width + beside, landscape_height(width + beside, want, room))
    wide, high = across + want.map.across, want.depth * across + want.map.up
    return surface, Rect(main.right - wide, main.bottom - high, wide, high)


def _along(main: Rect, want: Needs, room: float, k: int) -> tuple[float, float]:
    """The widths of both pictures where a line square to one direction parts them; nothing where there is no place.

    The map's width then falls evenly with that of the landscape, as ``most - rate * width``.
    """
    (right, down), reach, around = DIRECTIONS[k], want.corner[k], around_surface(want, room)
    # From the middle of the landscape to the upper left corner of the map's region, at widths of zero.
    free = right * (main.width - around.left - want.map.across)
    free += down * (main.height - around.above - want.map.up)
    # That corner is empty itself: the numbers of the upright axis begin below it, and its name stands to the right.
    free += min(right * want.map.corner[0], down * want.map.corner[1])
    scale = right + down * want.depth
    edge = around.below + right * want.beside[1]
    most, rate = (free - edge) / scale, (right + down / want.aspect + reach) / 2 / scale
    greatest = min(main.width - around.across, (main.height - around.up) * want.aspect)
    # The map is never wider than the landscape.
    least = most / (1.0 + rate)
    if most <= 0.0 or least > greatest:
        return 0.0, 0.0
    width = min(max(most / (2 * rate) if rate > 0.0 else math.inf, least), greatest)
    return width, most - rate * width
