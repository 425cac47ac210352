"""Checks that the beats of a ``together`` do not move the same thing, of which one would win unseen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gradanim.problems import Problem
from gradanim.spec.columns import fault
from gradanim.spec.known import Known, Part
from gradanim.spec.verbs import (
    Action,
    FlipAction,
    HideAction,
    HighlightAction,
    OrbitAction,
    ShowAction,
    StrikeAction,
    TogetherAction,
    VaryAction,
)

# What a verb moves, whatever stands after it.
_MOVED: Mapping[str, str] = MappingProxyType(
    {
        "place": "the point",
        "walk": "the point",
        "descend": "the point",
        "zoom": "the zoom of the camera",
        "dial": "the direction",
        "slice": "the slice",
        "approximate": "the step",
        "race": "the race",
        "flow": "the drops",
        "backpropagate": "the pass through the compute graph",
    }
)


def check_together(known: Known) -> Iterator[Problem]:
    """A problem for every beat of a ``together`` that moves what an earlier one of it moves."""
    for step in known.steps:
        taken: dict[str, Part] = {}
        for part in step.parts:
            yield from _conflict(part, taken)


def _conflict(part: Part, taken: dict[str, Part]) -> Iterator[Problem]:
    moved = tuple(_moved(part.beat.verb, part.beat.action))
    common = next((thing for thing in moved if thing in taken), None)
    if common is not None:
        first = taken[common]
        place = part.node.keys["verb"]
        line = first.node.keys["verb"].mark.line
        yield fault(
            "spec_together_conflict",
            place,
            verb=part.beat.verb,
            other=first.beat.verb,
            line=line,
            what=common,
        )
    for thing in moved:
        taken.setdefault(thing, part)


def _moved(verb: str, action: Action) -> Iterator[str]:
    """What a beat moves, as a sentence calls it."""
    if isinstance(action, TogetherAction):
        return
    if verb in _MOVED:
        yield _MOVED[verb]
    if isinstance(action, OrbitAction):
        if action.azimuth is not None or action.by is not None:
            yield "the azimuth of the camera"
        if action.elevation is not None:
            yield "the elevation of the camera"
    elif isinstance(action, VaryAction):
        yield from (f"the parameter `{name}`" for name in action.params)
    elif isinstance(action, ShowAction):
        yield from (f"the actor `{use.name}`" for use in action.actors)
    elif isinstance(action, HideAction | HighlightAction | StrikeAction):
        yield from (f"the actor `{name}`" for name in action.actors)
    elif isinstance(action, FlipAction):
        yield f"the actor `{action.actor}`"
