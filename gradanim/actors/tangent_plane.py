"""tangent_plane: the linear model of f at the point, and the step that is taken on it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.raster import Polygon

Array = NDArray[np.float64]
SHARE = 0.16
# It rises and falls by no more than this part of the drawn range of values: beside a cliff it would be a tower.
REACH = 0.75
# Cells along a side of the grid on it. What the landscape hides of the plane has no fill: its grid and its outline
# shine through, so that at a saddle, which cuts it into a bow, it is still seen to be one square.
CELLS = 6
FILL, EDGE, GRID_LINE = 0.42, 0.9, 0.4
EDGE_STROKE = Stroke(width=2.5, ghost=0.8, ghost_dash=(8.0, 6.0))
GRID_STROKE = Stroke(width=1.5, ghost=0.7)


def draw(scope: Scope, presence: Presence) -> None:
    """A square of the plane z = f(p) + ∇f(p)·h around the point; only where f is differentiable."""
    if not scope.solid or scope.state.point is None:
        return
    measures = scope.measures
    value, gradient = measures.value, measures.gradient
    if not (math.isfinite(value) and np.all(np.isfinite(gradient))):
        return
    domain = scope.stage.context.domain
    own = presence.options.size if presence.options is not None else None
    space = scope.stage.space
    half = np.array([own / 2 if own else SHARE * (high - low) for low, high in domain])
    if not own:
        half *= _fitting(half, gradient, space.high - space.low)
    at = np.asarray(scope.state.point)
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half * presence.shown
    world = scope.floor(at + corners)
    world[:, 2] = space.lift + (value + corners @ gradient - space.low) * space.rise
    # A hair above the landscape at the point of contact: the two touch there and nowhere cross.
    world[:, 2] += 2e-3
    shown = presence.shown
    scope.items.append(Polygon(points=world, color=scope.colour("tangent_plane", FILL * shown)))
    line(scope, _grid(world), scope.colour("tangent_plane", GRID_LINE * shown), GRID_STROKE)
    outline = np.vstack([world, world[:1]])
    line(scope, outline, scope.colour("tangent_plane", EDGE * shown), EDGE_STROKE)


def _fitting(half: Array, gradient: Array, values: float) -> float:
    """The part of its size at which a plane has room.

    Args:
        half: ``(2,)`` its extent to each side, in units of the domain.
        gradient: ``(2,)``.
        values: the drawn range of values.
    """
    rise = float(half @ np.abs(gradient))
    return min(1.0, REACH * values / rise) if rise > 0.0 else 1.0


def _grid(corners: Array) -> Array:
    """The inner lines between opposite sides of a parallelogram ``(4, 3)`` as one broken line."""
    a, b, c, d = corners
    gap = np.full(3, np.nan)
    lines = []
    for share in np.arange(1, CELLS) / CELLS:
        lines += [a + share * (b - a), d + share * (c - d), gap]
        lines += [a + share * (d - a), b + share * (c - b), gap]
    return np.array(lines[:-1])
