"""Arrows that leave the picture: one cannot see where they end, and their shafts fade on the way out."""

from __future__ import annotations

import math

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors.easing import smooth
from gradanim.actors.stage import Scope
from gradanim.actors.theme import RGBA

Array = NDArray[np.float64]

# Looks at an arrow for the place where it leaves the picture, near its tail as close as one this many times as long
# as the picture needs; and looks between two of those.
_LOOKS, _LONGEST, _BETWEEN = 65, 1e9, 33
# An arrow has become a shaft that fades where this share of its head is outside: less is hardly missed. The shaft fades
# on this share of its way out; its colour is right at so many places.
_CUT, _FADING, _PLACES = 0.25, 0.4, 17
# Pixels that count as none.
_LEAST = 1e-9
# The name of such an arrow stands beside this share of what is seen of it.
_NAMED = 0.5


class Outgoing(Struct, frozen=True):
    """How an arrow leaves a view.

    Attributes:
        share: the part of it that is inside of the view, 0 to 1.
        strength: how far it has become a shaft that fades, 0 to 1.
    """

    share: float
    strength: float

    def end(self, tail: Array, tip: Array) -> Array:
        """The world point at which it leaves."""
        return np.asarray(tail + self.share * (tip - tail))


def outgoing(scope: Scope, tail: Array, tip: Array, head: float) -> Outgoing | None:
    """How an arrow leaves its view; None where all of its head can be seen, or its tail cannot.

    Args:
        scope: the view.
        tail: world point ``(3,)``.
        tip: world point ``(3,)``.
        head: the length of its head in design pixels.
    """
    outside = _beyond(scope, tip)
    if outside <= 0.0 or _beyond(scope, tail) > 0.0:
        return None
    looks = np.concatenate([[0.0], np.geomspace(1.0 / _LONGEST, 1.0, _LOOKS)])
    found = _last_inside(scope, (tail, tip), looks)
    near = np.linspace(looks[found], looks[found + 1], _BETWEEN)
    share = float(near[_last_inside(scope, (tail, tip), near)])
    strength = smooth(min(1.0, outside / (_CUT * scope.px(head))))
    return Outgoing(share, strength) if share > 0.0 else None


def faded(scope: Scope, ends: tuple[Array, Array], found: Outgoing, colour: RGBA) -> tuple[Array, Array]:
    """World points ``(k, 3)`` of the shaft of an arrow that leaves its view, and their colours ``(k, 4)``.

    Args:
        scope: the view.
        ends: tail and tip, world points.
        found: how it leaves.
        colour: of the arrow.
    """
    shares = np.linspace(0.0, found.share, _PLACES)
    points = ends[0] + shares[:, None] * (ends[1] - ends[0])
    pixels, _ = scope.camera.project(points, scope.stage.viewport(scope.rect))
    gone = np.hypot(*(pixels - pixels[0]).T)
    # One that comes straight at the eye has no length on the screen.
    left = np.clip((1.0 - gone / max(float(gone[-1]), _LEAST)) / _FADING, 0.0, 1.0)
    opacity = (colour[3] * found.strength * left)[:, None]
    return points, np.concatenate([np.tile(colour[:3], (_PLACES, 1)), opacity], axis=-1)


def named_at(scope: Scope, ends: tuple[Array, Array], head: float) -> tuple[Array, float, bool]:
    """The world point that the name of an arrow belongs to, how far it is there, and whether that is on its shaft.

    Args:
        scope: the view.
        ends: tail and tip, world points.
        head: the length of its head in design pixels.
    """
    found = outgoing(scope, *ends, head)
    # The name at the tip has gone when the one on the shaft comes.
    if found is None or found.strength < 0.5:
        return ends[1], 1.0 - 2.0 * (found.strength if found is not None else 0.0), False
    on = replace(found, share=_NAMED * found.share).end(*ends)
    return on, 2.0 * found.strength - 1.0, True


def _last_inside(scope: Scope, ends: tuple[Array, Array], shares: Array) -> int:
    """The index of the last place of an arrow before it leaves, of those before the last."""
    points = ends[0] + shares[:, None] * (ends[1] - ends[0])
    view = scope.stage.viewport(scope.rect)
    pixels, _ = scope.camera.project(points, view)
    low = np.array([view.x, view.y])
    inside = np.all((pixels >= low) & (pixels <= low + np.array([view.width, view.height])), axis=-1)
    left = np.flatnonzero(~inside)
    return max(0, int(left[0]) - 1) if left.size else len(shares) - 2


def _beyond(scope: Scope, point: Array) -> float:
    """How many pixels a world point is outside of its view: 0 inside, inf behind the eye."""
    view = scope.stage.viewport(scope.rect)
    u, v = scope.pixel(point)
    if not (math.isfinite(u) and math.isfinite(v)):
        return math.inf
    return max(view.x - u, u - view.x - view.width, view.y - v, v - view.y - view.height, 0.0)
