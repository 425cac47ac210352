"""What colour a place has: by its height, or by the slope of the steepest way up from it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.stage import Scope
from gradanim.actors.theme import RGB
from gradanim.calculus.quantiles import quantile

Array = NDArray[np.float64]

# Slopes above this share of all have the last colour of the ramp.
STEEPEST = 0.98


def by_slope(options: Any) -> bool:
    """Whether an author asks for colours that tell the slope."""
    return options is not None and options.color_by == "slope"


def ramp_of(scope: Scope, options: Any) -> tuple[RGB, ...]:
    """The colours from the lowest place to the highest, or from flat ground to steep."""
    theme = scope.stage.theme
    return theme.slope_ramp if by_slope(options) else theme.ramp


def shares(scope: Scope, options: Any, values: Array, gradients: Array) -> Array:
    """Where on the ramp places are, 0 to 1.

    Args:
        scope: the view.
        options: of an actor that has ``color_by``.
        values: ``(…)`` of the field.
        gradients: ``(…, 2)`` of the field.
    """
    space = scope.stage.space
    if not by_slope(options):
        return np.clip((values - space.low) / (space.high - space.low), 0.0, 1.0)
    norm = np.linalg.norm(scope.stage.samples(scope.params).gradients, axis=-1)
    known = norm[np.isfinite(norm)]
    top = (float(quantile(known, STEEPEST)) if known.size else 0.0) or 1.0
    return np.asarray(np.clip(np.linalg.norm(gradients, axis=-1) / top, 0.0, 1.0))
