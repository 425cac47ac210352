"""highlight: actors glow up for a moment so that the eye finds them."""

from __future__ import annotations

import math

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.beats.easing import clamp
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.highlight import HighlightAction


def play(action: HighlightAction, start: SceneState, context: Context) -> Motion:
    """One swell and back; those not on the stage are left out."""
    names = [name for name in map(start.meant, action.actors) if name in start.actors]

    def at(u: float) -> SceneState:
        glow = 0.0 if u >= 1.0 else math.sin(math.pi * clamp(u)) ** 2
        state = start
        for name in names:
            state = state.with_actor(name, emphasis=glow)
        return state

    return at
