"""The step h that `approximate` takes: in the input plane, on the tangent plane and on the landscape."""

from __future__ import annotations

import numpy as np

from gradanim.actors import symbols
from gradanim.actors.pens import Stroke, arrow, arrow_mark, arrow_size, dot, line, name_tag
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence

# The heights over the tip are there when this share of the step has been taken.
ENTERED = 0.3
# Its shaft, and what it stands off the gradient by, on which it lies where that is longer, in design pixels.
WIDTH, BORDER = 6.0, 1.0


def draw(scope: Scope, presence: Presence) -> None:
    """An arrow h on the floor; above its tip the plane's height and the landscape's, joined by a bar."""
    state = scope.state
    if state.point is None or state.step is None or state.stepped <= 0:
        return
    at, h = np.asarray(state.point), np.asarray(state.step) * state.stepped
    tail, tip = scope.floor(at), scope.floor(at + h)
    arrow(scope, tail, tip, scope.colour("text", presence.shown), WIDTH, BORDER)
    name = symbols.letter("h", scope.stage.context.spec)
    name_tag(scope, name, (tail, tip), ("text", presence.shown * state.stepped))
    scope.marks["step"] = arrow_mark(scope, tail, tip, (at, at + h))
    if not scope.solid or scope.state.shown("surface") == 0:
        return
    measures, space = scope.measures, scope.stage.space
    top = scope.raised(at + h)
    predicted = np.array(
        [*tip[:2], space.lift + (measures.value + measures.gradient @ h - space.low) * space.rise]
    )
    line(scope, np.stack([tip, top]), scope.colour("muted", 0.7), Stroke(width=2.5, dash=(7.0, 8.0)))
    line(scope, np.stack([top, predicted]), scope.colour("wrong", presence.shown), Stroke(width=5.0))
    size = arrow_size(scope)
    here = presence.shown * min(1.0, state.stepped / ENTERED)
    dot(scope, top, scope.colour("point", here), 9.0 * size)
    dot(scope, predicted, scope.colour("gradient", here), 9.0 * size)
