"""Strokes in a volume: arrows with solid heads, and what all actors there ask of their view."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.pens import GHOST, arrow_mark, arrow_size, name_tag, readable
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import RGB
from gradanim.actors.volume import Volume
from gradanim.calculus.lengths import length_of
from gradanim.raster import Arrow

Array = NDArray[np.float64]
# Names stand beside the tip, so that an arrow along the same line can have its name beyond it.
NAME_TURN = 40.0
# Radius in design pixels of the ball of the point, and how much of it a highlight adds.
BALL, SWELLING = 13.0, 0.5
# An arrow is drawn from so many radii of the ball on: exactly one, and the end of its shaft would lie in the ball's
# surface where it comes towards the eye; its round end closes the gap where it leads past the eye.
LEAVES = 1.06


def volume_of(scope: Scope) -> Volume:
    """The volume of a view that shows one."""
    assert scope.stage.volume is not None
    return scope.stage.volume


def world(scope: Scope, points: Any) -> Array:
    """World points ``(…, 3)`` for domain points."""
    return volume_of(scope).space.world(np.asarray(points, dtype=float))


def ball_radius(scope: Scope, presence: Presence) -> float:
    """Radius of the ball of the point in design pixels, for the presence of ``point``."""
    return BALL * arrow_size(scope) * presence.shown * (1.0 + SWELLING * presence.emphasis)


def _out_of_ball(scope: Scope, tail: Array, tip: Array) -> Array:
    """Where an arrow from the point leaves its ball; its tip where all of it is inside."""
    presence = scope.state.actors.get("point")
    length = length_of(tip - tail)
    if presence is None or not math.isfinite(length):
        return tail
    viewport = scope.stage.viewport(scope.rect)
    # A ball has one size on the screen, so that in the world it is the larger the farther away it is.
    nearer = max(0.0, float(scope.camera.project(tail, viewport)[1])) / scope.camera.distance
    reach = LEAVES * scope.px(ball_radius(scope, presence)) * nearer / scope.camera.scale(viewport)
    return tip if length <= reach else tail + (tip - tail) * (reach / length)


def arrow(scope: Scope, ends: tuple[Array, Array], colour: RGB, opacity: float, width: float = 9.0) -> None:
    """An arrow between world points with a cone for a head; it begins at the point, and is drawn from its ball on."""
    width *= arrow_size(scope)
    scope.items.append(
        Arrow(
            tail=_out_of_ball(scope, *ends),
            tip=ends[1],
            width=scope.px(width),
            head_length=scope.px(width * 3.4),
            head_width=scope.px(width * 2.6),
            color=(*colour, opacity),
            head="cone",
            occlusion="ghost",
            ghost_opacity=GHOST,
        )
    )


def tagged_arrow(
    scope: Scope,
    ends: Sequence[Array],
    symbol: str,
    look: tuple[str, float, float],
    turn: float = 0.0,
    *,
    named: float = 1.0,
) -> dict[str, Any]:
    """An arrow between domain points with its name beside its tip; returns its mark.

    Args:
        scope: the view.
        ends: tail and tip in domain coordinates.
        symbol: Typst mathematics.
        look: role of the colour, how far it has entered, width in design pixels.
        turn: degrees on the screen from the arrow's direction to where its name stands.
        named: how far it carries its name.
    """
    role, shown, width = look
    tail, tip = world(scope, ends[0]), world(scope, ends[1])
    arrow(scope, (tail, tip), scope.stage.theme.colours[role], min(1.0, 3 * shown), width)
    name_tag(scope, symbol, (tail, tip), (role, shown * named * readable(scope, tail, tip)), turn)
    return arrow_mark(scope, tail, tip, (ends[0], ends[1]))
