"""Beats in which pictures make way for the first text or the first chart beside them: they have time to glide."""

from __future__ import annotations

from collections.abc import Sequence

from gradanim.plan.pacing import BREATH, Tempo, pace
from gradanim.spec import Beat
from gradanim.spec.availability import PANEL_ACTORS
from gradanim.spec.verbs import (
    AskAction,
    ClaimAction,
    PlaceAction,
    RaceAction,
    ShowAction,
    TogetherAction,
    WriteAction,
)

# Seconds that such a beat moves at least, unless its author says how long it takes: what is as wide as the frame should
# not become half as wide in less than a second and a half, and what it makes way for comes after that has begun.
MAKES_WAY = 2.2


def tempos(beats: Sequence[Beat], kind: str) -> tuple[Tempo, ...]:
    """The pace of every beat of a scene.

    Args:
        beats: of the scene.
        kind: of its stage; the chart of a board is its picture.
    """
    arrivals = making_way(beats, kind)
    return tuple(_longer(beat) if index in arrivals else pace(beat) for index, beat in enumerate(beats))


def making_way(beats: Sequence[Beat], kind: str) -> frozenset[int]:
    """The numbers of the beats in which something that is there already makes way for what comes beside it."""
    made = set()
    there = company = chart = False
    for index, beat in enumerate(beats):
        parts = beat.action.beats if isinstance(beat.action, TogetherAction) else (beat,)
        panel = kind != "board" and any(_brings(part, PANEL_ACTORS) for part in parts)
        beside = panel or any(_brings_text(part) for part in parts)
        if there and ((beside and not company) or (panel and not chart)):
            made.add(index)
        company, chart = company or beside, chart or panel
        there = there or any(isinstance(part.action, ShowAction | PlaceAction) for part in parts)
    return frozenset(made)


def _brings(beat: Beat, names: frozenset[str]) -> bool:
    return isinstance(beat.action, ShowAction) and any(use.name in names for use in beat.action.actors)


def _brings_text(beat: Beat) -> bool:
    action = beat.action
    if isinstance(action, WriteAction):
        return action.at == "side"
    if isinstance(action, ClaimAction):
        return not action.hidden
    return isinstance(action, AskAction | RaceAction) or _brings(beat, frozenset({"readout"}))


def _longer(beat: Beat) -> Tempo:
    """The pace of a beat in which pictures make way: of its hold they take what is more than a breath."""
    tempo = pace(beat)
    more = MAKES_WAY - tempo.motion
    if beat.seconds is not None or more <= 0.0:
        return tempo
    still = min(tempo.hold, BREATH if beat.pause is None else beat.pause)
    return Tempo(MAKES_WAY, max(still, tempo.hold - more))
