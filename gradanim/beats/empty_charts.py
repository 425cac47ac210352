"""Actors that draw what a descent leaves, shown where nothing ever descends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from gradanim.actors.context import Context
from gradanim.beats.places import placed
from gradanim.beats.timeline import Timeline
from gradanim.problems import Problem

_ACTORS = ("loss_curve", "trajectory")


def empty_charts(context: Context, timeline: Timeline) -> Iterator[Problem]:
    """Warnings (exit code 0) at the beat with which such an actor comes, where no run is there while it stays.

    Args:
        context: the scene.
        timeline: what can be played; nothing is told of a scene that is not played to its end.
    """
    if len(timeline.motions) < len(context.spec.beats):
        return
    ends = timeline.starts[1:]
    for name in _ACTORS:
        shown = [state.shown(name) > 0.0 for state in ends]
        for is_shown, stay in groupby(range(len(ends)), shown.__getitem__):
            came, *later = stay
            if is_shown and not any(ends[beat].runs for beat in (came, *later)):
                yield placed(
                    Problem("film_nothing_descends", {"actor": name}, exit_code=0), context.spec, came
                )
