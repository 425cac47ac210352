"""A scene played in the head: the motion of every beat, and every claim evaluated along its beat."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gradanim.actors.context import Context, grid
from gradanim.actors.measure import Measures
from gradanim.actors.needs import needs as needs_of
from gradanim.actors.state import SceneState
from gradanim.beats.falsehood import why_false
from gradanim.beats.motion import Motion
from gradanim.beats.opening import opening, widening
from gradanim.beats.passing import met_on_the_way
from gradanim.beats.places import at_field, placed
from gradanim.beats.registry import play_beat
from gradanim.beats.samples import Samples
from gradanim.beats.timeline import Timeline, first_state
from gradanim.beats.truth import first_false, read_claim, truthful
from gradanim.plan.arrivals import tempos
from gradanim.problems import Problem, ProblemError
from gradanim.spec import Beat
from gradanim.spec.quantities import CALLS
from gradanim.spec.verbs.claim import ClaimAction
from gradanim.spec.verbs.together import TogetherAction

# Grid on which a field is looked for a finite value.
COARSE = 33


def rehearse(context: Context) -> tuple[Timeline, list[Problem]]:
    """Plays every beat of a scene in the head and evaluates its claims.

    Returns:
        The timeline, up to the first beat that cannot be played, and all problems; without problems it is whole.
    """
    problems = list(_empty_field(context))
    if problems:
        return Timeline((), ()), problems
    starts = [first_state(context)]
    motions: list[Motion] = []
    beats, kind, chart = context.spec.beats, context.spec.stage.kind, needs_of(context.spec).panel
    for index, (beat, tempo) in enumerate(zip(beats, tempos(beats, kind), strict=True)):
        try:
            samples = Samples(play_beat(beat, starts[-1], context))
            problems += _met(beat, samples, context, index)
            motion = truthful(samples, starts[-1], context, tempo.motion)
            motion = opening(motion, starts[-1], kind, tempo.motion, chart)
            motion = widening(motion, starts[-1], kind, tempo.motion)
        except ProblemError as error:
            problems += _unplayable(error, beat, starts[-1], context, index)
            break
        starts.append(motion(1.0))
        motions.append(motion)
    return Timeline(tuple(starts), tuple(motions)), problems


def _unplayable(
    error: ProblemError, beat: Beat, start: SceneState, context: Context, index: int
) -> Iterator[Problem]:
    """Why a beat cannot be played, each reason at the part of a ``together`` that has it."""
    parts = beat.action.beats if isinstance(beat.action, TogetherAction) else ()
    told = False
    for part, child in enumerate(parts):
        try:
            play_beat(child, start, context)
        except ProblemError as inner:
            told = True
            yield from (placed(problem, context.spec, index, part) for problem in inner.problems)
    if not told:
        yield from (placed(problem, context.spec, index) for problem in error.problems)


def _met(beat: Beat, samples: Samples, context: Context, index: int) -> Iterator[Problem]:
    """Claims of a beat that are false, and places without a value."""
    spec, end = context.spec, samples.motion(1.0)
    for part, action in _claims(beat):
        for problem in false_claim(action, samples.states, context):
            yield placed(problem, spec, index, part)
    for part, problem in met_on_the_way(beat, samples, context):
        if problem.exit_code:
            yield placed(problem, spec, index, part)
    lost = _undefined_place(beat, end, context)
    if lost is not None:
        yield placed(lost, spec, index)


def _undefined_place(beat: Beat, state: SceneState, context: Context) -> Problem | None:
    """The point cannot be placed where f has no value."""
    if beat.verb != "place" or state.point is None or context.spec.field is None:
        return None
    if np.isfinite(context.field_of(state).value(np.asarray(state.point))):
        return None
    return Problem("film_place_undefined", {"field": context.spec.field.f, "place": _place(state, context)})


def _empty_field(context: Context) -> Iterator[Problem]:
    if context.field is None or context.spec.field is None:
        return
    _, points = grid(context.domain, [COARSE if len(context.domain) < 3 else 9] * len(context.domain))
    if not np.isfinite(context.field.value(points)).any():
        yield at_field(Problem("film_field_empty", {"field": context.spec.field.f}), context)


def _claims(beat: Beat) -> Iterator[tuple[int | None, ClaimAction]]:
    """The claims of a beat; of a ``together`` each with the number of its part."""
    if isinstance(beat.action, ClaimAction):
        yield None, beat.action
    elif isinstance(beat.action, TogetherAction):
        for part, child in enumerate(beat.action.beats):
            if isinstance(child.action, ClaimAction):
                yield part, child.action


def false_claim(action: ClaimAction, states: list[SceneState], context: Context) -> Iterator[Problem]:
    """The first state of a beat at which a claim is false, with the values of both sides."""
    failure = first_false(action.that, float(action.tolerance), states, context)
    if failure is not None:
        needs = read_claim(action.that, Measures(failure.state, context)).needs
        local = failure.state.point is not None and not needs <= CALLS | set(failure.state.params)
        place = f" at {_place(failure.state, context)}" if local else ""
        yield why_false(action.that, place, failure.result)


def _place(state: SceneState, context: Context) -> str:
    names = context.field.variables if context.field else ()
    assert state.point is not None
    return ", ".join(f"{name} = {value + 0.0:.6g}" for name, value in zip(names, state.point, strict=True))
