"""readout: the lines beside the picture that follow the motion, and how they change into others."""

from __future__ import annotations

from itertools import zip_longest

from gradanim.actors.easing import smooth
from gradanim.actors.state import Line, Presence, SceneState
from gradanim.spec.templates import parse_template

# Until here a line that becomes another one fades out, from here it fades in.
HALF = 0.5


def readout_lines(state: SceneState) -> list[Line]:
    """The lines of a readout, each at its opacity; lines that an author keeps stay as they are."""
    presence = state.actors.get("readout")
    if presence is None:
        return []
    if presence.before is None or presence.changed >= 1.0:
        return [_line(text, presence, 1.0) for text in presence.options.lines]
    return [
        _line(text, presence, strength)
        for old, new in zip_longest(presence.before.lines, presence.options.lines)
        for text, strength in [between_texts(old, new, presence.changed)]
        if text is not None
    ]


def between_texts(old: str | None, new: str | None, share: float) -> tuple[str | None, float]:
    """The text at a place that had one line and will have another, and its opacity."""
    if old == new:
        return new, 1.0
    if share < HALF:
        return old, 1.0 - smooth(share / HALF)
    return new, smooth((share - HALF) / HALF)


def _line(text: str, presence: Presence, strength: float) -> Line:
    return Line(parse_template(text), "side", presence.shown, strength, struck=presence.struck)
