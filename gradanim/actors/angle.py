"""angle: the arc from the gradient to u in the input plane, with its letter."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.direction import unit_length
from gradanim.actors.easing import smooth
from gradanim.actors.gradient import arrow_vector
from gradanim.actors.lettering import math as math_markup
from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Label, Scope
from gradanim.actors.state import Presence
from gradanim.calculus.lengths import length_of

Array = NDArray[np.float64]

# Radius of the arc, as shares of a unit vector and of the gradient's arrow: where that shrinks to nothing, so does the
# arc.
RADIUS, OF_ARROW = 0.42, 0.62
# Degrees counter-clockwise from the gradient at which one arc begins to make way for that on the other side, and has:
# straight against the gradient, where u may rest, there is one.
BOTH_SIDES = 181.0, 199.0
# Design pixels: of the arc's length from which its letter comes and has come, and between the two.
READABLE, GAP = (26.0, 52.0), 8.0
ARC = Stroke(width=3.0)


def draw(scope: Scope, presence: Presence) -> None:
    """θ on the smaller side, as far as u is on the stage; nothing where there is no gradient."""
    state = scope.state
    strength = presence.shown * state.shown("direction")
    if state.point is None or state.angle is None or strength <= 0.0:
        return
    gradient = state.actors.get("gradient")
    vector = arrow_vector(scope, gradient.options if gradient else None)
    length = length_of(vector)
    if length == 0.0:
        return
    base = math.atan2(vector[1], vector[0])
    turned = math.remainder(math.radians(state.angle) - base, 2.0 * math.pi)
    radius = min(RADIUS * unit_length(scope), OF_ARROW * length)
    left = turned % (2.0 * math.pi)
    share = smooth((math.degrees(left) - BOTH_SIDES[0]) / (BOTH_SIDES[1] - BOTH_SIDES[0]))
    for sweep, part in ((left, 1.0 - share), (left - 2.0 * math.pi, share)):
        _arc(scope, radius, (base, sweep * presence.shown), strength * part)
    scope.marks["angle"] = {"degrees": math.degrees(abs(turned)), "visible": True}


def _arc(scope: Scope, radius: float, sweep: tuple[float, float], strength: float) -> None:
    """An arc from an angle on, by so many radians, with its letter outside its middle."""
    if strength <= 0.0:
        return
    at = np.asarray(scope.state.point)
    start, by = sweep
    angles = start + by * np.linspace(0.0, 1.0, max(2, 2 + math.ceil(math.degrees(abs(by)) / 3.0)))
    world = scope.floor(at + radius * np.stack([np.cos(angles), np.sin(angles)], axis=-1))
    line(scope, world, scope.colour("text", 0.85 * strength), ARC)
    pixels, _ = scope.camera.project(world, scope.stage.viewport(scope.rect))
    long = float(np.hypot(*np.diff(pixels, axis=0).T).sum())
    low, high = map(scope.px, READABLE)
    readable = smooth((long - low) / (high - low))
    middle = at + radius * np.array([math.cos(start + by / 2), math.sin(start + by / 2)])
    (u, v), (x, y) = scope.pixel(scope.floor(middle)), scope.pixel(scope.floor(at))
    apart = math.hypot(u - x, v - y)
    if apart == 0.0:
        return
    away = ((u - x) / apart, (v - y) / apart)
    anchor = (u + scope.px(GAP) * away[0], v + scope.px(GAP) * away[1])
    sizes = scope.stage.layout.sizes
    size = max(0.85 * sizes.label, sizes.least)
    scope.labels.append(
        Label(
            math_markup("theta"),
            anchor,
            away,
            "text",
            size,
            strength * readable,
            movable=False,
        )
    )
