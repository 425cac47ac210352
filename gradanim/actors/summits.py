"""Whether the highest value of a field is a summit, which belongs to the picture, or the flank of a pole or a cliff."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.context import SURVEY, grid

Array = NDArray[np.float64]
Domain = Sequence[tuple[float, float]]
Values = Callable[[Array], Array]

# Along each side of a domain of one variable, of two, … a field is looked at at so many places.
PLACES = (SURVEY, SURVEY, 25, 13, 8, 6)
# How often the surroundings of the highest place are looked at again, each time at so many places along each side: they
# are a quarter as far apart as before.
ROUNDS, CLOSER = 8, 9
# A summit rises in the last round by less than this part of its height over all else. What grows beyond all bounds
# rises by as much in every round, or by more.
STILL = 1e-3
# As far from it as the places of the first look are apart it still has this part of its height. A needle that is
# thinner would leave nothing to be seen of all else.
WIDE = 0.25


def summit(values: Values, domain: Domain, beyond: float) -> float | None:
    """The highest of the values of a field where it is that of a summit inside the domain, else None.

    Args:
        values: gives the values ``(…)`` at points ``(…, n)``; those of −f for a pit of f.
        domain: the range of each variable.
        beyond: the height of a summit is counted from this value.
    """
    box = np.array(domain, dtype=float)
    count, rise = PLACES[len(domain) - 1], math.inf
    place, highest = _highest(values, box, count)
    cell = step = (box[:, 1] - box[:, 0]) / (count - 1)
    for _ in range(ROUNDS):
        around = np.clip([place - step, place + step], *box.T).T
        nearby, value = _highest(values, around, CLOSER)
        rise = value - highest
        if rise > 0.0:
            place, highest = nearby, value
        step = step * 2.0 / (CLOSER - 1)
    inside = bool(np.all((place > box[:, 0]) & (place < box[:, 1])))
    if not inside or rise >= STILL * (highest - beyond):
        return None
    beside = values(np.clip(place + np.concatenate([np.diag(cell), -np.diag(cell)]), *box.T))
    wide = float(np.mean(beside)) - beyond >= WIDE * (highest - beyond)
    return highest if wide else None


def _highest(values: Values, box: Array, count: int) -> tuple[Array, float]:
    """The place ``(n,)`` with the highest value of those in a box ``(n, 2)``, and that; -inf where there is none."""
    _, points = grid([(low, high) for low, high in box.tolist()], [count] * len(box))
    found = values(points)
    found = np.where(np.isfinite(found), found, -np.inf)
    best = np.unravel_index(int(np.argmax(found)), found.shape)
    return points[best], float(found[best])
