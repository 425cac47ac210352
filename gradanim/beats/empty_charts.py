"""Actors that draw what a descent leaves, shown where nothing ever descends."""

from __future__ import annotations

from collections.abc import Iterator

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
    for name in _ACTORS:
        came, filled = None, False
        for index, state in enumerate(timeline.starts[1:]):
            if state.shown(name) <= 0.0:
                if came is not None and not filled:
                    yield _empty(name, context, came)
                came, filled = None, False
                continue
            came = index if came is None else came
            filled = filled or bool(state.runs)
        if came is not None and not filled:
            yield _empty(name, context, came)


def _empty(name: str, context: Context, beat: int) -> Problem:
    return placed(Problem("film_nothing_descends", {"actor": name}, exit_code=0), context.spec, beat)
