"""direction: the unit vector u at the point."""

from __future__ import annotations

import math

import numpy as np

from gradanim.actors import symbols
from gradanim.actors.compass import draw_letters
from gradanim.actors.pens import Stroke, arrow, arrow_mark, line, name_tag
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence

# u may lie along other arrows: so many design pixels of ground part them, and a wider one is seen on both sides.
BORDER = 1.0
CIRCLE = Stroke(width=2.0, dash=(5.0, 7.0))


def draw(scope: Scope, presence: Presence) -> None:
    """u to the same scale as the gradient would have at length one, on the circle of all unit directions."""
    state = scope.state
    if state.point is None or state.angle is None:
        return
    at = np.asarray(state.point)
    radius = unit_length(scope)
    u = scope.measures.direction * radius * presence.shown
    angles = np.linspace(0.0, 2 * math.pi, 97)
    circle = at + radius * presence.shown * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    line(scope, scope.floor(circle), scope.colour("direction", 0.55 * presence.shown), CIRCLE)
    tail, tip = scope.floor(at), scope.floor(at + u)
    arrow(scope, tail, tip, scope.colour("direction", min(1.0, 3 * presence.shown)), 5.0, BORDER)
    name_tag(
        scope,
        symbols.letter("u", scope.stage.context.spec),
        (tail, tip),
        ("direction", presence.shown),
        -25.0,
    )
    scope.marks["direction"] = arrow_mark(scope, tail, tip, (at, at + u))
    draw_letters(scope, presence, radius, scope.state.actors.get("rosette"))


def unit_length(scope: Scope) -> float:
    """Drawn length of a unit vector in domain units: true where that can be seen and fits, else a fair share."""
    return unit_of(scope.stage.context.domain)


def unit_of(domain: tuple[tuple[float, float], ...]) -> float:
    """Drawn length of a unit vector in a domain."""
    side = min(high - low for low, high in domain)
    return 1.0 if 0.08 * side <= 1.0 <= 0.35 * side else 0.18 * side
