"""gradient_field: the gradient at a grid of points, all arrows to one linear scale."""

from __future__ import annotations

import numpy as np

from gradanim.actors.pens import arrow
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence

FILL = 0.85


def _places(low: float, high: float, gap: float) -> np.ndarray:
    """As many places as there is room for, in the middle of a side."""
    count = max(1, int((high - low) / gap + 1e-9))
    return np.asarray(0.5 * (low + high) + (np.arange(count) - 0.5 * (count - 1)) * gap)


def draw(scope: Scope, presence: Presence) -> None:
    """The longest arrow just fits between two points; the others are as long as they are in proportion."""
    context = scope.stage.context
    count = presence.options.spacing if presence.options else 12
    (x0, x1), (y0, y1) = context.domain
    gap = max(x1 - x0, y1 - y0) / count
    xs, ys = _places(x0, x1, gap), _places(y0, y1, gap)
    points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    gradients = context.field_of(scope.state).gradient(points)
    norms = np.linalg.norm(gradients, axis=-1)
    if not np.any(np.isfinite(norms)) or not np.nanmax(norms) > 0:
        return
    scale = FILL * gap / float(np.nanmax(norms))
    colour = scope.colour("gradient", 0.75 * presence.shown)
    for point, gradient in zip(points, gradients, strict=True):
        if np.all(np.isfinite(gradient)):
            half = 0.5 * presence.shown * scale * gradient
            arrow(scope, scope.floor(point - half), scope.floor(point + half), colour, 4.0)
