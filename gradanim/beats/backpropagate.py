"""backpropagate: values run forward through the compute graph, derivatives run back, the passes are counted."""

from __future__ import annotations

from msgspec.structs import replace

from gradanim.actors.context import Context
from gradanim.actors.passes import Passes
from gradanim.actors.state import SceneState
from gradanim.beats.easing import part
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.backpropagate import BackpropagateAction

# Shares of the time at which the forward pass ends, the backward pass begins and ends, and the count begins.
WITH_COUNT = (0.34, 0.38, 0.7, 0.74)
ALONE = (0.46, 0.54, 1.0, 1.0)


def play(action: BackpropagateAction, start: SceneState, context: Context) -> Motion:
    """One pass forward, a breath, one pass backward; then the evaluations of finite differences where asked for."""
    forth, turn, back, count = WITH_COUNT if action.compare else ALONE

    def at(u: float) -> SceneState:
        compared = part(u, count, 1.0) if action.compare else 0.0
        return replace(start, passes=Passes(part(u, 0.0, forth), part(u, turn, back), compared))

    return at
