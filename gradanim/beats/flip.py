"""flip: a gradient arrow turns half around and becomes its negative, or turns back."""

from __future__ import annotations

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.beats.easing import between, smooth
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.flip import FlipAction


def play(action: FlipAction, start: SceneState, context: Context) -> Motion:
    """The named arrow turns in the input plane, at its full length all the way; one that is absent stays so."""
    presence = start.actors.get(action.actor)
    if presence is None:
        return lambda u: start
    origin = presence.flipped
    target = 0.0 if origin >= 0.5 else 1.0

    def at(u: float) -> SceneState:
        return start.with_actor(action.actor, flipped=between(origin, target, smooth(u)))

    return at
