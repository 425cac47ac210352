"""gradient and negative_gradient: arrows that lie flat in the input plane, to a linear scale."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradanim.actors import symbols
from gradanim.actors.arrow_size import own_scale
from gradanim.actors.easing import clamp, smooth
from gradanim.actors.fading import turning
from gradanim.actors.pens import arrow, arrow_mark, is_named, name_tag, readable
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import mix

Array = NDArray[np.float64]
# Names stand beside the tip, so that an arrow along the same line can have its name beyond it.
NAME_TURN = 40.0
# How near to its end, as a share of half a turn, an arrow that flips has its name again: on the way names would hop.
NAMED = 0.6
# Design pixels from which on both components of an arrow are clearly seen.
APART = 44.0


def draw(scope: Scope, presence: Presence) -> None:
    """∇f at the point; while it flips, the arrow turns in the plane at its full length and takes −∇f's colour."""
    _draw(scope, presence, "gradient", presence.flipped)


def draw_negative(scope: Scope, presence: Presence) -> None:
    """−∇f at the point; flipped it becomes ∇f."""
    _draw(scope, presence, "negative_gradient", 1.0 - presence.flipped)


def _draw(scope: Scope, presence: Presence, name: str, turned: float) -> None:
    """An arrow ``turned`` from ∇f (0) to −∇f (1)."""
    theme = scope.stage.theme.colours
    vector = rotated(arrow_vector(scope, presence.options), math.pi * turned)
    colour = turning(theme["gradient"], theme["negative_gradient"], turned)
    mark = _arrow(scope, presence, vector, mix(colour, theme["text"], 0.5 * presence.emphasis))
    if mark is None:
        return
    scope.marks[name] = mark
    strength = is_named(presence) * clamp((abs(2.0 * turned - 1.0) - NAMED) / (1.0 - NAMED))
    if strength > 0.0:
        _tag(scope, vector, presence, named(scope, turned), strength)


def named(scope: Scope, turned: float) -> tuple[str, str]:
    """Typst mathematics and colour role of an arrow that is turned from ∇f (0) to −∇f (1)."""
    symbol = symbols.gradient(scope.stage.context.spec.field)
    return (symbol, "gradient") if turned < 0.5 else (f"minus {symbol}", "negative_gradient")


def arrow_vector(scope: Scope, options: Any = None) -> Array:
    """The drawn gradient ``(n,)`` in domain units: the true one times the scale; zero where it is undefined."""
    gradient = scope.measures.gradient
    if not np.all(np.isfinite(gradient)):
        return np.zeros_like(gradient)
    return gradient * arrow_scale(scope, options)


def arrow_scale(scope: Scope, options: Any = None) -> float:
    """Drawn length over true length: what the author says, else what suits the whole scene."""
    own = own_scale(options)
    return scope.stage.arrow_scale if own is None else own


def rotated(vector: Array, angle: float) -> Array:
    """The vector turned counter-clockwise by radians."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([c * vector[0] - s * vector[1], s * vector[0] + c * vector[1]])


def _arrow(
    scope: Scope, presence: Presence, vector: Array, colour: tuple[float, float, float]
) -> dict[str, Any] | None:
    if scope.state.point is None:
        return None
    at = np.asarray(scope.state.point)
    tip = at + presence.shown * vector
    tail_world, tip_world = scope.floor(at), scope.floor(tip)
    arrow(
        scope,
        tail_world,
        tip_world,
        (*colour, min(1.0, 3 * presence.shown)),
        9.0 * (1 + 0.35 * presence.emphasis),
    )
    return arrow_mark(scope, tail_world, tip_world, (at, tip))


def _tag(scope: Scope, vector: Array, presence: Presence, name: tuple[str, str], strength: float) -> None:
    if scope.state.point is None:
        return
    at = np.asarray(scope.state.point)
    tail, tip = scope.floor(at), scope.floor(at + presence.shown * vector)
    strength *= presence.shown * readable(scope, tail, tip)
    # Between two components, whose names stand aside, its own stands straight beyond its tip.
    turn = NAME_TURN * (1.0 - scope.state.shown("partials") * between_components(scope, vector))
    name_tag(scope, name[0], (tail, tip), (name[1], strength), turn)


def between_components(scope: Scope, vector: Array) -> float:
    """How clearly an arrow ``(2,)`` points between the axes: 0 along one of them, 1 where both components are seen."""
    at = np.asarray(scope.state.point)
    tail = scope.pixel(scope.floor(at))
    lengths = [
        math.dist(tail, scope.pixel(scope.floor(at + np.where(np.arange(2) == axis, vector, 0.0))))
        for axis in (0, 1)
    ]
    return smooth(min(lengths) / scope.px(APART))
