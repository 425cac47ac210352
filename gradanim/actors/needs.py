"""What a scene will want to place, looked up in its spec before anything is laid out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gradanim.spec import ActorUse, Beat, SceneSpec
from gradanim.spec.availability import PANEL_ACTORS
from gradanim.spec.verbs import (
    AskAction,
    ClaimAction,
    ClearAction,
    DescendAction,
    RaceAction,
    ShowAction,
    TogetherAction,
    WriteAction,
)

# Actors that may bring a note with them, such as the scale of the arrows.
NOTED = frozenset({"gradient", "negative_gradient", "partials"})


# More bars than these are a strip with a window.
MOST_BARS = 60


@dataclass(frozen=True)
class Needs:
    """What a scene will want to place, known from its spec before anything is drawn.

    A panel with a ``graph``, or with a strip and its window, needs more room than a chart. ``bottom`` is the largest
    number of lines that stand in the bottom slot together; ``arrows`` and ``descents`` bring notes.
    """

    stage: str
    side: bool
    panel: bool
    bottom: int
    arrows: bool
    descents: bool
    graph: bool = False


def needs(spec: SceneSpec) -> Needs:
    """Looks through the beats for texts at the side and for charts."""
    flat = list(flattened(spec.beats))
    side = panel = arrows = descents = race = graph = False
    for beat in flat:
        action = beat.action
        if isinstance(action, ShowAction):
            names = {use.name for use in action.actors}
            side = side or "readout" in names
            panel = panel or bool(names & PANEL_ACTORS)
            graph = graph or any(_is_large(use) for use in action.actors)
            arrows = arrows or bool(names & NOTED)
        side = side or isinstance(action, AskAction)
        side = side or (isinstance(action, WriteAction) and action.at == "side")
        side = side or (isinstance(action, ClaimAction) and not action.hidden)
        descents = descents or isinstance(action, DescendAction | RaceAction)
        race = race or isinstance(action, RaceAction)
    # The legend of a race stands above the chart, or beside the picture.
    side = side or (race and not panel)
    return Needs(spec.stage.kind, side, panel, _at_bottom(flat), arrows, descents, graph)


def _at_bottom(beats: Iterable[Beat]) -> int:
    """The most lines that stand in the bottom slot at one time; a ``clear`` takes them away."""
    written = most = 0
    for beat in beats:
        if isinstance(beat.action, ClearAction):
            written = 0
        elif isinstance(beat.action, WriteAction) and beat.action.at == "bottom":
            written += 1
        most = max(most, written)
    return most


def _is_large(use: ActorUse) -> bool:
    return use.name == "compute_graph" or (getattr(use.options, "count", None) or 0) > MOST_BARS


def flattened(beats: Iterable[Beat]) -> Iterable[Beat]:
    """All beats, those that play together one after another."""
    for beat in beats:
        if isinstance(beat.action, TogetherAction):
            yield from beat.action.beats
        else:
            yield beat
