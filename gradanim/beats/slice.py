"""slice: a vertical plane through the point cuts the landscape along one direction."""

from __future__ import annotations

from msgspec.structs import replace

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.beats.angles import degrees
from gradanim.beats.easing import between, smooth
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.slice import SliceAction


def play(action: SliceAction, start: SceneState, context: Context) -> Motion:
    """The plane enters, or turns from the direction that it has to the new one."""
    direction = action.direction
    if direction is None:
        direction = start.angle if start.angle is not None else 0.0
    target = degrees(direction, start, context)
    shown = start.shown("slice")
    origin = start.slice_angle if shown and start.slice_angle is not None else target

    def at(u: float) -> SceneState:
        share = smooth(u)
        state = replace(start, slice_angle=between(origin, target, share))
        return state.with_actor("slice", shown=max(shown, share))

    return at
