"""hide: actors leave the stage."""

from __future__ import annotations

from msgspec.structs import replace

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.beats.easing import smooth
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.hide import HideAction


def play(action: HideAction, start: SceneState, context: Context) -> Motion:
    """Actors fade together and are gone at the end; one that is not there is left out.

    A tangent plane takes the step h along that was taken on it, unless bars of its changes stay.
    """
    leaving = [name for name in map(start.meant, action.actors) if name in start.actors]
    end = start.without_actors(leaving)
    steps = "tangent_plane" in leaving and end.shown("change_bars") == 0.0
    if steps:
        end = replace(end, stepped=0.0)

    def at(u: float) -> SceneState:
        if u >= 1.0:
            return end
        state = start
        for name in leaving:
            state = state.with_actor(name, shown=start.shown(name) * (1.0 - smooth(u)))
        return replace(state, stepped=start.stepped * (1.0 - smooth(u))) if steps else state

    return at
