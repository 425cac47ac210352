"""Which sides of the domain carry the axes: those that face the camera, one fading into the next as it goes around.

Seen from above, the camera stands in one of four quarters: quarter k reaches from 90 k to 90 (k + 1) degrees. Each has
its sides of the floor and its corner for the vertical axis. From one quarter to the next the axes fade over some
degrees of azimuth: how strong a side is depends on the azimuth alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from gradanim.actors.easing import smooth

# Degrees of azimuth over which the axes of one quarter make way for those of the next.
TURN = 24.0
# That begins this far before or after the border between two quarters at most, for the sake of a camera at rest.
MOST_ASIDE = 32.0
# The share of the way in which the old sides leave; the new ones come in as large a share of it, to its end.
LEAVING = 0.75
# Opacities below this are not drawn.
NOTHING = 0.002

# The sides (0 low, 1 high) of a quarter: of the second variable for the first axis, and the other way round; and the
# corner that is at the left of the picture.
_SIDES = ((1, 1), (1, 0), (0, 0), (0, 1))
_CORNERS = ((1, 0), (1, 1), (0, 1), (0, 0))

Side = tuple[int, float]
Corner = tuple[tuple[int, int], float]


def sides(azimuth: float, rests: Sequence[float]) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    """The sides along which the first and the second axis of the floor are drawn, each with its opacity.

    Args:
        azimuth: of the camera, in degrees.
        rests: azimuths at which the camera of the scene stands still, the first one first: there no side is half
            faded.
    """
    shown = quarters(azimuth, tuple(rests))
    return _along(0, shown), _along(1, shown)


def corners(azimuth: float, rests: Sequence[float]) -> tuple[Corner, ...]:
    """The corners of the domain, as sides of both variables, at which the vertical axis stands, with its opacity.

    Args:
        azimuth: of the camera, in degrees.
        rests: as above.
    """
    shown = quarters(azimuth, tuple(rests))
    return tuple((_CORNERS[quarter % 4], seen) for quarter, seen in shown if seen > NOTHING)


def _along(axis: int, shown: Sequence[Side]) -> tuple[Side, ...]:
    """Two quarters beside each other have one side in common: it stays."""
    found = [(_SIDES[quarter % 4][axis], seen) for quarter, seen in shown]
    if len({side for side, _ in found}) == 1:
        return ((found[0][0], 1.0),)
    return tuple(side for side in found if side[1] > NOTHING)


@lru_cache(maxsize=16)
def quarters(azimuth: float, rests: tuple[float, ...]) -> tuple[Side, ...]:
    """The quarters whose axes are seen, with their opacities: one, or two on the way from one to the next.

    Args:
        azimuth: of the camera, in degrees.
        rests: as above.
    """
    for border in (math.floor(azimuth / 90.0), math.floor(azimuth / 90.0) + 1):
        share = (azimuth - _begin(border, rests)) / TURN
        if 0.0 < share < 1.0:
            return (
                (border - 1, smooth(1.0 - share / LEAVING)),
                (border, smooth(1.0 - (1.0 - share) / LEAVING)),
            )
    return ((_passed(azimuth, rests), 1.0),)


def _passed(azimuth: float, rests: tuple[float, ...]) -> int:
    """The quarter of a camera that is not on the way to another."""
    here = math.floor(azimuth / 90.0)
    if azimuth <= _begin(here, rests):
        return here - 1
    return here + 1 if azimuth >= _begin(here + 1, rests) + TURN else here


@lru_cache(maxsize=64)
def _begin(border: int, rests: tuple[float, ...]) -> float:
    """The azimuth at which the way from quarter ``border`` - 1 to quarter ``border`` begins.

    Half of it is before the border between them, unless the camera rests there: then it begins or ends there.
    """
    usual = 90.0 * border - TURN / 2
    tries = [usual, *rests, *(rest - TURN for rest in rests)]
    near = [begin for begin in tries if abs(begin - usual) <= MOST_ASIDE and _kept(begin, border, rests)]
    return min(near, key=lambda begin: (_within(begin, rests), abs(begin - usual)), default=usual)


def _within(begin: float, rests: tuple[float, ...]) -> int:
    return sum(begin + 1e-9 < rest < begin + TURN - 1e-9 for rest in rests)


def _kept(begin: float, border: int, rests: tuple[float, ...]) -> bool:
    """Whether the scene begins with the sides that face its first camera, wholly."""
    first, end = rests[0], begin + TURN
    return first > end - 1e-9 if home(first) >= border else first < begin + 1e-9


def home(azimuth: float) -> int:
    """The quarter in which a camera stands; on a border it is the one that is nearer to azimuth 0."""
    quarter = azimuth / 90.0
    return math.floor(quarter) if quarter < 0.0 else math.ceil(quarter) - 1
