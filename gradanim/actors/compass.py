"""The points of the compass around a dial: N, E, S and W, upright, at the ends of the circle of directions."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.easing import smooth
from gradanim.actors.lettering import prose
from gradanim.actors.stage import Label, Scope
from gradanim.actors.state import Presence

Array = NDArray[np.float64]

# Which way each letter stands: north is along the second axis, as on a map.
POINTS = (("N", (0.0, 1.0)), ("E", (1.0, 0.0)), ("S", (0.0, -1.0)), ("W", (-1.0, 0.0)))
# Design pixels between the circle and a letter.
GAP = 10.0
# Size of a letter as a share of that of the names of arrows.
SIZE = 0.82


def draw_letters(scope: Scope, presence: Presence, radius: float, other: Presence | None = None) -> None:
    """The letters around the point, as far as the options ask for them.

    Args:
        scope: the view.
        presence: of the actor that draws them.
        radius: of the circle of directions, in domain units.
        other: another actor that draws the same letters; it has precedence.
    """
    strength = _strength(presence) * (1.0 - (_strength(other) if other is not None else 0.0))
    if strength <= 0.0 or scope.state.point is None:
        return
    at = np.asarray(scope.state.point)
    middle = scope.pixel(scope.floor(at))
    sizes = scope.stage.layout.sizes
    size = max(SIZE * sizes.label, sizes.least)
    for letter, way in POINTS:
        place = scope.pixel(scope.floor(at + radius * np.array(way)))
        u, v = place[0] - middle[0], place[1] - middle[1]
        length = math.hypot(u, v)
        if length < 1e-6:
            continue
        away = (u / length, v / length)
        gap = scope.px(GAP)
        anchor = (place[0] + gap * away[0], place[1] + gap * away[1])
        scope.labels.append(Label(prose(letter), anchor, away, "text", size, strength, movable=False))


def _strength(presence: Presence) -> float:
    """How far letters are there: options that change bring them in or take them away little by little."""
    now = _asked(presence.options)
    if presence.changed < 1.0:
        before = _asked(presence.before)
        now = before + (now - before) * smooth(presence.changed)
    return presence.shown * now


def _asked(options: Any) -> float:
    return float(getattr(options, "letters", None) == "compass")
