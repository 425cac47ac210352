"""The point while others move: where nothing hangs on it, it makes way for a race or a flow."""

from __future__ import annotations

from gradanim.actors.state import SceneState
from gradanim.beats.easing import smooth
from gradanim.spec.availability import POINT_ACTORS


def is_idle(state: SceneState) -> bool:
    """Whether a point is on the stage, and nothing else that is drawn at it."""
    return state.shown("point") > 0.0 and not any(
        state.shown(name) > 0.0 for name in POINT_ACTORS if name != "point"
    )


def without_point(state: SceneState, share: float) -> SceneState:
    """The state with its point a share of the way out, and gone at 1."""
    if share >= 1.0:
        return state.without_actors(["point"])
    return state.with_actor("point", shown=state.shown("point") * (1.0 - smooth(share)))
