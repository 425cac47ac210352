"""walk: the point moves along a path, and everything that hangs on it follows."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from gradanim.actors.context import Context, as_point
from gradanim.actors.state import Route, SceneState, Trail
from gradanim.beats.easing import clamp, cruise, part, smooth
from gradanim.beats.level_walk import level_path, steepest_path
from gradanim.beats.motion import Motion
from gradanim.beats.paths import Array, Path, circle, line, polyline, sampled, spline
from gradanim.spec.verbs.walk import WalkAction

# Share of the time for gliding to where the path starts, if the point is elsewhere.
GLIDE = 0.15
ROUTE_POINTS = 361
# Share of the time in which the trail of an earlier walk fades.
FADED_AT = 0.3


def play(action: WalkAction, start: SceneState, context: Context) -> Motion:
    """At even speed with a gentle start and stop; the way walked is left behind as a trail."""
    if action.points is not None:
        return _stations(action, start)
    path = make_path(action, start, context)
    route = Route(lambda: sampled(path, ROUTE_POINTS))
    level = _kept_level(action, start, context)
    begins = _glide(start, path)
    origin = np.asarray(start.point) if begins else path(0.0)

    def at(u: float) -> SceneState:
        if u < begins:
            here = origin + (path(0.0) - origin) * smooth(u / begins)
            return _shown(replace(start, point=as_point(here), trail=_earlier(start, u)), start, u)
        share = cruise(part(u, begins, 1.0))
        trail = Trail(route, share * (ROUTE_POINTS - 1), before=_earlier(start, u))
        kept = level if u < 1.0 else start.level
        return _shown(replace(start, point=as_point(path(share)), trail=trail, level=kept), start, u)

    return at


def glides_to(action: WalkAction, start: SceneState) -> Array | None:
    """Where a walk starts, (n,), if the point has to glide there from elsewhere in the first ``GLIDE`` of the time."""
    if action.circle is None and action.spline is None and (action.line is None or action.line.from_ is None):
        return None
    path = _drawn_path(action, start)
    return path(0.0) if _glide(start, path) else None


def _glide(start: SceneState, path: Path) -> float:
    """The share of the time that it takes to come to where the path starts."""
    elsewhere = start.point is not None and not np.allclose(start.point, path(0.0), rtol=0, atol=1e-9)
    return GLIDE if elsewhere else 0.0


def _kept_level(action: WalkAction, start: SceneState, context: Context) -> float | None:
    """The level during a walk: one along a level curve keeps to that of its start, as exactly as it was there."""
    if start.level is not None or action.level_curve is None or start.point is None:
        return start.level
    return float(context.field_of(start).value(np.asarray(start.point)))


def make_path(action: WalkAction, start: SceneState, context: Context) -> Path:
    """The path of a walk that is not from station to station."""
    if action.circle is not None or action.line is not None or action.spline is not None:
        return _drawn_path(action, start)
    field = context.field_of(start)
    if action.level_curve is not None:
        return level_path(action.level_curve, np.asarray(start.point), field, context.domain)
    assert action.steepest is not None
    return steepest_path(action.steepest, np.asarray(start.point), field, context.domain)


def _drawn_path(action: WalkAction, start: SceneState) -> Path:
    """The path of a walk along a circle, a line or a spline, which no field decides."""
    if action.circle is not None:
        c = action.circle
        return circle(c.center, float(c.radius), float(c.start), float(c.turns))
    if action.line is not None:
        origin = action.line.from_ if action.line.from_ is not None else start.point
        return line(origin or action.line.to, action.line.to)
    assert action.spline is not None
    return spline(action.spline.points)


def _earlier(start: SceneState, u: float) -> Trail | None:
    """The trail that was there before, as far as it has not faded."""
    return start.trail.fading(smooth(u / FADED_AT)) if start.trail is not None else None


def _shown(state: SceneState, start: SceneState, u: float) -> SceneState:
    return state.with_actor("point", shown=max(start.shown("point"), smooth(clamp(8 * u))))


def _stations(action: WalkAction, start: SceneState) -> Motion:
    """From point to point, resting at each for a third of its time."""
    stations = [np.asarray(p, dtype=float) for p in action.points or ()]
    if start.point is not None:
        stations.insert(0, np.asarray(start.point))
    legs = max(1, len(stations) - 1)
    whole = polyline(np.array(stations)) if len(stations) > 1 else None

    def at(u: float) -> SceneState:
        position = clamp(u) * legs
        leg = min(int(position), legs - 1)
        if whole is None:
            here = stations[0]
        else:
            share = smooth(clamp((position - leg) / 0.67))
            here = stations[leg] + (stations[leg + 1] - stations[leg]) * share
        return _shown(replace(start, point=as_point(here), trail=_earlier(start, u)), start, u)

    return at
