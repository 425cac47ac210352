"""gradient_field: the gradient at a grid of points, all arrows to one linear scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gradanim.actors.arrow_size import CLOSE
from gradanim.actors.context import Context
from gradanim.actors.drawn_values import MOST_SHAPES
from gradanim.actors.pens import steady_arrow
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence, SceneState
from gradanim.actors.ticks import round_down
from gradanim.calculus.lengths import lengths

FILL = 0.85
# How many arrows stand along the longer side of the domain where nothing is said of it.
SPACING = 12


def _places(low: float, high: float, gap: float) -> np.ndarray:
    """As many places as there is room for, in the middle of a side."""
    count = max(1, int((high - low) / gap + 1e-9))
    return np.asarray(0.5 * (low + high) + (np.arange(count) - 0.5 * (count - 1)) * gap)


def _points(context: Context, presence: Presence) -> tuple[np.ndarray, float]:
    """The points ``(k, 2)`` at which arrows stand, and the distance between two of them, in domain units."""
    count = presence.options.spacing if presence.options else SPACING
    (x0, x1), (y0, y1) = context.domain
    gap = max(x1 - x0, y1 - y0) / count
    xs, ys = _places(x0, x1, gap), _places(y0, y1, gap)
    return np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2), gap


def field_scale(context: Context, states: Sequence[SceneState]) -> float:
    """Drawn length over true length of the arrows of a field: one round number for the whole scene.

    The longest arrow just fits between two points. It is 1 where the scene shows no such arrows.

    Args:
        context: gives the field and its domain.
        states: states from the whole length of the scene.
    """
    with_field = [state for state in states if state.shown("gradient_field") > 0.0]
    shapes = {
        (tuple(sorted(it.params.items())), it.actors["gradient_field"].options): it for it in with_field
    }
    fitting = []
    for state in list(shapes.values())[:MOST_SHAPES]:
        points, gap = _points(context, state.actors["gradient_field"])
        norms = lengths(context.field_of(state).gradient(points))
        longest = float(np.max(norms[np.isfinite(norms)], initial=0.0))
        if longest > 0.0:
            fitting.append(FILL * gap / longest)
    return round_down(min(fitting), CLOSE) if fitting else 1.0


def draw(scope: Scope, presence: Presence) -> None:
    """Every arrow is as long as the gradient at its middle says, to the scale of the scene."""
    points, _ = _points(scope.stage.context, presence)
    gradients = scope.stage.context.field_of(scope.state).gradient(points)
    colour = scope.colour("gradient", 0.75 * presence.shown)
    for point, gradient in zip(points, gradients, strict=True):
        if np.all(np.isfinite(gradient)):
            half = 0.5 * presence.shown * scope.stage.field_scale * gradient
            steady_arrow(scope, scope.floor(point - half), scope.floor(point + half), colour, 4.0)
