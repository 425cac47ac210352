"""slice: the vertical plane through the point along one direction, the curve it cuts and its tangent."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.easing import smooth
from gradanim.actors.fading import fade
from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import RGB
from gradanim.raster import Polygon

Array = NDArray[np.float64]
SAMPLES = 161
TANGENT_SHARE = 0.2
# A slice that is turned so many degrees from an axis has nothing of the colour of its partial derivative any more.
TURNED = 12.0

# World units by which the plane stands over the curve in which it cuts the landscape.
OVER_CUT = 0.16


def draw(scope: Scope, presence: Presence) -> None:
    """The plane reaches from border to border of the domain; the tangent line has the slope D_u f."""
    state = scope.state
    if state.point is None or state.slice_angle is None:
        return
    at = np.asarray(state.point)
    u = np.array([math.cos(math.radians(state.slice_angle)), math.sin(math.radians(state.slice_angle))])
    low, high = reach(at, u, scope.stage.context.domain)
    along = np.linspace(low * presence.shown, high * presence.shown, SAMPLES)
    points = at + along[:, None] * u
    colour = _colour(scope, state.slice_angle)
    line(scope, scope.floor(points[[0, -1]]), (*colour, 0.9 * presence.shown), Stroke(width=3.0))
    if not scope.solid:
        return
    space = scope.stage.space
    ends = scope.floor(points[[0, -1]])
    heights = scope.raised(points)[:, 2]
    # A little higher than the cut itself, so that it does not tower over the landscape where that is low; where the
    # field has no value, as high as the landscape.
    known = bool(np.isfinite(heights).all())
    edge = hull(along, heights) if known else np.array([0, -1])
    top = scope.floor(points[edge])
    top[:, 2] = OVER_CUT + (heights[edge] if known else float(space.height(space.high)))
    wall = np.concatenate([ends, top[::-1]])
    scope.items.append(Polygon(points=wall, color=(*colour, 0.16 * presence.shown)))
    line(scope, scope.raised(points), (*colour, presence.shown), Stroke(width=5.0, bias=2.0))
    _tangent(scope, at, u, presence.shown)


def hull(along: Array, heights: Array) -> NDArray[np.intp]:
    """Which points of a curve, of heights ``(k,)`` at places ``(k,)``, are the corners of its hull above."""
    kept: list[int] = []
    # Plain numbers: they are taken one by one.
    x, z = along.tolist(), heights.tolist()
    for k in range(len(x)):
        while len(kept) > 1:
            a, b = kept[-2:]
            if (z[b] - z[a]) * (x[k] - x[a]) > (z[k] - z[a]) * (x[b] - x[a]) + 1e-12:
                break
            kept.pop()
        kept.append(k)
    return np.array(kept)


def _tangent(scope: Scope, at: Array, u: Array, shown: float) -> None:
    measures, space = scope.measures, scope.stage.space
    slope = float(measures.gradient @ u)
    if not math.isfinite(slope):
        return
    side = max(high - low for low, high in scope.stage.context.domain)
    half = TANGENT_SHARE * side * shown / math.hypot(1.0, slope * space.rise / space.scale[0])
    ends = np.array([-half, half])
    world = scope.floor(at + ends[:, None] * u)
    world[:, 2] = space.lift + (measures.value + slope * ends - space.low) * space.rise + 4e-3
    line(scope, world, scope.colour("text", shown), Stroke(width=4.0, bias=2.0))


def _colour(scope: Scope, angle: float) -> RGB:
    """A slice along an axis has the colour of that partial derivative, and takes it on as it turns there."""
    theme = scope.stage.theme.colours
    nearest = 90.0 * round(angle / 90.0)
    own = theme["partial_0" if nearest % 180.0 == 0.0 else "partial_1"]
    return fade(own, theme["slice"], smooth(abs(angle - nearest) / TURNED))


def reach(at: Array, u: Array, domain: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    """How far the line at + s u stays in the domain: the least and the greatest s."""
    low, high = -math.inf, math.inf
    for value, part, (start, end) in zip(at, u, domain, strict=True):
        if abs(part) > 1e-12:
            a, b = sorted(((start - value) / part, (end - value) / part))
            low, high = max(low, a), min(high, b)
    return low, high
