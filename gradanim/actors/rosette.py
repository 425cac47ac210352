"""rosette: unit directions all around the point, each coloured by the slope along it."""

from __future__ import annotations

import math

import numpy as np

from gradanim.actors.direction import unit_length
from gradanim.actors.pens import arrow
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import mix


def draw(scope: Scope, presence: Presence) -> None:
    """Uphill directions in the gradient's colour, downhill in that of −∇f, level ones grey."""
    if scope.state.point is None:
        return
    at = np.asarray(scope.state.point)
    gradient = scope.measures.gradient
    norm = float(np.linalg.norm(gradient))
    count = presence.options.count if presence.options else 16
    theme = scope.stage.theme.colours
    length = unit_length(scope)
    for k in range(count):
        entered = float(np.clip(presence.shown * 1.6 - 0.6 * k / count, 0.0, 1.0))
        angle = 2 * math.pi * k / count
        u = np.array([math.cos(angle), math.sin(angle)])
        share = float(gradient @ u) / norm if norm > 0 else 0.0
        role = theme["gradient" if share > 0 else "negative_gradient"]
        colour = mix(mix(theme["muted"], theme["text"], 0.5), role, abs(share))
        tip = at + entered * length * u
        arrow(scope, scope.floor(at), scope.floor(tip), (*colour, (0.75 + 0.25 * abs(share)) * entered), 5.0)
