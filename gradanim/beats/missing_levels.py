"""Levels that an author asks for and the field does not take on, so that there is nothing to draw."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gradanim.actors.context import SURVEY, Context, grid
from gradanim.beats.places import placed
from gradanim.beats.timeline import Timeline
from gradanim.problems import Problem
from gradanim.spec import Beat
from gradanim.spec.actors import ContoursOptions, LevelCurveOptions
from gradanim.spec.verbs.show import ShowAction
from gradanim.spec.verbs.together import TogetherAction

# Points along each side of the domain, by the number of its variables.
_COUNTS = (None, 2 * SURVEY - 1, 33)


def missing_levels(context: Context, timeline: Timeline) -> Iterator[Problem]:
    """Warnings (exit code 0) about level curves and contours that the field has nowhere in its domain.

    Args:
        context: the scene.
        timeline: what of it can be played; the parameters that it comes to rest with are looked at.
    """
    asked = [
        (index, part, name, level)
        for index, beat in enumerate(context.spec.beats[: len(timeline.motions)])
        for part, name, level in _asked(beat)
    ]
    values = _range(context, timeline) if asked else None
    if values is None:
        return
    for index, part, name, level in asked:
        if not values[0] <= level <= values[1]:
            low, high, found = (f"{number + 0.0:.4g}" for number in (*values, level))
            details = {"actor": name, "level": found, "low": low, "high": high}
            yield placed(Problem("film_level_missing", details, exit_code=0), context.spec, index, part)


def _asked(beat: Beat) -> Iterator[tuple[int | None, str, float]]:
    """The levels that a beat names: its part, for a ``together``, the actor and the level."""
    parts: list[tuple[int | None, Beat]] = [(None, beat)]
    if isinstance(beat.action, TogetherAction):
        parts = list(enumerate(beat.action.beats))
    for part, child in parts:
        for use in child.action.actors if isinstance(child.action, ShowAction) else ():
            options = use.options
            if isinstance(options, LevelCurveOptions) and options.level is not None:
                yield part, use.name, float(options.level)
            elif isinstance(options, ContoursOptions) and isinstance(options.levels, tuple):
                yield from ((part, use.name, float(level)) for level in options.levels)


def _range(context: Context, timeline: Timeline) -> tuple[float, float] | None:
    """The lowest and the highest value on a grid, over the parameters of the scene; None where there are none."""
    count = _COUNTS[len(context.domain) - 1] if len(context.domain) <= len(_COUNTS) else None
    if context.field is None or count is None:
        return None
    _, points = grid(context.domain, [count] * len(context.domain))
    shapes = {tuple(sorted(state.params.items())): state for state in timeline.starts}
    values = np.concatenate([np.ravel(context.field_of(state).value(points)) for state in shapes.values()])
    values = values[np.isfinite(values)]
    return (float(values.min()), float(values.max())) if values.size else None
