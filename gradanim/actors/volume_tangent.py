"""tangent, tangent_plane and right_angle in a volume: what lies along a level surface, ∇f square to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradanim.actors import symbols
from gradanim.actors.direction import unit_length
from gradanim.actors.gradient import arrow_vector
from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.volume_pens import tagged_arrow, volume_of, world
from gradanim.raster import Polygon

Array = NDArray[np.float64]
LINE = Stroke(width=3.0, dash=(4.0, 7.0))
OUTLINE = Stroke(width=2.5)
MARK = 0.06
SIDE = 0.34


def draw_tangent(scope: Scope, presence: Presence) -> None:
    """The unit tangent t of the level curve at the point's height, its line dashed both ways."""
    frame = _frame(scope)
    if frame is None:
        return
    at, t = frame[0], frame[1] * unit_length(scope) * presence.shown
    line(
        scope,
        world(scope, [at - 1.3 * t, at + 1.3 * t]),
        scope.colour("level_curve", 0.6 * presence.shown),
        LINE,
    )
    name = symbols.letter("t", scope.stage.context.spec)
    scope.marks["tangent"] = tagged_arrow(scope, (at, at + t), name, ("level_curve", presence.shown, 7.0))


def draw_tangent_plane(scope: Scope, presence: Presence) -> None:
    """A square of the plane ∇f(p)·(x − p) = 0 around the point, which touches the level surface there."""
    frame = _frame(scope)
    if frame is None:
        return
    at, t, n = frame
    side = presence.options.size if presence.options is not None else None
    half = 0.5 * presence.shown * (side or SIDE * min(high - low for low, high in scope.stage.context.domain))
    across = np.cross(n, t)
    corners = world(
        scope, [at + half * (a * t + b * across) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    )
    scope.items.append(Polygon(points=corners, color=scope.colour("tangent_plane", 0.36 * presence.shown)))
    outline = np.vstack([corners, corners[:1]])
    line(scope, outline, scope.colour("tangent_plane", 0.9 * presence.shown), OUTLINE)
    scope.marks["tangent_plane"] = {"at": [*map(float, at)], "normal": [*map(float, n)], "visible": half > 0}


def draw_right_angle(scope: Scope, presence: Presence) -> None:
    """A small square between ∇f and t; only where all axes have one scale, else it would not look square."""
    frame, vector = _frame(scope), arrow_vector(scope)
    if frame is None or not volume_of(scope).space.equal:
        return
    at, t, n = frame
    side = MARK * max(high - low for low, high in scope.stage.context.domain) * presence.shown
    side = min(side, 0.6 * float(np.linalg.norm(vector)))
    corners = np.array([at + side * t, at + side * (t + n), at + side * n])
    line(scope, world(scope, corners), scope.colour("text", presence.shown), Stroke(width=3.0))
    scope.marks["right_angle"] = {
        "at": [*map(float, at)],
        "corners": corners.tolist(),
        "corners_px": [list(scope.pixel(place)) for place in world(scope, corners)],
        "visible": presence.shown > 0,
    }


def _frame(scope: Scope) -> tuple[Array, Array, Array] | None:
    """The point, the unit tangent and the unit normal; None where the gradient vanishes or does not exist."""
    if scope.state.point is None:
        return None
    measures = scope.measures
    t, norm = measures.tangent, float(np.linalg.norm(measures.gradient))
    if not np.all(np.isfinite(t)):
        return None
    return np.asarray(scope.state.point), t, measures.gradient / norm
