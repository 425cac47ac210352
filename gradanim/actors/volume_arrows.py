"""gradient, negative_gradient, partials and step in a volume: arrows with three components, to a linear scale."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gradanim.actors import symbols
from gradanim.actors.fading import turning
from gradanim.actors.gradient import arrow_vector, named
from gradanim.actors.pens import Stroke, arrow_mark, is_named, line, name_tag, readable
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import mix
from gradanim.actors.volume_pens import NAME_TURN, arrow, tagged_arrow, world

Array = NDArray[np.float64]
CLOSING = Stroke(width=2.5, dash=(8.0, 8.0))


def draw_gradient(scope: Scope, presence: Presence) -> None:
    """∇f at the point, square to the level surface; while it flips it swings through the tangent."""
    _draw(scope, presence, "gradient", presence.flipped)


def draw_negative(scope: Scope, presence: Presence) -> None:
    """−∇f at the point; flipped it becomes ∇f."""
    _draw(scope, presence, "negative_gradient", 1.0 - presence.flipped)


def _draw(scope: Scope, presence: Presence, name: str, turned: float) -> None:
    """An arrow ``turned`` from ∇f (0) to −∇f (1)."""
    if scope.state.point is None:
        return
    theme, shown = scope.stage.theme.colours, presence.shown
    at = np.asarray(scope.state.point)
    tip = at + shown * _swung(scope, arrow_vector(scope, presence.options), math.pi * turned)
    ends = world(scope, at), world(scope, tip)
    colour = turning(theme["gradient"], theme["negative_gradient"], turned)
    colour = mix(colour, theme["text"], 0.5 * presence.emphasis)
    arrow(scope, ends, colour, min(1.0, 3 * shown), 9.0 * (1 + 0.35 * presence.emphasis))
    scope.marks[name] = arrow_mark(scope, *ends, (at, tip))
    if is_named(presence) > 0.0:
        symbol, role = named(scope, turned)
        strength = shown * is_named(presence) * abs(2.0 * turned - 1.0) * readable(scope, *ends)
        name_tag(scope, symbol, ends, (role, strength), NAME_TURN)


def arrow_ends(scope: Scope) -> list[tuple[Array, Array]]:
    """Tail and tip, world points, of ∇f and −∇f as far as they are on the stage."""
    made = []
    for name in ("gradient", "negative_gradient"):
        presence = scope.state.actors.get(name)
        if presence is None or presence.shown <= 0.0 or scope.state.point is None:
            continue
        turned = presence.flipped if name == "gradient" else 1.0 - presence.flipped
        at = np.asarray(scope.state.point)
        vector = _swung(scope, arrow_vector(scope, presence.options), math.pi * turned)
        made.append((world(scope, at), world(scope, at + presence.shown * vector)))
    return made


def _swung(scope: Scope, vector: Array, angle: float) -> Array:
    """The vector turned by radians towards the tangent, at its full length."""
    if angle == 0.0 or not np.any(vector):
        return vector
    return math.cos(angle) * vector + math.sin(angle) * np.linalg.norm(vector) * scope.measures.tangent


def draw_partials(scope: Scope, presence: Presence) -> None:
    """An arrow along each axis, and the dashed edges of the box that the three span, whose far corner is ∇f's tip."""
    if scope.state.point is None:
        return
    at, gradient = np.asarray(scope.state.point), scope.state.actors.get("gradient")
    vector = arrow_vector(scope, gradient.options if gradient else None)
    spec = scope.stage.context.spec.field
    if spec is None:
        return
    for axis, variable in enumerate(spec.variables):
        tip = at.copy()
        tip[axis] += vector[axis] * presence.shown
        symbol = symbols.partial(spec, axis)
        look = (f"partial_{axis}", presence.shown, 7.0 * (1 + 0.35 * presence.emphasis))
        mark = tagged_arrow(scope, (at, tip), symbol, look, named=is_named(presence))
        scope.marks[f"partial_{variable}"] = mark
    if gradient and gradient.shown > 0:
        _closing(scope, at, vector, presence.shown * gradient.shown)


def _closing(scope: Scope, at: Array, vector: Array, shown: float) -> None:
    """The nine edges of the box that are not its components."""
    colour = scope.colour("muted", 0.7 * shown)
    for axis in range(3):
        for sides in ((0, 1), (1, 0), (1, 1)):
            start = at.copy()
            others = [other for other in range(3) if other != axis]
            start[others] += vector[others] * sides
            end = start.copy()
            end[axis] += vector[axis]
            line(scope, world(scope, [start, end]), colour, CLOSING)


def draw_step(scope: Scope, presence: Presence) -> None:
    """The step h that ``approximate`` takes from the point."""
    state = scope.state
    if state.point is None or state.step is None or state.stepped <= 0:
        return
    at = np.asarray(state.point)
    tip = at + np.asarray(state.step) * state.stepped
    name = symbols.letter("h", scope.stage.context.spec)
    scope.marks["step"] = tagged_arrow(scope, (at, tip), name, ("text", presence.shown, 7.0))
