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
    field = context.field_of(start)
    result: Trajectory = descend(
        field,
        np.asarray(origin, dtype=float),
        make_step_rule(action.rule, action.parameters),
        max_steps=action.steps,
        bounds=context.domain,
        tolerance=float(action.tolerance),
    )
    return Run(
        np.asarray(result.points),
        np.asarray(result.values),
        result.stop_reason.value,
        result.message,
        float(action.step_size) if action.step_size is not None else None,
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
    """What is said on screen of the last run once it has ended otherwise than well, or None."""
    if not runs:
        return None
    last = runs[-1]
    ended = last.steps >= len(last.run.points) - 1
    return last.run.note if ended and last.run.stop_reason in ("diverged", "left_domain") else None
