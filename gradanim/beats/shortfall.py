"""What a beat does not reach: steps that end without a value, paths that end early, descents that leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.beats.descend import run_of
from gradanim.beats.level_walk import level_way
from gradanim.beats.passing import said_place
from gradanim.calculus import SteepestPath, StopReason, gradient_vanishes, steepest_path
from gradanim.calculus.level_walk import LevelWalk, WalkStop
from gradanim.problems import Problem
from gradanim.spec import Beat
from gradanim.spec.verbs.approximate import ApproximateAction
from gradanim.spec.verbs.descend import DescendAction
from gradanim.spec.verbs.together import TogetherAction
from gradanim.spec.verbs.walk import LevelCurveWalk, SteepestWalk, WalkAction

_WHY: Mapping[WalkStop, str] = MappingProxyType(
    {
        WalkStop.BORDER: "at the border of the domain",
        WalkStop.CRITICAL: "where the gradient vanishes",
        WalkStop.DOMAIN: "at the edge of where the field has values",
        WalkStop.TOO_LONG: "because it winds too much",
    }
)

# Less than this part of a walk is rounding.
_NOTHING = 1e-9


def shortfalls(beat: Beat, start: SceneState, context: Context) -> Iterator[tuple[int | None, Problem]]:
    """Warnings (exit code 0) about a beat, each with the number of the part of a ``together``.

    Args:
        beat: one that can be played.
        start: the state in which it begins.
        context: the scene.
    """
    whole = isinstance(beat.action, TogetherAction)
    parts = enumerate(beat.action.beats) if isinstance(beat.action, TogetherAction) else [(0, beat)]
    for part, child in parts:
        problem = _shortfall(child, start, context)
        if problem is not None:
            yield part if whole else None, problem


def _shortfall(beat: Beat, start: SceneState, context: Context) -> Problem | None:
    action = beat.action
    if context.field is None:
        return None
    if isinstance(action, DescendAction):
        return _descent_leaves(action, start, context)
    if start.point is None:
        return None
    if isinstance(action, ApproximateAction) and action.step is not None:
        return _lost_step(np.asarray(start.point), np.asarray(action.step), start, context)
    if isinstance(action, WalkAction) and (action.steepest is not None or action.level_curve is not None):
        still = _stands_still(action, start, context)
        if still is not None:
            return still
    if isinstance(action, WalkAction) and action.steepest is not None:
        return _steepest_short(action.steepest, start, context)
    if isinstance(action, WalkAction) and action.level_curve is not None:
        return _level_short(action.level_curve, start, context)
    return None


def _descent_leaves(action: DescendAction, start: SceneState, context: Context) -> Problem | None:
    """A descent that goes down out of the domain; that one diverges may be meant, and is written."""
    run = run_of(action, start, context)
    if run.stop_reason != StopReason.LEFT_DOMAIN.value:
        return None
    note = f"{run.note[0].lower()}{run.note[1:]}".rstrip(".")
    return Problem("film_descent_leaves", {"note": note}, exit_code=0)


def _stands_still(action: WalkAction, start: SceneState, context: Context) -> Problem | None:
    """A walk that the gradient would have to lead, from where it vanishes."""
    at, side = np.asarray(start.point), min(high - low for low, high in context.domain)
    if not gradient_vanishes(context.field_of(start), at, side):
        return None
    what = "nowhere is steepest" if action.steepest is not None else "no level curve leads on"
    return Problem("film_walk_still", {"place": said_place(at, context), "what": what}, exit_code=0)


def _lost_step(at: np.ndarray, step: np.ndarray, start: SceneState, context: Context) -> Problem | None:
    field = context.field_of(start)
    low, high = np.array(context.domain).T
    if not np.all((low <= at + step) & (at + step <= high)):
        return Problem("film_step_outside", {"place": said_place(at + step, context)}, exit_code=0)
    with np.errstate(all="ignore"):
        if np.isfinite(field.value(at + step)) or not np.isfinite(field.value(at)):
            return None
    details = {"field": field.text, "place": said_place(at + step, context)}
    return Problem("film_step_undefined", details, exit_code=0)


def _steepest_short(walk: SteepestWalk, start: SceneState, context: Context) -> Problem | None:
    if walk.length is None:
        return None
    length = float(walk.length)
    uphill = walk.direction == "up"
    field = context.field_of(start)
    way = steepest_path(field, np.asarray(start.point), np.asarray(context.domain), length, uphill=uphill)
    return None if way.stop is WalkStop.LENGTH else _ended_early(length, way, context)


def _level_short(walk: LevelCurveWalk, start: SceneState, context: Context) -> Problem | None:
    """A curve that is not closed may end before the length that is said."""
    if walk.length is None:
        return None
    way = level_way(walk, np.asarray(start.point), context.field_of(start), context.domain)
    length = float(walk.length)
    if way.stop is WalkStop.CLOSED or float(way.lengths[-1]) >= length:
        return None
    return _ended_early(length, way, context)


def _ended_early(length: float, way: LevelWalk | SteepestPath, context: Context) -> Problem:
    reached = float(way.lengths[-1])
    details = {
        "length": f"{length:.4g}",
        "reached": f"{reached if reached > _NOTHING * length else 0.0:.4g}",
        "why": _WHY[way.stop],
        "place": said_place(_nearly(way.points[-1], context), context),
    }
    return Problem("film_walk_short", details, exit_code=0)


def _nearly(at: np.ndarray, context: Context) -> np.ndarray:
    """The end of a path to four digits of the domain: a path comes near to where it cannot go on, not quite there."""
    widths = np.array([high - low for low, high in context.domain])
    units = 10.0 ** (np.floor(np.log10(widths)) - 4)
    rounded: np.ndarray = np.round(at / units) * units
    return rounded
