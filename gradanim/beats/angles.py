"""Directions as authors name them, as degrees in the input plane."""

from __future__ import annotations

import math

import numpy as np

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState

NAMED_TURN = {"gradient": 0.0, "-gradient": 180.0, "level": 90.0}


def degrees(angle: float | str, state: SceneState, context: Context) -> float:
    """Degrees counter-clockwise from the first axis.

    A variable is the direction of its axis; ``gradient``, ``-gradient`` and ``level`` are taken at the point;
    where the gradient vanishes they are 0.
    """
    if not isinstance(angle, str):
        return float(angle)
    variables = context.field.variables if context.field else ()
    if angle in variables:
        return 90.0 * variables.index(angle)
    gradient = context.field_of(state).gradient(np.asarray(state.point))
    base = math.degrees(math.atan2(gradient[1], gradient[0])) if np.all(np.isfinite(gradient)) else 0.0
    return base + NAMED_TURN[angle]
