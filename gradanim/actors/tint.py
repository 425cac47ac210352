"""What colour a place has: by its height, or by the slope of the steepest way up from it, or on the way between."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.changing import between
from gradanim.actors.fading import fade
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import RGB, mix
from gradanim.calculus.lengths import lengths
from gradanim.calculus.quantiles import quantile

Array = NDArray[np.float64]

# Slopes above this share of all have the last colour of the ramp.
STEEPEST = 0.98


def by_slope(presence: Presence) -> float:
    """How far colours tell the slope, 0 to 1; a beat that changes what they tell makes them glide."""
    return between(presence, _asked)


def _asked(options: Any) -> float:
    return float(options is not None and options.color_by == "slope")


def ramp_of(scope: Scope, presence: Presence) -> tuple[RGB, ...]:
    """The colours from the lowest place to the highest, or from flat ground to steep, evenly spaced."""
    theme, share = scope.stage.theme, by_slope(presence)
    if share in (0.0, 1.0):
        return theme.slope_ramp if share else theme.ramp
    # Every colour of both ramps has a place on one with so many steps.
    steps = math.lcm(len(theme.ramp) - 1, len(theme.slope_ramp) - 1)
    places = [step / steps for step in range(steps + 1)]
    return tuple(fade(ramp_colour(theme.ramp, at), ramp_colour(theme.slope_ramp, at), share) for at in places)


def ramp_colour(ramp: tuple[RGB, ...], share: float) -> RGB:
    """The colour at a share of the ramp."""
    position = float(np.clip(share, 0.0, 1.0)) * (len(ramp) - 1)
    index = min(int(position), len(ramp) - 2)
    return mix(ramp[index], ramp[index + 1], position - index)


def shares(scope: Scope, presence: Presence, values: Array, gradients: Array) -> Array:
    """Where on the ramp places are, 0 to 1.

    Args:
        scope: the view.
        presence: of an actor that has ``color_by``.
        values: ``(…)`` of the field.
        gradients: ``(…, 2)`` of the field.
    """
    slope = by_slope(presence)
    if slope == 0.0:
        return _by_height(scope, values)
    if slope == 1.0:
        return _by_slope(scope, gradients)
    return (1.0 - slope) * _by_height(scope, values) + slope * _by_slope(scope, gradients)


def _by_height(scope: Scope, values: Array) -> Array:
    space = scope.stage.space
    return np.clip((values - space.low) / (space.high - space.low), 0.0, 1.0)


def _by_slope(scope: Scope, gradients: Array) -> Array:
    norm = lengths(scope.stage.samples(scope.params).gradients)
    known = norm[np.isfinite(norm)]
    top = (float(quantile(known, STEEPEST)) if known.size else 0.0) or 1.0
    return np.asarray(np.clip(lengths(gradients) / top, 0.0, 1.0))
