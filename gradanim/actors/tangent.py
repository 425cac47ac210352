"""tangent and right_angle: the direction in which f does not change, and that it stands square to ∇f."""

from __future__ import annotations

import math

import numpy as np

from gradanim.actors import symbols
from gradanim.actors.direction import unit_length
from gradanim.actors.gradient import arrow_vector
from gradanim.actors.pens import Stroke, arrow, arrow_mark, line, name_tag
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.calculus.lengths import length_of

# The side of the square in parts of the domain's, and at most in parts of the arrow: its shaft is as long, of whose
# length the head takes 0.62 at most.
MARK, OF_ARROW = 0.05, 0.38
# The name stands beside the tip: the dashed line goes on beyond it. It is on the side of ∇f, unless the level curve
# bends that way, by so many radians at least along a unit.
NAME_TURN, BENT = 75.0, 0.02
LINE = Stroke(width=3.0, dash=(4.0, 7.0))


def draw(scope: Scope, presence: Presence) -> None:
    """The unit tangent t as an arrow, its line dashed both ways; nothing where the gradient vanishes."""
    if scope.state.point is None:
        return
    at, t = np.asarray(scope.state.point), scope.measures.tangent
    if not np.all(np.isfinite(t)):
        return
    t = t * unit_length(scope) * presence.shown
    colour = scope.colour("level_curve", min(1.0, 3 * presence.shown))
    line(scope, scope.floor([at - 1.3 * t, at + 1.3 * t]), (*colour[:3], 0.6 * colour[3]), LINE)
    tail, tip = scope.floor(at), scope.floor(at + t)
    arrow(scope, tail, tip, colour, 7.0)
    name = symbols.letter("t", scope.stage.context.spec)
    name_tag(scope, name, (tail, tip), ("level_curve", presence.shown), _name_turn(scope))
    scope.marks["tangent"] = arrow_mark(scope, tail, tip, (at, at + t))


def _name_turn(scope: Scope) -> float:
    """Degrees from t to its name: away from the side to which the level curve bends."""
    field, at = scope.stage.context.field_of(scope.state), np.asarray(scope.state.point)
    t, gradient = scope.measures.tangent, scope.measures.gradient
    bend = -float(t @ field.hessian(at) @ t) / length_of(gradient)
    return NAME_TURN if bend > BENT else -NAME_TURN


def draw_right_angle(scope: Scope, presence: Presence) -> None:
    """A small square between t and ∇f, or −∇f where only that is there; only where both axes have one scale."""
    if scope.state.point is None or not scope.stage.space.equal:
        return
    at, t = np.asarray(scope.state.point), scope.measures.tangent
    # Along the arrow: −1 for −∇f. While that turns the square shrinks to nothing and grows on the other side.
    along = math.cos(math.pi * _turned(scope, presence))
    arrows = (scope.state.actors.get(name) for name in ("gradient", "negative_gradient"))
    options = next((it.options for it in arrows if it is not None and it.shown > 0.0), None)
    vector = arrow_vector(scope, options)
    if not np.all(np.isfinite(t)) or not np.any(vector):
        return
    side = MARK * max(high - low for low, high in scope.stage.context.domain) * presence.shown
    side = min(side, OF_ARROW * length_of(vector)) * abs(along)
    n = math.copysign(1.0, along) * vector / length_of(vector)
    corner = scope.floor([at + side * t, at + side * (t + n), at + side * n])
    line(scope, corner, scope.colour("text", presence.shown), Stroke(width=3.0))
    scope.marks["right_angle"] = {
        "at": [*map(float, at)],
        "corners_px": [list(scope.pixel(place)) for place in corner],
        "visible": presence.shown > 0,
    }


def _turned(scope: Scope, presence: Presence) -> float:
    """How far the arrow beside t is turned from ∇f (0) to −∇f (1); one that enters with the square counts wholly."""
    actors, nobody = scope.state.actors, Presence(shown=0.0)
    gradient, negative = (actors.get(name, nobody) for name in ("gradient", "negative_gradient"))
    there, other = (min(1.0, it.shown / presence.shown) for it in (gradient, negative))
    return there * gradient.flipped + (1.0 - there) * other * (1.0 - negative.flipped)
