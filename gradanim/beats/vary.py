"""vary: parameters of the field move to new values and everything follows."""

from __future__ import annotations

from msgspec.structs import replace

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.beats.easing import between, smooth
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.vary import VaryAction


def play(action: VaryAction, start: SceneState, context: Context) -> Motion:
    """Every named parameter goes to its value at the same pace."""
    targets = {name: float(value) for name, value in action.params.items()}

    def at(u: float) -> SceneState:
        share = smooth(u)
        moved = {name: between(start.params[name], value, share) for name, value in targets.items()}
        return replace(start, params={**start.params, **moved})

    return at
