"""streamlines: curves along −∇f or ∇f, evenly spaced, with small arrow heads."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.context import Context
from gradanim.actors.easing import smooth
from gradanim.actors.pens import Stroke, line
from gradanim.actors.samples import Params
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.raster import Arrow

Array = NDArray[np.float64]
# Streamlines by parameter values, separation and whether they go uphill.
Streams = Callable[[Params, float, bool], tuple[Array, ...]]
CURVE = Stroke(width=3.0, occlusion="depth", bias=1.5)
# Length and width of a head in design pixels; one stands in every stretch of a line that is so many separations long.
HEAD = (21.0, 17.0)
APART = 4.0
THIN = 3
# A head grows over this part of the way from one to the next.
GROWS = 0.3
# So much less opaque they are beside an arrow of their colour, which is looked at then.
DIMMED = 0.5
# Place, unit direction of the flow there, and how far it is grown, 0 to 1.
Head = tuple[Array, Array, float]


def stream_maker(context: Context) -> Streams:
    """Streamlines of the field of a scene, remembered for the last few parameter values."""
    from gradanim.calculus.streamlines import streamlines

    @lru_cache(maxsize=16)
    def streams(params: Params, separation: float, uphill: bool) -> tuple[Array, ...]:
        field = context.with_params(params)
        return tuple(streamlines(field, np.array(context.domain), separation, uphill=uphill))

    return streams


def draw(scope: Scope, presence: Presence) -> None:
    """On the floor, and on the landscape where the author wants it; lines grow along the flow as they enter."""
    options = presence.options
    separation = float(options.separation) if options else 0.09
    uphill = bool(options and options.uphill)
    role = "gradient" if uphill else "negative_gradient"
    strength = 0.75 * (1.0 - DIMMED * smooth(scope.state.shown(role)))
    lifted = bool(options and options.on_surface) and scope.solid
    for curve in scope.stage.streams(scope.params, separation, uphill):
        points = _grown(curve, presence.shown)
        colour = scope.colour(role, strength * min(1.0, 3.0 * presence.shown))
        for world in (scope.floor(points), *([scope.raised(points)] if lifted else [])):
            line(scope, world, colour, CURVE)
            # Names are larger than the distance of its points.
            scope.strands.append((role, world[::THIN]))
        if options is None or options.heads:
            for head in heads(curve, points, separation, scope.stage.context.domain):
                _head(scope, head, colour, lifted=False)
                if lifted:
                    _head(scope, head, colour, lifted=True)


def _grown(curve: Array, shown: float) -> Array:
    return curve[: max(2, round(shown * len(curve)))]


def heads(
    curve: Array, points: Array, separation: float, domain: tuple[tuple[float, float], ...]
) -> list[Head]:
    """Arrow heads on a line, evenly along it, pointing along the flow; each grows while the line goes on from it.

    Args:
        curve: the whole line ``(k, 2)``.
        points: the part that is there.
        separation: distance of lines as a share of the domain.
        domain: range of each variable.
    """
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    side = max(high - low for low, high in domain)
    count = max(1, round(lengths[-1] / (APART * separation * side)))
    there = lengths[len(points) - 1]
    made = []
    for k in range(count):
        at = (k + 0.5) / count * lengths[-1]
        if at > there:
            break
        index = int(np.clip(np.searchsorted(lengths, at), 1, len(curve) - 1))
        step = curve[index] - curve[index - 1]
        middle = curve[index - 1] + step * (at - lengths[index - 1]) / (lengths[index] - lengths[index - 1])
        grown = smooth((there - at) / (GROWS * lengths[-1] / count))
        made.append((middle, step / np.linalg.norm(step), grown))
    return made


def _head(scope: Scope, head: Head, colour: tuple[float, float, float, float], *, lifted: bool) -> None:
    """A head without a shaft, in the floor or in the tangent plane of the landscape."""
    middle, direction, grown = head
    if grown == 0.0:
        return
    length, width = (scope.px(value * grown) for value in HEAD)
    # As long in the world as its head is: no shaft shows.
    world = length / scope.camera.scale(scope.stage.viewport(scope.rect))
    half = 0.5 * world / np.linalg.norm(direction * np.asarray(scope.stage.space.scale)) * direction
    place = scope.raised if lifted else scope.floor
    tail, tip = place(middle - half), place(middle + half)
    if not (np.isfinite(tail).all() and np.isfinite(tip).all()):
        return
    normal = (0.0, 0.0, 1.0)
    if lifted:
        slope = scope.stage.space.slope(scope.stage.context.field_of(scope.state).gradient(middle))
        normal = (-float(slope[0]), -float(slope[1]), 1.0)
    scope.items.append(
        Arrow(
            tail=tail,
            tip=tip,
            width=scope.px(2.0),
            head_length=length,
            head_width=width,
            color=colour,
            head="flat",
            normal=normal,
            occlusion="depth" if scope.solid else "top",
            bias=scope.px(2.0),
        )
    )
