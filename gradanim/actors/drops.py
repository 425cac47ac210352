"""drops: points that flow along ∇f or −∇f, with the ways they have come, on the floor and on the landscape."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.ball import stand
from gradanim.actors.context import Context
from gradanim.actors.easing import clamp, cruise, set_out
from gradanim.actors.pens import Occlusion, Stroke, dot
from gradanim.actors.stage import Scope
from gradanim.actors.state import Drops, Presence, Route, reached
from gradanim.raster import Polyline

Array = NDArray[np.float64]
# The track stays faintly; behind a drop it is bright for this share of its way.
FAINT, BRIGHT = 0.34, 0.95
TAIL = 0.16
TRACK = Stroke(width=3.0)
SIZE = 8.0
# The shortest ways take this share of the time, the longest all of it: something is on its way until the very end. A
# drop gathers speed, and comes to rest more quickly, within a share of its own time.
SOONEST = 0.88
RAMP, BRAKE = 0.12, 0.05
# What ends nearer to the border than this share of the domain leaves it, and fades over its last points.
EDGE = 1e-9
FADE = 4.0


def role(drops: Drops) -> str:
    """Water goes along −∇f and has its colour."""
    return "gradient" if drops.uphill else "negative_gradient"


def gone(drops: Drops, context: Context) -> list[float]:
    """How far each drop is along its route, counted in points of the route.

    Each has a pace of its own, so that long ways take little more time than short ones and the picture is moving all
    the while. Drops slow down before they rest; those that leave the domain run out of it.
    """
    return [
        (len(route.points) - 1.0) * (set_out(of, RAMP) if leaves(route, context) else cruise(of, RAMP, BRAKE))
        for route, of in zip(drops.routes, times(drops), strict=True)
    ]


def times(drops: Drops) -> list[float]:
    """How much of its own time each drop has had, 0 to 1."""
    lengths = [len(route.points) - 1.0 for route in drops.routes]
    longest = max(lengths, default=0.0) or 1.0
    return [clamp(drops.share / (SOONEST + (1.0 - SOONEST) * length / longest)) for length in lengths]


def leaves(route: Route, context: Context) -> bool:
    """Whether a way ends at the border of the domain."""
    domain = np.array(context.domain)
    return bool(np.any(np.abs(route.points[-1][:, None] - domain) <= EDGE * (domain[:, 1:] - domain[:, :1])))


def draw(scope: Scope, presence: Presence) -> None:
    """Tracks first, then the drops."""
    drops = scope.state.drops
    if drops is None:
        return
    places = gone(drops, scope.stage.context)
    lifted = scope.solid and scope.state.shown("surface") > 0
    # What runs on the landscape is not told a second time through it: many faint drops in one place are a strong one.
    below: Occlusion = "depth" if lifted else "ghost"
    for route, place, of in zip(drops.routes, places, times(drops), strict=True):
        points = reached(route.points, place)
        bright = _brightness(len(points), place, of, len(route.points) - 1.0)
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


def _brightness(count: int, place: float, time: float, length: float) -> Array:
    """How bright the track is at its points; the tail behind the drop dies down as that comes to rest."""
    behind = place - np.minimum(np.arange(count, dtype=float), place)
    tail = np.clip(1.0 - behind / max(1.0, TAIL * length), 0.0, 1.0) * min(1.0, 8.0 * (1.0 - time))
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
