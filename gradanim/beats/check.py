"""Checking a scene without drawing it: every beat is played in the head, every claim evaluated along its beat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from gradanim.actors.context import Context, grid, make_context
from gradanim.actors.measure import Measures
from gradanim.actors.state import SceneState
from gradanim.beats.motion import Motion
from gradanim.beats.pace import pace_warnings
from gradanim.beats.registry import play_beat
from gradanim.beats.timeline import SAMPLED, Timeline, first_state
from gradanim.calculus import JetField, format_quantity, parse_claim
from gradanim.calculus.claims import Claim
from gradanim.problems import Problem, ProblemError
from gradanim.spec import Beat, Mark, SceneSpec, load_any
from gradanim.spec.quantities import VECTORS
from gradanim.spec.verbs.claim import ClaimAction

# Grid on which a field is looked for a finite value.
COARSE = 33


def check_file(path: Path) -> list[Problem]:
    """Every problem of a spec or a series; empty where all is well. Warnings have the exit code 0."""
    try:
        loaded = load_any(path)
    except ProblemError as error:
        return list(error.problems)
    problems = list(loaded.problems)
    for scene in loaded.scenes:
        found = check_scene(scene) + [placed(w, scene, index) for index, w in pace_warnings(scene)]
        problems += [p for p in found if p not in problems]
    return problems


def check_scene(spec: SceneSpec) -> list[Problem]:
    """What the language cannot know: fields without values, beats that cannot be played, claims that are false."""
    field = None
    if spec.field is not None:
        try:
            field = JetField.parse(spec.field.f, spec.field.variables, dict(spec.params))
        except ProblemError as error:
            return list(error.problems)
    return rehearse(make_context(spec, field))[1]


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
    for index, beat in enumerate(context.spec.beats):
        try:
            motion = play_beat(beat, starts[-1], context)
            problems += _false_claims(beat, motion, context, index)
            starts.append(motion(1.0))
            problems += _undefined_place(beat, starts[-1], context, index)
        except ProblemError as error:
            problems += [placed(problem, context.spec, index) for problem in error.problems]
            break
        motions.append(motion)
    return Timeline(tuple(starts), tuple(motions)), problems


def _undefined_place(beat: Beat, state: SceneState, context: Context, index: int) -> Iterator[Problem]:
    """A point may pass by where f has no value, but it cannot be placed there."""
    if beat.verb != "place" or state.point is None or context.spec.field is None:
        return
    if not np.isfinite(context.field_of(state).value(np.asarray(state.point))):
        details = {"field": context.spec.field.f, "place": _place(state, context)}
        yield placed(Problem("film_place_undefined", details), context.spec, index)


def _false_claims(beat: Beat, motion: Motion, context: Context, index: int) -> list[Problem]:
    claims = list(_claims(beat))
    if not claims:
        return []
    states = [motion(k / (SAMPLED - 1)) for k in range(SAMPLED)]
    return [problem for action in claims for problem in false_claim(action, states, context, index)]


def _empty_field(context: Context) -> Iterator[Problem]:
    if context.field is None or context.spec.field is None:
        return
    _, points = grid(context.domain, [COARSE if len(context.domain) < 3 else 9] * len(context.domain))
    if not np.isfinite(context.field.value(points)).any():
        source = context.spec.source
        mark = source.field if source and source.field else Mark(_file(context))
        problem = Problem("film_field_empty", {"field": context.spec.field.f}, where="field.f")
        yield problem.at(file=mark.file or _file(context), line=mark.line, column=mark.column)


def _file(context: Context) -> str | None:
    return context.spec.source.file if context.spec.source else None


def _claims(beat: Beat) -> Iterator[ClaimAction]:
    if beat.verb == "claim":
        yield beat.action  # type: ignore[misc]
    elif beat.verb == "together":
        for child in beat.action.beats:  # type: ignore[attr-defined]
            yield from _claims(child)


def read_claim(text: str, measures: Measures) -> Claim:
    """A claim as it is evaluated at the states of a scene."""
    return parse_claim(text, measures.scalars, tuple(VECTORS), components=measures.variables)


def false_claim(
    action: ClaimAction, states: list[SceneState], context: Context, index: int
) -> Iterator[Problem]:
    """The first state of a beat at which a claim is false, with the values of both sides."""
    claim: Claim | None = None
    before: tuple[object, ...] | None = None
    for state in states:
        # A claim speaks of nothing but these; where they stay the same it need not be asked again.
        now = (state.point, state.params, state.angle, state.step, state.level, state.runs)
        if now == before:
            continue
        before = now
        measures = Measures(state, context)
        claim = claim or read_claim(action.that, measures)
        result = claim.check(measures, float(action.tolerance))
        if not bool(np.all(result.holds)):
            details = {
                "claim": action.that,
                "place": _place(state, context),
                "left": format_quantity(result.left, ".6g"),
                "right": format_quantity(result.right, ".6g"),
            }
            yield placed(Problem("film_claim_false", details), context.spec, index)
            return


def _place(state: SceneState, context: Context) -> str:
    names = context.field.variables if context.field else ()
    if state.point is None:
        return "a moment without a point"
    return ", ".join(f"{name} = {value:.6g}" for name, value in zip(names, state.point, strict=True))


def placed(problem: Problem, spec: SceneSpec, index: int) -> Problem:
    source = spec.source
    if source is None:
        return problem.at(where=f"beats[{index}]")
    mark = source.beats[index]
    return problem.at(
        file=mark.file or source.file, line=mark.line, column=mark.column, where=f"beats[{index}]"
    )
