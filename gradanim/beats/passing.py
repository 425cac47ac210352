"""What the point meets in a beat: places at which the field has no value or no gradient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.beats.samples import SHARES, Samples
from gradanim.beats.walk import GLIDE, glides_to
from gradanim.calculus import Rough, rough_on_path
from gradanim.problems import Problem
from gradanim.spec import Beat
from gradanim.spec.verbs.together import TogetherAction
from gradanim.spec.verbs.walk import WalkAction

# These are drawn from the gradient at the point and have no place where there is none.
GRADIENT_ACTORS = frozenset(
    {
        "gradient", "negative_gradient", "partials", "tangent_plane", "angle", "rosette", "tangent",
        "right_angle", "slope_curve", "uphill_tangent", "normal", "component_bars",
    }
)  # fmt: skip
# How a sentence says it.
SAID: Mapping[Rough, str] = MappingProxyType(
    {Rough.KINK: "has a kink", Rough.JUMP: "jumps", Rough.STEEP: "is infinitely steep"}
)
# Digits after the point of a coordinate, as a share of the domain.
DIGITS = 7


def met_on_the_way(beat: Beat, samples: Samples, context: Context) -> Iterator[tuple[int | None, Problem]]:
    """Problems and warnings (exit code 0) of a walk, each with the number of the part of a ``together``."""
    part = walking_part(beat)
    states = samples.states if part is not None else []
    if not states or context.field is None or any(state.point is None for state in states):
        return
    number = None if part == WHOLE else part
    if any(state.params != states[0].params for state in states):
        yield from ((number, problem) for problem in _met_in_change(states, context))
        return
    points = np.array([state.point for state in states])
    drawn = drawn_from_gradient(states[len(states) // 2])
    field = context.field_of(states[0])
    begin = glides_to(_walk(beat, part), states[0])
    for place in rough_on_path(field, lambda share: np.asarray(samples.motion(share).point), SHARES, points):
        gliding = begin if place.share < GLIDE else None
        yield number, _met(place.kind, place.at, drawn, context, gliding)


# The part of a beat that is no ``together``.
WHOLE = -1


def walking_part(beat: Beat) -> int | None:
    """Which part of a beat walks, ``WHOLE`` for a walk by itself, None where nothing does."""
    if beat.verb == "walk":
        return WHOLE
    if isinstance(beat.action, TogetherAction):
        return next((k for k, child in enumerate(beat.action.beats) if child.verb == "walk"), None)
    return None


def _walk(beat: Beat, part: int | None) -> WalkAction:
    """The walk that is a beat or the part of it."""
    action = beat.action
    if isinstance(action, TogetherAction) and part is not None:
        action = action.beats[part].action
    assert isinstance(action, WalkAction)
    return action


def _met(
    kind: Rough, at: np.ndarray, drawn: tuple[str, ...], context: Context, gliding: np.ndarray | None = None
) -> Problem:
    """What is met at a place; ``gliding`` is the start of the walk, where it is met on the way there."""
    field = context.spec.field
    details = {"field": field.f if field else "", "place": said_place(at, context)}
    if kind is Rough.UNDEFINED and gliding is not None:
        return Problem("film_glide_undefined", {**details, "start": _typed(gliding, context)})
    if kind is Rough.UNDEFINED:
        return Problem("film_walk_undefined", details)
    details["what"] = SAID[kind]
    details["passes"] = "where the point passes" + (
        " on its way to the start of the walk" if gliding is not None else ""
    )
    if drawn:
        return Problem("film_walk_rough", {**details, "actors": listed(drawn)}, exit_code=0)
    return Problem("film_walk_over", details, exit_code=0)


def _met_in_change(states: Sequence[SceneState], context: Context) -> Iterator[Problem]:
    """A walk while the field changes: the first state in which it has no value."""
    for state in states:
        at = np.asarray(state.point)
        if not np.isfinite(context.field_of(state).value(at)):
            yield _met(Rough.UNDEFINED, at, (), context)
            return


def lost_at_rest(beat: Beat, start: SceneState, end: SceneState, context: Context) -> Problem | None:
    """The warning about a beat that leaves the point, or what the gradient draws, where there is no gradient."""
    drawn = drawn_from_gradient(end)
    same = (start.point, start.params) == (end.point, end.params)
    if context.field is None or end.point is None or not drawn or _moves_by_itself(beat):
        return None
    if same and set(drawn) <= set(drawn_from_gradient(start)):
        return None
    field, at = context.field_of(end), np.asarray(end.point)
    if not np.isfinite(field.value(at)) or np.isfinite(field.gradient(at)).all():
        return None
    details = {"field": field.text, "place": said_place(at, context), "actors": listed(drawn)}
    return Problem("film_no_gradient", details, exit_code=0)


def _moves_by_itself(beat: Beat) -> bool:
    """Whether a beat ends at a place that it finds, or has been looked over on its way."""
    if isinstance(beat.action, TogetherAction):
        return any(_moves_by_itself(child) for child in beat.action.beats)
    return beat.verb in ("walk", "descend", "race")


def drawn_from_gradient(state: SceneState) -> tuple[str, ...]:
    """The actors on the stage that need the gradient at the point."""
    return tuple(name for name in state.actors if name in GRADIENT_ACTORS and state.shown(name) > 0)


def listed(names: Sequence[str]) -> str:
    """```gradient` and `tangent_plane```."""
    *first, last = (f"`{name}`" for name in names)
    return f"{', '.join(first)} and {last}" if first else last


def said_place(at: Sequence[float] | np.ndarray, context: Context) -> str:
    """The coordinates of a place that was searched for, without the rounding of the search: ``x = 0, y = 1``."""
    names = context.field.variables if context.field else ()
    return ", ".join(f"{name} = {number}" for name, number in zip(names, _numbers(at, context), strict=True))


def _typed(at: Sequence[float] | np.ndarray, context: Context) -> str:
    """A place as it is typed: ``[0, 1]``."""
    return f"[{', '.join(_numbers(at, context))}]"


def _numbers(at: Sequence[float] | np.ndarray, context: Context) -> Iterator[str]:
    for value, (low, high) in zip(at, context.domain, strict=True):
        unit = 10.0 ** (np.floor(np.log10(high - low)) - DIGITS)
        # + 0.0: no minus before a zero.
        yield f"{np.round(value / unit) * unit + 0.0:.6g}"
