"""clear: texts leave, or everything does."""

from __future__ import annotations

from msgspec.structs import replace

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.beats.easing import smooth
from gradanim.beats.motion import Motion
from gradanim.beats.texts import fading
from gradanim.spec.verbs.clear import ClearAction


def play(action: ClearAction, start: SceneState, context: Context) -> Motion:
    """``text`` takes the written lines away; ``all`` the actors too, and the point is forgotten."""
    texts = fading(start, [True] * len(start.lines))
    if action.what == "text":
        return texts
    end = replace(
        texts(1.0),
        actors={},
        point=None,
        trail=None,
        runs=(),
        drops=None,
        step=None,
        stepped=0.0,
        level=None,
        angle=None,
        swept=None,
        # What comes next has all of the room again until something comes beside it.
        opened=0.0,
        charted=0.0,
        widened=0.0,
    )

    def at(u: float) -> SceneState:
        if u >= 1.0:
            return end
        state = texts(u)
        for name in start.actors:
            state = state.with_actor(name, shown=start.shown(name) * (1.0 - smooth(u)))
        return state

    return at
