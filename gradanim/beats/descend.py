"""descend: iterative descent, step by step, told as it goes, wherever it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gradanim.actors.context import Context, as_point
from gradanim.actors.state import Point, Progress, Run, SceneState, reached
from gradanim.beats.easing import clamp, smooth
from gradanim.beats.motion import Motion
from gradanim.calculus import Trajectory, descend, make_step_rule
from gradanim.spec.step_rule import StepRuleChoice
from gradanim.spec.verbs.descend import DescendAction

# Runs with more steps than this move evenly; each step of a shorter one is eased on its own.
FEW_STEPS = 15


def play(action: DescendAction, start: SceneState, context: Context) -> Motion:
    """The point moves along the iterates; where they leave the domain it stays at the last one inside."""
    run = run_of(action, start, context)
    steps = len(run.points) - 1
    inside = _inside(run, context)

    def at(u: float) -> SceneState:
        done = float(steps) if u >= 1.0 else paced(u, steps)
        state = replace(
            start,
            trail=None,
            runs=(*start.runs, Progress(run, done)),
            point=_position(run, min(done, float(inside))),
        )
        for name in ("point", "trajectory"):
            state = state.with_actor(name, shown=max(start.shown(name), clamp(8 * u)))
        return state

    return at


def run_of(action: DescendAction, start: SceneState, context: Context) -> Run:
    """The run of descent that a beat describes, from where the point is or from its own start."""
    origin = action.start if action.start is not None else start.point
    result = descent_of(action, origin, (action.steps, float(action.tolerance)), start, context)
    return Run(
        np.asarray(result.points),
        np.asarray(result.values),
        result.stop_reason.value,
        result.message,
        float(action.step_size) if action.step_size is not None else None,
    )


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
        return position
    return whole + smooth(min(1.0, (position - whole) * 1.25))


def _inside(run: Run, context: Context) -> int:
    """The last iterate before the run leaves the domain or stops being a number."""
    for k, point in enumerate(run.points):
        if not np.all(np.isfinite(point)) or not context.inside(point):
            return max(0, k - 1)
    return len(run.points) - 1


def _position(run: Run, steps: float) -> Point:
    return as_point(reached(run.points, steps)[-1])


def stopped_note(runs: Sequence[Progress]) -> str | None:
    """What is said on screen of the last run, or of the runners of a race, that ended otherwise than well, or None."""
    if not runs:
        return None
    last = runs[-1]
    if not last.run.label:
        return last.run.note if last.failed else None
    failed = [runner.run for runner in runs if runner.run.label and runner.failed]
    if len(failed) == 1:
        return _failed_note(failed[0])
    names = ", ".join(run.label.replace("$", "") for run in failed)
    return f"Diverged or left the domain: {names}" if failed else None


def _failed_note(run: Run) -> str:
    """What is said of one runner; short, so that it fits beneath a narrow picture."""
    name, value = run.label.replace("$", ""), float(run.values[-1])
    if run.stop_reason == "left_domain":
        return f"{name} left the domain"
    rise = f": f rose from {run.values[0]:.4g} to {value:.4g}" if np.isfinite(value) else ""
    return f"{name} diverged{rise}"
