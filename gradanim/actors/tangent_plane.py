"""tangent_plane: the linear model of f at the point, and the step that is taken on it."""

from __future__ import annotations

import math

import numpy as np

from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.raster import Polygon

SHARE = 0.16


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
    half = np.array([own / 2 if own else SHARE * (high - low) for low, high in domain]) * presence.shown
    at = np.asarray(scope.state.point)
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    space = scope.stage.space
    world = scope.floor(at + corners)
    world[:, 2] = space.lift + (value + corners @ gradient - space.low) * space.rise
    # A hair above the landscape at the point of contact: the two touch there and nowhere cross.
    world[:, 2] += 2e-3
    scope.items.append(Polygon(points=world, color=scope.colour("tangent_plane", 0.42 * presence.shown)))
    outline = np.vstack([world, world[:1]])
    line(scope, outline, scope.colour("tangent_plane", 0.9 * presence.shown), Stroke(width=2.5))
