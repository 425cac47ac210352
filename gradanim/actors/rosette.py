"""rosette: unit directions all around the point, each coloured by the slope along it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gradanim.actors.compass import draw_letters
from gradanim.actors.direction import unit_length
from gradanim.actors.easing import smooth
from gradanim.actors.pens import arrow
from gradanim.actors.scale_note import SPECK
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import mix
from gradanim.calculus.lengths import length_of

COUNT = 16
# Directions are told apart by their thousandths of a degree.
DIGITS = 3


def draw(scope: Scope, presence: Presence) -> None:
    """Uphill directions in the gradient's colour, downhill in that of −∇f, level ones grey."""
    if scope.state.point is None:
        return
    at = np.asarray(scope.state.point)
    gradient = scope.measures.gradient
    norm = length_of(gradient)
    # Where the arrow of the gradient is a dot there is no uphill to be seen.
    seen = (
        norm * scope.stage.arrow_scale / (SPECK * min(high - low for low, high in scope.stage.context.domain))
    )
    seen = smooth(min(1.0, seen))
    theme = scope.stage.theme.colours
    length = unit_length(scope)
    for degrees, entered in _entered(presence):
        angle = math.radians(degrees)
        u = np.array([math.cos(angle), math.sin(angle)])
        share = seen * float(gradient @ u) / norm if norm > 0 else 0.0
        role = theme["gradient" if share > 0 else "negative_gradient"]
        colour = mix(mix(theme["muted"], theme["text"], 0.5), role, abs(share))
        tip = at + entered * length * u
        ends = scope.floor([at, tip])
        arrow(scope, ends[0], ends[1], (*colour, (0.75 + 0.25 * abs(share)) * entered), 5.0)
        # u is one of these directions: its name stands beyond them.
        scope.strands.append(("", ends))
    draw_letters(scope, presence, length)


def _entered(presence: Presence) -> list[tuple[float, float]]:
    """Every direction in degrees, and how far its arrow is there: one after another as the actor enters.

    Where the number of directions changes, those that are in both stay as they are.
    """
    wanted = _directions(presence.options)
    if presence.changed >= 1.0:
        return [(d, _turn(presence.shown, k / len(wanted))) for k, d in enumerate(wanted)]
    old = _directions(presence.before)
    coming = [
        (d, presence.shown if d in old else presence.shown * _turn(presence.changed, k / len(wanted)))
        for k, d in enumerate(wanted)
    ]
    left = presence.shown * (1.0 - smooth(presence.changed))
    return [*((d, left) for d in old if d not in wanted), *coming]


def _turn(share: float, place: float) -> float:
    return float(np.clip(share * 1.6 - 0.6 * place, 0.0, 1.0))


def _directions(options: Any) -> list[float]:
    count = options.count if options is not None else COUNT
    return [round(360.0 * k / count, DIGITS) for k in range(count)]
