"""How far out the name of an axis of the floor stands: farther where the numbers beside it leave it no room."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.easing import smooth
from gradanim.actors.lettering import width
from gradanim.actors.letters import INK_ABOVE, INK_BELOW
from gradanim.actors.stage import Scope

Array = NDArray[np.float64]
# A name that is nearer to a number than this has gone out wholly, and stands as far beyond it; over how much more room
# it goes, as numbers glide by while the camera turns. In parts of the number's em.
GAP, OVER = 0.1, 0.4


class Beside(Struct, frozen=True, eq=False):
    """A text beside an axis.

    Attributes:
        markup: the text.
        size: its em in design pixels.
        at: world point of the axis ``(3,)``.
        outward: world vector from there to where the text begins, ``(3,)``.
    """

    markup: str
    size: float
    at: Array
    outward: Array


class _Seen(Struct, frozen=True):
    """The same in pixels of the frame: the way that it stands from its axis, its middle and its halves."""

    way: tuple[float, float]
    middle: tuple[float, float]
    half: tuple[float, float]


def pushed(scope: Scope, name: Beside, numbers: Iterable[Beside]) -> float:
    """Pixels of the frame by which a name goes out from its place, so that it covers none of the numbers."""
    here, most = _seen(scope, name), 0.0
    for number in numbers:
        there, em = _seen(scope, number), scope.px(number.size)
        over, further = math.inf, math.inf
        for one, other, a, b, way in zip(
            here.half, there.half, here.middle, there.middle, here.way, strict=True
        ):
            over = min(over, one + other - abs(a - b))
            # Going out it passes the number on the side to which it goes, across or down.
            if abs(way) > 1e-9:
                gone = (one + other + GAP * em - math.copysign(1.0, way) * (a - b)) / abs(way)
                further = min(further, max(0.0, gone))
        most = max(most, smooth((over + (GAP + OVER) * em) / (OVER * em)) * further)
    return most


def _seen(scope: Scope, text: Beside) -> _Seen:
    (x, y), (u, v) = scope.pixel(text.at), scope.pixel(text.at + text.outward)
    long = math.hypot(u - x, v - y)
    way = ((u - x) / long, (v - y) / long) if long > 0.0 else (1.0, 0.0)
    em = scope.px(text.size)
    half = (width(text.markup) * em / 2, (INK_ABOVE + INK_BELOW) * em / 2)
    # As labels are set: the nearest side touches the place, the middle lies in the direction away from there.
    reach = min(
        side / abs(part) if abs(part) > 1e-9 else math.inf for side, part in zip(half, way, strict=True)
    )
    return _Seen(way, (u + way[0] * reach, v + way[1] * reach), half)
