"""descend: iterative descent, step by step, told as it goes, wherever it ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors.context import Context, as_point
from gradanim.actors.state import FAILURES, Point, Progress, Run, SceneState, reached
from gradanim.beats.earlier import earlier_runs
from gradanim.beats.easing import clamp, cruise, part, smooth
from gradanim.beats.motion import Motion
from gradanim.calculus import StopReason, Trajectory, descend, format_quantity, make_step_rule
from gradanim.spec.step_rule import StepRuleChoice
from gradanim.spec.verbs.descend import DescendAction

# Runs with more steps than this move evenly; each step of a shorter one is eased on its own.
FEW_STEPS = 15
# Share of the time in which what is new on the stage enters, and in which the point glides to a start elsewhere.
ENTER, GLIDE = 0.15, 0.12
# Share of the time in which even steps gather speed, and in which they lose it.
RAMP = 0.06
# From this share of the time on it is said that a run has failed, if it has.
TELLING = 0.92


def play(action: DescendAction, start: SceneState, context: Context) -> Motion:
    """The point moves along the iterates; where they leave the domain it stays at the last one inside.

    Steps are counted up to there, and the one that leaves is drawn to the border. Earlier runs step back.
    """
    run = run_of(action, start, context)
    steps = len(run.points) - 1
    every = steps + (run.beyond is not None)
    elsewhere = start.shown("point") > 0.0 and start.point is not None and start.point != _position(run, 0.0)
    begins, ends = GLIDE if elsewhere else 0.0, TELLING if run.stop_reason in FAILURES else 1.0
    entering = start.shown("trajectory") == 0.0

    def at(u: float) -> SceneState:
        done = float(every) if u >= ends else paced(part(u, begins, ends), every)
        inside = min(done, float(steps))
        state = replace(
            start,
            runs=(
                *earlier_runs(start, run, u),
                Progress(
                    run, inside, 1.0 if entering else smooth(u / ENTER), leaving=done - inside, told=told(u)
                ),
            ),
            point=_between(start.point, _position(run, inside), smooth(u / begins) if u < begins else 1.0),
        )
        for name in ("point", "trajectory"):
            state = state.with_actor(name, shown=max(start.shown(name), smooth(u / ENTER)))
        return state

    return at


def told(u: float) -> float:
    """How far it has been said at the end of a beat that a run failed."""
    return smooth(part(u, TELLING, 1.0))


def _between(before: Point | None, after: Point, share: float) -> Point:
    """A point on the straight way between two."""
    if before is None or share >= 1.0:
        return after
    return as_point(np.asarray(before) + share * (np.asarray(after) - np.asarray(before)))


def run_of(action: DescendAction, start: SceneState, context: Context) -> Run:
    """The run of descent that a beat describes, from where the point is or from its own start."""
    origin = action.start if action.start is not None else start.point
    result = descent_of(action, origin, (action.steps, float(action.tolerance)), start, context)
    points = np.asarray(result.points)
    count = last_inside(result, context) + 1
    return Run(
        points[:count],
        np.asarray(result.values)[:count],
        outcome(result, count - 1).value,
        _note(result, count - 1, function_name(context)),
        float(action.step_size) if action.step_size is not None else None,
        beyond=points[count] if count < len(points) else None,
        beside=_beside(action, origin, start, context),
    )


def _beside(
    action: DescendAction, origin: Point | None, start: SceneState, context: Context
) -> tuple[NDArray[np.float64], ...]:
    """The values of the same run with the other step sizes that the loss curve has room for, as far as it would go."""
    presence = start.actors.get("loss_curve")
    sizes = presence.options.step_sizes if presence is not None and action.step_size is not None else ()
    made = []
    for size in sizes:
        other = action.model_copy(update={"step_size": size})
        result = descent_of(other, origin, (action.steps, float(action.tolerance)), start, context)
        made.append(np.asarray(result.values)[: last_inside(result, context) + 1])
    return tuple(made)


def descent_of(
    choice: StepRuleChoice,
    origin: Point | None,
    limits: tuple[int, float],
    start: SceneState,
    context: Context,
) -> Trajectory:
    """A descent of the field as it is in a state.

    Args:
        choice: the step rule.
        origin: where it starts.
        limits: the most steps, and the length of the gradient below which it stops.
        start: gives the parameters of the field.
        context: the field.
    """
    return descend(
        context.field_of(start),
        np.asarray(origin, dtype=float),
        make_step_rule(choice.rule, choice.parameters),
        max_steps=limits[0],
        bounds=context.domain,
        tolerance=limits[1],
    )


def paced(u: float, steps: int) -> float:
    """Steps taken at progress ``u``: with few steps each starts and stops gently."""
    if steps == 0:
        return 0.0
    position = clamp(u) * steps
    whole = min(int(position), steps - 1)
    if steps > FEW_STEPS:
        return cruise(u, RAMP) * steps
    return whole + smooth(min(1.0, (position - whole) * 1.25))


def last_inside(result: Trajectory, context: Context) -> int:
    """The last iterate before the descent leaves the domain, that of f too."""
    for k, (point, value) in enumerate(zip(result.points, result.values, strict=True)):
        if not (np.isfinite(value) and context.inside(point)):
            return max(0, k - 1)
    return len(result.points) - 1


def outcome(result: Trajectory, last: int) -> StopReason:
    """Why a descent stopped, as it is told: one that goes down until a step leaves the domain has not diverged.

    Args:
        result: the descent.
        last: its last iterate inside the domain.
    """
    if result.stop_reason is not StopReason.DIVERGED or last == result.steps:
        return result.stop_reason
    fell = last > 0 and result.values[last] <= result.values[last - 1]
    return StopReason.LEFT_DOMAIN if fell or not np.isfinite(result.values[-1]) else StopReason.DIVERGED


def _position(run: Run, steps: float) -> Point:
    return as_point(reached(run.points, steps)[-1])


def function_name(context: Context) -> str:
    """What the field is called on screen."""
    return context.spec.field.name if context.spec.field else "f"


def _note(result: Trajectory, inside: int, name: str) -> str:
    """Why a descent did not end well, in terms of the steps that are counted; for one that ended well its message."""
    if result.stop_reason not in (StopReason.DIVERGED, StopReason.LEFT_DOMAIN):
        return result.message
    first, last, before = (float(result.values[k]) for k in (0, -1, inside))
    diverged = outcome(result, inside) is StopReason.DIVERGED
    if inside == result.steps:
        rose = f"{name} rose from {_number(first)} to {_number(last)}"
        return f"Diverged: {rose} in {_counted(inside)}." if diverged else _left(inside, name)
    leaves = f"step {inside + 1} leaves the domain"
    if not np.isfinite(last):
        return f"{leaves.capitalize()}: {name} has no value where it leads."
    to = f"{name} would go from {_number(before)} to {_number(last)}"
    return f"Diverged: {leaves}, {to}." if diverged else f"{leaves.capitalize()}: {to}."


def stopped_note(runs: Sequence[Progress]) -> str | None:
    """What is said on screen of the last run, or of a runner of a race, that ended otherwise than well, or None."""
    if not runs:
        return None
    last = runs[-1]
    if not last.run.label:
        return last.run.note if last.failed else None
    return next((it.run.note for it in runs if it.run.label and it.failed and it.run.note), None)


def runner_note(result: Trajectory, last: int, label: str, name: str) -> str:
    """What is said of a runner that failed besides its entry in the legend; short enough for a narrow picture.

    Args:
        result: its descent.
        last: the last iterate inside the domain.
        label: its name in the legend.
        name: that of the field.
    """
    reason = outcome(result, last)
    first, end = float(result.values[0]), float(result.values[-1])
    if reason is StopReason.LEFT_DOMAIN or (reason is StopReason.DIVERGED and not np.isfinite(end)):
        return ""
    if reason is not StopReason.DIVERGED:
        return result.message
    return f"{_unmarked(label)} diverged: {name} rose from {_number(first)} to {_number(end)}"


def _unmarked(label: str) -> str:
    return label.replace("$", "")


def _number(value: float) -> str:
    return format_quantity(value, ".4g")


def _left(steps: int, name: str) -> str:
    return f"After {_counted(steps)} the rule needs {name} where it has no derivatives."


def _counted(steps: int) -> str:
    return f"{steps} step" if steps == 1 else f"{steps} steps"
