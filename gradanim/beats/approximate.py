"""approximate: the tangent plane, and what it predicts for a step."""

from __future__ import annotations

from msgspec.structs import replace

from gradanim.actors.context import Context, as_point
from gradanim.actors.state import SceneState
from gradanim.beats.easing import part, smooth
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.approximate import ApproximateAction


def play(action: ApproximateAction, start: SceneState, context: Context) -> Motion:
    """The plane comes first where it is not there yet, then the step is taken on the plane and on the surface."""
    shown = start.shown("tangent_plane")
    plane_ends = 0.0 if shown >= 1.0 else 1.0 if action.step is None else 0.45
    step = as_point(action.step) if action.step is not None else start.step
    same = step == start.step and start.stepped >= 1.0

    def at(u: float) -> SceneState:
        entered = smooth(part(u, 0.0, plane_ends)) if plane_ends else 1.0
        state = start.with_actor("tangent_plane", shown=max(shown, entered))
        if action.step is None or same:
            return state
        return replace(state, step=step, stepped=smooth(part(u, plane_ends, 1.0)))

    return at
