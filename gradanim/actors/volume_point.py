"""point and trajectory in a volume: a ball over its foot on the floor, and the ways it has come."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradanim.actors import iterates
from gradanim.actors.pens import Stroke, arrow_size, dot, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence, Progress
from gradanim.actors.trajectory import LEAVING, leaving, way
from gradanim.actors.volume_pens import ball_radius, volume_of, world
from gradanim.raster import Shadow, Sphere

Array = NDArray[np.float64]
DROP = Stroke(width=3.0, dash=(9.0, 9.0), occlusion="ghost")
TRAIL = Stroke(width=3.5)
PATH = Stroke(width=4.5)
FOOT = Stroke(width=2.0)


def draw_point(scope: Scope, presence: Presence) -> None:
    """The trail is drawn first, then the drop line with its foot, then the ball."""
    point = scope.state.point
    if point is None:
        return
    at, foot, shown = world(scope, point), _foot(scope, point), presence.shown
    _trail(scope, shown)
    if presence.options is None or presence.options.drop_line:
        line(scope, np.stack([at, at + (foot - at) * shown]), scope.colour("text", 0.6 * shown), DROP)
        scope.items.append(Shadow(center=foot, radius=0.07, opacity=0.5 * shown))
        dot(scope, foot, scope.colour("point", 0.8 * shown), 6.0 * shown)
    size, colour = scope.px(ball_radius(scope, presence)), scope.colour("point", shown)
    scope.items.append(Sphere(center=at, radius=size, color=colour, occlusion="ghost", cut=True))
    scope.marks["point"] = {
        "at": [*map(float, point)],
        "px": list(scope.pixel(at)),
        "foot_px": list(scope.pixel(foot)),
        "visible": shown > 0,
        "size": arrow_size(scope),
    }


def _foot(scope: Scope, points: object) -> Array:
    return volume_of(scope).space.foot(np.asarray(points, dtype=float))


def _trail(scope: Scope, shown: float) -> None:
    trail = scope.state.trail
    while trail is not None:
        points, strength = trail.points(), shown * trail.opacity
        if len(points) > 1:
            line(scope, _foot(scope, points), scope.colour("point", 0.3 * strength), FOOT)
            line(scope, world(scope, points), scope.colour("point", 0.75 * strength), TRAIL)
        trail = trail.before


def draw_trajectory(scope: Scope, presence: Presence) -> None:
    """Every run of descent: straight steps between its iterates, and their feet on the floor."""
    for progress in scope.state.runs:
        points = way(scope, progress)
        shown = presence.shown * progress.opacity
        _path(scope, points, progress, shown)
        step = leaving(scope, progress)
        if step is not None:
            line(scope, world(scope, step), scope.colour(progress.run.colour, shown), LEAVING)


def _path(scope: Scope, points: Array, progress: Progress, shown: float) -> None:
    role = progress.run.colour
    if len(points) > 1:
        line(scope, _foot(scope, points), scope.colour(role, 0.35 * shown), FOOT)
        line(scope, world(scope, points), scope.colour(role, shown), PATH)
    places, count = world(scope, progress.run.points), min(int(progress.steps) + 1, len(points))
    iterates.draw(scope, role, places, count, (scope.colour(role, shown), PATH.width))
