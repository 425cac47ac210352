"""Looks along a path for places at which a field has no value or no gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum

import numpy as np
from msgspec import Struct

from gradanim.calculus.jet_rules import Array
from gradanim.calculus.protocol import Field
from gradanim.calculus.quantiles import quantile

__all__ = ["Path", "Rough", "RoughPlace", "Way", "at_zeros", "every_place", "make_way"]

Path = Callable[[float], Array]
"""Maps a share of the way, 0 to 1, to a point (n,)."""

# Halvings of a way at which an indicator changes its sign; less would be rounding.
_HALVINGS = 44
# Distances from a place, as shares of the way, at which both sides of it are looked at.
_DISTANCES = np.array([-1e-3, -1e-5, -1e-7, 1e-7, 1e-5, 1e-3])
# What is smaller than this, compared with what is usual on the way, is no kink and no jump.
_SEEN = 1e-4
# A slope that grows by more than this between the two distances grows without bound.
_GROWS = 3.0
# A peak of the slope is looked into where it is this many times the slope that is usual on the way.
_PEAK = 8.0
# An indicator that comes this close to zero, compared with its largest value, may touch it; and this close, does.
_LOW, _TOUCHES = 0.05, 1e-12
# Times that the surroundings of a peak are drawn closer, each time by four.
_CLOSER = 12


class Rough(Enum):
    """What is the matter with a field at a place."""

    UNDEFINED = "undefined"  # no finite value
    STEEP = "steep"  # a slope without bound
    JUMP = "jump"
    KINK = "kink"


class RoughPlace(Struct, frozen=True, eq=False):
    """A place at which a field has no value or no gradient.

    Attributes:
        kind: what is the matter there.
        share: where on the way it lies, 0 to 1.
        at: the place, (n,).
    """

    kind: Rough
    share: float
    at: Array


class Way(Struct, frozen=True, eq=False):
    """A path with the field at some places of it: shares (m,), values (m,), gradients (m, n)."""

    field: Field
    path: Path
    shares: Array
    points: Array
    values: Array
    gradients: Array

    @property
    def slopes(self) -> Array:
        """The lengths of the gradients, (m,)."""
        lengths: Array = np.linalg.norm(self.gradients, axis=-1)
        return lengths

    @property
    def usual(self) -> tuple[float, float]:
        """How far values and slopes usually differ on the way: the range of all, and the median."""
        values = self.values[np.isfinite(self.values)]
        slopes = self.slopes[np.isfinite(self.slopes)]
        spread = float(np.ptp(values)) if values.size else 0.0
        return spread, float(quantile(slopes, 0.5)) if slopes.size else 0.0


def make_way(field: Field, path: Path, shares: Array, points: Array) -> Way:
    """The way along a path, with the field at some places of it."""
    return Way(field, path, shares, points, *field.value_and_gradient(points))


def every_place(way: Way) -> Iterator[RoughPlace]:
    """Every rough place of a way."""
    undefined = ~np.isfinite(way.values)
    if undefined.any():
        yield _at(way, Rough.UNDEFINED, float(way.shares[np.argmax(undefined)]))
    yield from at_zeros(way)
    yield from _peaks(way)


def at_zeros(way: Way) -> Iterator[RoughPlace]:
    """The rough places that the formula tells: where it has a value but no gradient, or an indicator is zero."""
    lost = np.isfinite(way.values) & ~np.isfinite(way.slopes)
    for share in (*map(float, way.shares[lost][:4]), *_crossings(way)):
        kind = _kind(way, share) if 0.0 < share < 1.0 else Rough.KINK
        if kind is not None:
            yield _at(way, kind, share)


def _at(way: Way, kind: Rough, share: float) -> RoughPlace:
    return RoughPlace(kind, share, np.asarray(way.path(share), dtype=np.float64))


def _crossings(way: Way) -> Iterator[float]:
    """Shares at which an indicator of the formula is zero; a few of each."""
    values = way.field.kink_indicators(way.points)
    for number, row in enumerate(values):

        def indicator(share: float, number: int = number) -> float:
            return float(way.field.kink_indicators(np.asarray(way.path(share)))[number])

        for index in 1 + np.flatnonzero((row[1:-1] == 0) & (row[:-2] * row[2:] < 0))[:4]:
            yield float(way.shares[index])
        for index in np.flatnonzero(row[:-1] * row[1:] < 0)[:4]:
            yield _sign_change(indicator, *map(float, way.shares[index : index + 2]))
        size = np.abs(row)
        if np.isnan(size).all():
            continue
        low = (size[1:-1] <= size[:-2]) & (size[1:-1] <= size[2:]) & (row[:-2] * row[2:] > 0)
        for index in 1 + np.flatnonzero(low & (size[1:-1] < _LOW * np.nanmax(size)))[:2]:
            share = _lowest(indicator, float(way.shares[index - 1]), float(way.shares[index + 1]))
            if abs(indicator(share)) < _TOUCHES * np.nanmax(size):
                yield share


def _sign_change(indicator: Callable[[float], float], low: float, high: float) -> float:
    """Where an indicator changes its sign, by bisection."""
    start = indicator(low)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if indicator(middle) * start > 0 else (low, middle)
    return 0.5 * (low + high)


def _lowest(indicator: Callable[[float], float], low: float, high: float) -> float:
    """Where the size of an indicator is least, by thirds."""
    for _ in range(_HALVINGS):
        first, second = low + (high - low) / 3.0, high - (high - low) / 3.0
        if abs(indicator(first)) < abs(indicator(second)):
            high = second
        else:
            low = first
    return 0.5 * (low + high)


def _kind(way: Way, share: float) -> Rough | None:
    """What is the matter at a share of the way, told from both sides of it; None where f is smooth."""
    points = np.array([way.path(float(t)) for t in np.clip(share + _DISTANCES, 0.0, 1.0)])
    values, gradients = way.field.value_and_gradient(points)
    spread, usual = way.usual
    if not np.isfinite(values[1:5]).all() or _grows(values, spread):
        return Rough.UNDEFINED
    slopes = np.linalg.norm(gradients, axis=-1)
    if not np.isfinite(slopes[1:5]).all():
        return Rough.KINK
    if _grows(slopes, usual):
        # A logarithm falls by the same from each distance to the next, a root by less and less.
        falls = np.abs(np.diff(values))
        return Rough.UNDEFINED if falls[1] > 0.9 * falls[0] or falls[3] > 0.9 * falls[4] else Rough.STEEP
    across = float(np.linalg.norm(points[3] - points[2]))
    if abs(values[3] - values[2]) > _SEEN * spread + 4.0 * slopes[1:5].max() * across:
        return Rough.JUMP
    # Close to a place where numerator and denominator vanish a gradient is rounding; further away it is not.
    turns = min(float(np.linalg.norm(gradients[5 - k] - gradients[k])) for k in (1, 2))
    return Rough.KINK if turns > _SEEN * max(usual, slopes[2], slopes[3]) else None


def _grows(sizes: Array, usual: float) -> bool:
    """Whether what is found on both sides of a place grows without bound towards it."""
    far, near = np.abs(sizes[[1, 4]]), np.abs(sizes[[2, 3]])
    return bool(np.any((near > _GROWS * far) & (near > usual)))


def _peaks(way: Way) -> Iterator[RoughPlace]:
    """The highest peaks of the slope, where they have no top."""
    slopes, usual = np.nan_to_num(way.slopes, nan=0.0, posinf=0.0), way.usual[1]
    inner = slopes[1:-1]
    tops = 1 + np.flatnonzero((inner >= slopes[:-2]) & (inner >= slopes[2:]) & (inner > _PEAK * usual))
    for index in sorted(tops, key=lambda top: -slopes[top])[:2]:
        low, high = float(way.shares[index - 1]), float(way.shares[index + 1])
        place = _top(way, low, high, float(slopes[index]))
        if place is not None:
            yield place


def _top(way: Way, low: float, high: float, height: float) -> RoughPlace | None:
    """The top of a peak of the slope between two shares, or None where it has a finite one."""
    grown: list[float] = []
    top = 0.5 * (low + high)
    for _ in range(_CLOSER):
        shares = np.linspace(low, high, 9)
        points = np.array([way.path(float(t)) for t in shares])
        values, slopes = way.field.value(points), np.linalg.norm(way.field.gradient(points), axis=-1)
        if not np.isfinite(values).all():
            return _at(way, Rough.UNDEFINED, float(shares[np.argmin(np.isfinite(values))]))
        if not np.isfinite(slopes).all():
            return _at(way, Rough.STEEP, float(shares[np.argmin(np.isfinite(slopes))]))
        best = int(np.argmax(slopes))
        grown.append(float(slopes[best]) / height if height > 0.0 else 1.0)
        if grown[-1] < 1.01 and len(grown) > 1:
            return None
        height, top = float(slopes[best]), float(shares[best])
        low, high = float(shares[max(best - 1, 0)]), float(shares[min(best + 1, 8)])
    return _at(way, _kind(way, top) or Rough.STEEP, top) if min(grown[-3:]) > 1.2 else None
