"""Every verb and how it is played."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.beats import (
    approximate,
    ask,
    claim,
    clear,
    descend,
    dial,
    flip,
    hide,
    highlight,
    orbit,
    pause,
    place,
    show,
    slice,
    together,
    vary,
    walk,
    write,
    zoom,
)
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
        "orbit": orbit.play,
        "zoom": zoom.play,
        "highlight": highlight.play,
        "vary": vary.play,
        "write": write.play,
        "ask": ask.play,
        "claim": claim.play,
        "pause": pause.play,
        "clear": clear.play,
    }
)


def play_beat(beat: Beat, start: SceneState, context: Context) -> Motion:
    """The motion of one beat from the state in which it begins."""
    if beat.verb == "together":
        return together.play(beat.action, start, context, play_beat)  # type: ignore[arg-type]
    return BEATS[beat.verb](beat.action, start, context)
