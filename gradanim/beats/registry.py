"""Every verb and how it is played."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState, Trail
from gradanim.beats import (
    approximate,
    ask,
    backpropagate,
    claim,
    clear,
    descend,
    dial,
    flip,
    flow,
    hide,
    highlight,
    orbit,
    pause,
    place,
    race,
    show,
    slice,
    strike,
    together,
    vary,
    walk,
    write,
    zoom,
)
from gradanim.beats.easing import smooth
from gradanim.beats.motion import Motion
from gradanim.spec import Beat

Play = Callable[[Any, SceneState, Context], Motion]

BEATS: Mapping[str, Play] = MappingProxyType(
    {
        "show": show.play,
        "hide": hide.play,
        "place": place.play,
        "walk": walk.play,
        "flip": flip.play,
        "dial": dial.play,
        "slice": slice.play,
        "approximate": approximate.play,
        "descend": descend.play,
        "race": race.play,
        "flow": flow.play,
        "backpropagate": backpropagate.play,
        "orbit": orbit.play,
        "zoom": zoom.play,
        "highlight": highlight.play,
        "strike": strike.play,
        "vary": vary.play,
        "write": write.play,
        "ask": ask.play,
        "claim": claim.play,
        "pause": pause.play,
        "clear": clear.play,
    }
)


# While these play, the way of the last walk stays; during others it fades.
KEEP_TRAIL = frozenset({"walk", "together", "write", "claim", "pause", "highlight", "strike", "clear"})
FADED_AT = 0.4


def play_beat(beat: Beat, start: SceneState, context: Context) -> Motion:
    """The motion of one beat from the state in which it begins."""
    if beat.verb == "together":
        return together.play(beat.action, start, context, play_beat)  # type: ignore[arg-type]
    motion = BEATS[beat.verb](beat.action, start, context)
    if start.trail is None or beat.verb in KEEP_TRAIL:
        return motion
    return _with_fading_trail(motion, start.trail)


def _with_fading_trail(motion: Motion, trail: Trail) -> Motion:
    def at(u: float) -> SceneState:
        faded = trail.opacity * (1.0 - smooth(u / FADED_AT))
        state = motion(u)
        if state.trail is not trail:
            return state
        return replace(state, trail=replace(trail, opacity=faded) if u < FADED_AT else None)

    return at
