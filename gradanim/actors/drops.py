"""drops: points that flow along ∇f or −∇f, with the ways they have come, on the floor and on the landscape."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.ball import stand
from gradanim.actors.context import Context
from gradanim.actors.pens import Occlusion, Stroke, dot
from gradanim.actors.stage import Scope
from gradanim.actors.state import Drops, Presence, Route, reached
from gradanim.raster import Polyline

Array = NDArray[np.float64]
# The track stays faintly; behind a drop it is bright for this share of the longest way.
FAINT, BRIGHT = 0.34, 0.95
TAIL = 0.16
TRACK = Stroke(width=3.0)
SIZE = 8.0
# Drops slow down over this share of their own way before they rest.
REST = 0.12
# What ends nearer to the border than this share of the domain leaves it, and fades over its last points.
EDGE = 1e-9
FADE = 4.0


def role(drops: Drops) -> str:
    """Water goes along −∇f and has its colour."""
    return "gradient" if drops.uphill else "negative_gradient"


def gone(drops: Drops, context: Context) -> list[float]:
    """How far each drop is along its route, counted in points of the route.

    All go at one speed, that of the longest way in the time of the flow. They slow down before they rest; those that
    leave the domain run out of it.
    """
    lengths = [len(route.points) - 1.0 for route in drops.routes]
    longest = max(lengths, default=0.0) * (1.0 + REST)
    travelled = drops.share * longest
    return [
        min(travelled, length) if leaves(route, context) else _slowed(travelled, length)
        for route, length in zip(drops.routes, lengths, strict=True)
    ]


def leaves(route: Route, context: Context) -> bool:
    """Whether a way ends at the border of the domain."""
    domain = np.array(context.domain)
    return bool(np.any(np.abs(route.points[-1][:, None] - domain) <= EDGE * (domain[:, 1:] - domain[:, :1])))


def _slowed(travelled: float, length: float) -> float:
    """The place along a way of ``length``: even speed, then evenly slower to a rest at its end."""
    if length <= 0.0:
        return 0.0
    share = travelled / length
    if share <= 1.0 - REST:
        return travelled
    if share >= 1.0 + REST:
        return length
    return length * (1.0 - (1.0 + REST - share) ** 2 / (4.0 * REST))


def draw(scope: Scope, presence: Presence) -> None:
    """Tracks first, then the drops."""
    drops = scope.state.drops
    if drops is None:
        return
    places = gone(drops, scope.stage.context)
    longest = max((len(route.points) - 1.0 for route in drops.routes), default=0.0)
    lifted = scope.solid and scope.state.shown("surface") > 0
    # What runs on the landscape is not told a second time through it: many faint drops in one place are a strong one.
    below: Occlusion = "depth" if lifted else "ghost"
    for route, place in zip(drops.routes, places, strict=True):
        points = reached(route.points, place)
        bright = _brightness(len(points), place, drops.share, longest)
        if len(points) > 1:
            _track(scope, scope.floor(points), presence.shown * bright, below)
            if lifted:
                _track(scope, scope.raised(points), presence.shown * bright, "depth")
    heads = np.array([reached(r.points, place)[-1] for r, place in zip(drops.routes, places, strict=True)])
    left = [leaves(r, scope.stage.context) for r in drops.routes]
    here = [
        1.0 if not out else min(1.0, (len(r.points) - 1.0 - place) / FADE)
        for r, out, place in zip(drops.routes, left, places, strict=True)
    ]
    _heads(scope, heads, here, presence, lifted)
    scope.marks["drops"] = {
        "points": [[*map(float, head)] for head in heads],
        "points_px": [list(scope.pixel(scope.floor(head))) for head in heads],
        "visible": presence.shown > 0,
    }


def _brightness(count: int, place: float, share: float, longest: float) -> Array:
    """How bright the track is at its points; the tail behind the drop dies down when all have come to rest."""
    behind = place - np.minimum(np.arange(count, dtype=float), place)
    tail = np.clip(1.0 - behind / max(1.0, TAIL * longest), 0.0, 1.0) * min(1.0, 8.0 * (1.0 - share))
    return np.asarray(FAINT + (BRIGHT - FAINT) * tail)


def _track(scope: Scope, world: Array, brightness: Array, occlusion: Occlusion) -> None:
    drops = scope.state.drops
    assert drops is not None
    colours = np.empty((len(world), 4))
    colours[:, :3] = scope.stage.theme.colours[role(drops)]
    colours[:, 3] = brightness
    item = Polyline(
        points=world,
        width=scope.px(TRACK.width),
        occlusion=occlusion if scope.solid else "top",
        bias=scope.px(2.0),
        colors=colours,
    )
    scope.items.append(item)


def _heads(scope: Scope, heads: Array, here: list[float], presence: Presence, lifted: bool) -> None:
    drops = scope.state.drops
    assert drops is not None
    size = SIZE * (1.0 + 0.5 * presence.emphasis)
    for head, strength in zip(heads, here, strict=True):
        if strength <= 0.0:
            continue
        colour = scope.colour(role(drops), presence.shown * strength)
        below: Occlusion = "depth" if lifted else "ghost"
        dot(scope, scope.floor(head), colour, size * (0.7 if lifted else 1.0), 2.0, below)
        if lifted and np.isfinite(scope.raised(head)).all():
            stand(scope, head, size, colour, "depth")
