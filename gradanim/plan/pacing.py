"""How long a beat lasts where its author does not say: long enough to be seen, and to be read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from gradanim.spec import Beat
from gradanim.spec.verbs import (
    AskAction,
    ClaimAction,
    DescendAction,
    PauseAction,
    RaceAction,
    ShowAction,
    TogetherAction,
)

# Captions of subtitled films are read at about this speed.
CHARACTERS_PER_SECOND = 17.0
# Time for the eye to find the caption before it reads.
GLANCE = 0.6

# Seconds that the motion of a verb takes by default.
MOTION: Mapping[str, float] = MappingProxyType(
    {
        "show": 1.2,
        "hide": 0.7,
        "place": 1.0,
        "walk": 6.0,
        "flip": 1.6,
        "dial": 6.0,
        "slice": 1.6,
        "approximate": 2.0,
        "descend": 5.0,
        "backpropagate": 9.0,
        "race": 6.0,
        "flow": 6.0,
        "orbit": 3.0,
        "zoom": 2.0,
        "highlight": 1.2,
        "strike": 0.9,
        "vary": 3.0,
        "write": 1.4,
        "ask": 1.2,
        "claim": 1.2,
        "pause": 1.0,
        "clear": 0.7,
    }
)
# Verbs whose motion is slowed down to last as long as the caption, instead of stopping and waiting for it.
STRETCHED = frozenset({"walk", "dial", "descend", "backpropagate", "orbit", "vary", "race", "flow"})
# What stands still for a moment after a motion is understood better.
BREATH = 0.5
# A beat in which there is nothing to see or to read.
UNSEEN = 0.1


class Tempo(Struct, frozen=True):
    """Seconds of motion and seconds of hold after it."""

    motion: float
    hold: float


def reading_time(text: str) -> float:
    """Seconds that a caption needs to be read."""
    return GLANCE + len(text) / CHARACTERS_PER_SECOND if text.strip() else 0.0


def pace(beat: Beat) -> Tempo:
    """Seconds of motion and of hold of a beat: what its author says, else enough to see and to read it."""
    hold = BREATH if beat.pause is None else beat.pause
    if isinstance(beat.action, PauseAction):
        return Tempo(beat.seconds or beat.action.seconds, beat.pause or 0.0)
    if beat.seconds is not None:
        return Tempo(beat.seconds, beat.pause or 0.0)
    if _unseen(beat):
        return Tempo(UNSEEN, beat.pause or 0.0)
    motion = _motion(beat)
    reading = reading_time(beat.say or "")
    if motion + hold >= reading:
        return Tempo(motion, hold)
    if _stretches(beat):
        return Tempo(reading - hold, hold)
    return Tempo(motion, reading - motion)


def child_seconds(beat: Beat) -> float:
    """Seconds of motion of a beat that plays together with others."""
    return beat.seconds if beat.seconds is not None else _motion(beat)


def _unseen(beat: Beat) -> bool:
    """Whether a beat is a claim that is only checked, and nothing is said with it."""
    return isinstance(beat.action, ClaimAction) and beat.action.hidden and not (beat.say or "").strip()


def _stretches(beat: Beat) -> bool:
    if isinstance(beat.action, TogetherAction):
        return any(child.verb in STRETCHED for child in beat.action.beats)
    return beat.verb in STRETCHED


def _motion(beat: Beat) -> float:
    action = beat.action
    if isinstance(action, TogetherAction):
        return max(child_seconds(child) for child in action.beats)
    if isinstance(action, AskAction):
        return MOTION["ask"] * 2 + float(action.think)
    if isinstance(action, PauseAction):
        return float(action.seconds)
    if isinstance(action, DescendAction | RaceAction):
        return min(12.0, max(3.0, 0.35 * action.steps))
    if isinstance(action, ShowAction):
        return MOTION["show"] + 0.35 * (len(action.actors) - 1)
    return MOTION[beat.verb]
