"""The numbers behind component_bars: how many there are, and what they are."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.easing import part, smooth
from gradanim.actors.needs import MOST_BARS
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence

Array = NDArray[np.float64]

# More components than this have a strip and a window; fewer are bars that one can tell apart.
FEW = MOST_BARS
# While the bars grow in number, the window opens in this last share of the time.
WINDOW_FROM = 0.75
# The window shows this many, and begins at this share of all.
WINDOW = 12
WINDOW_AT = 0.618
# When a few bars become very many, their names are gone as soon as there are this many times as many.
CROWD = 2.5


class Components(Struct, frozen=True, eq=False):
    """The components at one moment.

    Attributes:
        values: ``(total,)`` all that the beat will show, the field's own first.
        own: how many of them are the field's own.
        count: how many are shown; while their number grows, a fraction of the last one.
        target: how many it will be in the end.
        single: how visible names and numbers of single bars are, 0 to 1.
        noted: how much of the note about random numbers is there, 0 to 1.
        window: how far the window has opened, 0 to 1.
        first: index of the first component in the window.
        reach: the largest value, either way, that the bars must have room for.
        seed: of the random ones.
    """

    values: Array
    own: int
    count: float
    target: int
    single: float
    noted: float
    window: float
    first: int
    reach: float
    seed: int


def components(scope: Scope, presence: Presence) -> Components:
    """The components at the point of a state, and how many of them are shown."""
    own = _own(scope)
    seed = _seed(scope, presence.options)
    now = _wanted(presence.options, len(own))
    before = _wanted(presence.before, len(own)) if presence.before is not None else now
    total = max(now, before)
    longest = scope.stage.longest if own.size else 0.0
    scale = longest / math.sqrt(len(own)) if longest > 0.0 else 1.0
    values = np.concatenate([own[:total], scale * random_components(seed, total)[len(own) :]])
    count, window = growth(before, now, presence.changed)
    reach = room_for(values[len(own) :], (before - len(own), now - len(own)), count - len(own), longest)
    first = min(round(WINDOW_AT * total), max(0, total - WINDOW))
    random = [float(wanted > len(own)) for wanted in (before, now)]
    noted = random[0] + (random[1] - random[0]) * smooth(presence.changed)
    single = _single(min(before, now), total, count)
    return Components(values, min(len(own), total), count, now, single, noted, window, first, reach, seed)


def _single(least: int, most: int, count: float) -> float:
    """Names and numbers go away while bars become too many for them."""
    if most <= WINDOW:
        return 1.0
    return 1.0 - smooth(math.log(count / least) / math.log(CROWD)) if least <= WINDOW else 0.0


@lru_cache(maxsize=4)
def random_components(seed: int, count: int) -> Array:
    """``(count,)`` numbers from the standard normal distribution; fewer are the first ones of more."""
    numbers = np.random.default_rng(seed).standard_normal(count)
    numbers.setflags(write=False)
    return numbers


def growth(before: int, now: int, share: float) -> tuple[float, float]:
    """How many components are shown on the way from one number to another, and how far the window is open.

    Numbers grow by an even factor, so that the way from 3 to a million passes 10, 100, 1000 in equal times.
    """
    if now < before:
        return growth(now, before, 1.0 - share)
    opened = smooth(part(share, WINDOW_FROM, 1.0))
    moved = smooth(part(share, 0.0, WINDOW_FROM if now > FEW else 1.0))
    count = math.exp((1.0 - moved) * math.log(before) + moved * math.log(now))
    # Whole numbers are exact at both ends.
    count = float(now) if moved >= 1.0 else float(before) if moved <= 0.0 else count
    return count, (opened if before <= FEW else 1.0) if now > FEW else 0.0


def _own(scope: Scope) -> Array:
    """∇f at the point, ``(n,)``; none without a field or a point, or where there is no gradient."""
    if scope.stage.context.field is None or scope.state.point is None:
        return np.zeros(0)
    gradient = np.asarray(scope.measures.gradient, dtype=float)
    return gradient if np.isfinite(gradient).all() else np.zeros(gradient.shape)


def _wanted(options: object, own: int) -> int:
    count = getattr(options, "count", None)
    return int(count) if count is not None else max(1, own)


def _seed(scope: Scope, options: object) -> int:
    seed = getattr(options, "seed", None)
    return int(seed) if seed is not None else scope.stage.context.spec.seed


def entered(count: float) -> float:
    """How far the last of so many bars, a fraction of it among them, is there, 0 to 1."""
    return smooth(1.0 - (math.ceil(count) - count))


def room_for(others: Array, counts: tuple[int, int], count: float, longest: float) -> float:
    """The value that bars must have room for while their number grows from one count to another.

    It runs ahead of the bars, so that none is higher than its panel and none comes with a jolt.

    Args:
        others: ``(k,)`` the components that are not the field's own; those may become as long as ``longest``.
        counts: how many of the others are shown before and after, less than none where the field has more.
        count: how many of them are shown now.
        longest: the longest gradient of the scene.
    """
    least, most = (max(0, number) for number in sorted(counts))
    knots = [least]
    while knots[-1] < most:
        knots.append(min(most, 2 * max(1, knots[-1])))
    reaches = [_largest(others[: min(most, 2 * knot) if knot > least else knot], longest) for knot in knots]
    ahead = float(np.interp(math.log1p(max(0.0, count)), np.log1p(knots), reaches))
    whole = math.ceil(max(0.0, count))
    there = _largest(others[: max(0, whole - 1)], longest)
    last = entered(count) * abs(float(others[whole - 1])) if whole else 0.0
    return max(ahead, there, last) or 1.0


def _largest(others: Array, longest: float) -> float:
    return max(longest, float(np.abs(others).max()) if others.size else 0.0)
