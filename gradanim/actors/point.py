"""point: the point in the input plane and its image on the landscape, tied by a dashed line."""

from __future__ import annotations

import math

import numpy as np

from gradanim.actors.ball import stand
from gradanim.actors.pens import Stroke, arrow_size, dot, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence, Trail
from gradanim.actors.strands import EVERY
from gradanim.raster import Shadow

# What was walked behind a hill shines through it: dashes tell it from what was walked on its front.
LIFTED = Stroke(width=3.0, bias=2.0, ghost_dash=(8.0, 8.0))
DROP = Stroke(width=3.0, dash=(9.0, 9.0), occlusion="ghost")


def draw(scope: Scope, presence: Presence) -> None:
    """The drop line is drawn first, then the dot on the floor, the ball on the landscape."""
    point = scope.state.point
    if point is None:
        return
    at = np.asarray(point)
    floor = scope.floor(at)
    shown = presence.shown
    part = arrow_size(scope)
    size = part * shown * (1.0 + 0.5 * presence.emphasis)
    mark = {"at": [*map(float, at)], "px": list(scope.pixel(floor)), "visible": shown > 0, "size": part}
    value = scope.measures.value
    if scope.solid and scope.state.shown("surface") > 0 and math.isfinite(value):
        top = scope.raised(at)
        rise = scope.state.shown("surface")
        if presence.options is None or presence.options.drop_line:
            drop = np.stack([floor, floor + (top - floor) * shown])
            line(scope, drop, scope.colour("text", 0.8 * shown), DROP)
            scope.strands.append((EVERY, drop))
        scope.items.append(Shadow(center=floor, radius=0.07, opacity=0.5 * shown))
        dot(scope, floor, scope.colour("point", shown), 8.0 * size, 3.0 * part)
        stand(scope, at, 14.0 * size * rise, scope.colour("point", shown))
        mark |= {"on_surface": [*map(float, at), value], "surface_px": list(scope.pixel(top))}
    else:
        dot(scope, floor, scope.colour("point", shown), 11.0 * size, 3.0 * part)
    scope.marks["point"] = mark


def draw_trail(scope: Scope, presence: Presence) -> None:
    """The way that the point has come, which lies under everything that stands at the point."""
    trail = scope.state.trail
    while trail is not None:
        _walked(scope, trail, presence.shown)
        trail = trail.before


def _walked(scope: Scope, trail: Trail, shown: float) -> None:
    points = trail.points()
    if len(points) < 2:
        return
    colour = scope.colour("point", 0.35 * shown * trail.opacity)
    line(scope, scope.floor(points), colour, Stroke(width=3.0))
    if scope.solid and scope.state.shown("surface") > 0:
        line(
            scope,
            scope.raised(points),
            scope.colour("point", 0.55 * shown * trail.opacity),
            LIFTED,
        )
