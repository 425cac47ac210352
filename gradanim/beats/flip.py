"""flip: a gradient arrow turns half around and becomes its negative, or turns back."""

from __future__ import annotations

from dataclasses import replace

from gradanim.actors.context import Context
from gradanim.actors.state import FLIPS, SceneState
from gradanim.beats.easing import between, smooth
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.flip import FlipAction


def play(action: FlipAction, start: SceneState, context: Context) -> Motion:
    """The named arrow, or the other one where only that is there, turns in the input plane, at its full length.

    When it has turned it goes by the name of what it has become, unless an arrow of that name is on the stage too.
    """
    name = action.actor if action.actor in start.actors else FLIPS[action.actor]
    presence = start.actors.get(name)
    if presence is None:
        return lambda u: start
    origin = presence.flipped
    target = 0.0 if origin >= 0.5 else 1.0
    end = start.with_actor(name, flipped=target)
    if target == 1.0 and FLIPS[name] not in start.actors:
        became = replace(presence, flipped=0.0, turned=True)
        end = replace(start, actors={**start.without_actors([name]).actors, FLIPS[name]: became})

    def at(u: float) -> SceneState:
        return end if u >= 1.0 else start.with_actor(name, flipped=between(origin, target, smooth(u)))

    return at
