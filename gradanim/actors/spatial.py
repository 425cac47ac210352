"""Arrows in space at the point on the landscape: cone heads, names that say what they are, three components."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.direction import unit_length
from gradanim.actors.gradient import arrow_scale
from gradanim.actors.lettering import math as math_markup
from gradanim.actors.lettering import prose
from gradanim.actors.pens import GHOST
from gradanim.actors.spatial_reach import LONGEST, within
from gradanim.actors.stage import Label, Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import mix
from gradanim.calculus.lengths import length_of
from gradanim.raster import Arrow

Array = NDArray[np.float64]
WIDTH = 9.0
# World units of an arrow that are drawn at most: its end is outside of the picture then, and still before the eye.
ENDLESS = 2.0 * LONGEST
# An arrow shorter than this on the screen, in design pixels, carries no name.
NAMED_FROM = 12.0


class SpatialVector(Struct, frozen=True, eq=False):
    """A vector at the point on the landscape.

    Attributes:
        actor: its name, and the role of its colour.
        name: what it is called in prose.
        symbols: its three components as Typst mathematics.
        components: ``(3,)``, along the variables and along the value.
        world: the same at full length as it is drawn, ``(3,)``, in world units.
    """

    actor: str
    name: str
    symbols: tuple[str, str, str]
    components: Array
    world: Array


def gradient_here(scope: Scope) -> Array | None:
    """The gradient at the point ``(2,)``; None where there is no landscape to stand on, or no gradient."""
    if not scope.solid or scope.state.point is None:
        return None
    gradient, value = scope.measures.gradient, scope.measures.value
    known = bool(np.isfinite(value)) and bool(np.all(np.isfinite(gradient)))
    return gradient if known else None


def length_scale(scope: Scope, options: Any, components: Array) -> float:
    """Drawn length over true length: that of the gradient arrow, or what makes the vector as long as u is drawn."""
    if getattr(options, "unit", False):
        norm = length_of(components)
        return unit_length(scope) / norm if norm > 0 else 0.0
    return arrow_scale(scope, options)


def draw_vector(scope: Scope, presence: Presence, vector: SpatialVector) -> None:
    """The arrow from the point on the landscape, with its name beyond the tip, and its mark."""
    assert scope.state.point is not None
    at = np.asarray(scope.state.point)
    shown = presence.shown
    tail = scope.raised(at)
    tip = tail + shown * vector.world
    theme = scope.stage.theme.colours
    colour = mix(theme[vector.actor], theme["text"], 0.5 * presence.emphasis)
    width = WIDTH * (1 + 0.35 * presence.emphasis)
    scope.items.append(
        Arrow(
            tail=tail,
            tip=tail + within(tip - tail, ENDLESS),
            width=scope.px(width),
            head_length=scope.px(width * 3.4),
            head_width=scope.px(width * 2.6),
            color=(*colour, min(1.0, 3 * shown)),
            head="cone",
            occlusion="ghost",
            ghost_opacity=GHOST,
            bias=scope.px(2.0),
        )
    )
    scope.marks[vector.actor] = _mark(scope, vector, tail, tip)
    if presence.options is None or presence.options.label:
        _tag(scope, presence, vector, (tail, tip))


def _mark(scope: Scope, vector: SpatialVector, tail: Array, tip: Array) -> dict[str, Any]:
    """Three components, and where it is: coordinates and value of both ends, and pixels."""
    return {
        "components": [float(c) for c in vector.components],
        "tail": _place(scope, tail),
        "tip": _place(scope, tip),
        "tail_px": list(scope.pixel(tail)),
        "tip_px": list(scope.pixel(tip)),
        "visible": bool(np.any(tail != tip)),
    }


def _place(scope: Scope, world: Array) -> list[float]:
    """Coordinates and value of a world point, as the axes read them."""
    space = scope.stage.space
    plane = world[:2] / np.asarray(space.scale) + np.asarray(space.centre)
    with np.errstate(over="ignore"):
        return [*map(float, plane), float(space.low + (world[2] - space.lift) / space.rise)]


def _tag(scope: Scope, presence: Presence, vector: SpatialVector, ends: tuple[Array, Array]) -> None:
    tail, tip = (np.array(scope.pixel(end)) for end in ends)
    along = tip - tail
    length = float(np.hypot(*along))
    visible = float(np.clip((length - scope.px(NAMED_FROM)) / scope.px(30.0), 0.0, 1.0))
    away = along / length if length > 1.0 else np.array([0.0, -1.0])
    at = tip + scope.px(14.0) * away
    markup = prose(vector.name)
    if presence.options is not None and presence.options.components:
        markup += math_markup(f" thin ({', '.join(vector.symbols)})")
    size = scope.stage.layout.sizes.label * 0.9
    place, direction = (float(at[0]), float(at[1])), (float(away[0]), float(away[1]))
    scope.labels.append(Label(markup, place, direction, vector.actor, size, presence.shown * visible))
