"""partials: the two partial derivatives as the components of the gradient along the axes."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gradanim.actors import symbols
from gradanim.actors.gradient import arrow_vector, between_components
from gradanim.actors.pens import Stroke, arrow, arrow_mark, is_named, line, name_tag, readable
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence

Array = NDArray[np.float64]
# Degrees by which the name of a component stands aside from its arrow, on the side away from the other one.
ASIDE = 50.0
CLOSING = Stroke(width=2.5, dash=(8.0, 8.0))


def draw(scope: Scope, presence: Presence) -> None:
    """An arrow along each axis, and dashed sides that close the rectangle at the gradient's tip."""
    if scope.state.point is None:
        return
    at = np.asarray(scope.state.point)
    vector = arrow_vector(scope, _gradient_options(scope))
    spec = scope.stage.context.spec.field
    names = spec.variables if spec else ()
    for axis in (0, 1):
        part = np.zeros(2)
        part[axis] = vector[axis] * presence.shown
        tail, tip = scope.floor(at), scope.floor(at + part)
        role = f"partial_{axis}"
        arrow(
            scope,
            tail,
            tip,
            scope.colour(role, min(1.0, 3 * presence.shown)),
            7.0 * (1 + 0.35 * presence.emphasis),
        )
        scope.marks[f"partial_{names[axis]}"] = arrow_mark(scope, tail, tip, (at, at + part))
        look = (role, presence.shown * is_named(presence) * readable(scope, tail, tip))
        name_tag(scope, symbols.partial(spec, axis), (tail, tip), look, _turn(scope, vector, axis))
    if scope.state.shown("gradient") > 0:
        corner = at + vector
        faint = scope.colour("muted", 0.8 * presence.shown * scope.state.shown("gradient"))
        line(scope, scope.floor([at + [vector[0], 0], corner]), faint, CLOSING)
        line(scope, scope.floor([at + [0, vector[1]], corner]), faint, CLOSING)


def _turn(scope: Scope, vector: Array, axis: int) -> float:
    """Degrees on the screen from a component's arrow to its name: away from the other component and the gradient.

    As the other one shrinks to nothing, the name comes back to the line of its own.
    """
    ways = []
    for of in (axis, 1 - axis):
        part = np.zeros(2)
        part[of] = vector[of]
        at = np.asarray(scope.state.point)
        ends = scope.pixel(scope.floor(at)), scope.pixel(scope.floor(at + part))
        ways.append(np.subtract(ends[1], ends[0]))
    # y goes down on the screen: with the sign turned, this is positive where the other one is counter-clockwise.
    across = ways[0][1] * ways[1][0] - ways[0][0] * ways[1][1]
    return -math.copysign(ASIDE, across) * between_components(scope, vector)


def _gradient_options(scope: Scope) -> object:
    presence = scope.state.actors.get("gradient")
    return presence.options if presence else None
