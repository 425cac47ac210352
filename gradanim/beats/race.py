"""race: several descents at once, step for step, each in its own colour."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from gradanim.actors.context import Context
from gradanim.actors.state import FAILURES, Progress, Run, SceneState
from gradanim.beats.descend import (
    TELLING,
    descent_of,
    function_name,
    last_inside,
    outcome,
    paced,
    runner_note,
    told,
)
from gradanim.beats.easing import part, smooth
from gradanim.beats.idle_point import is_idle, without_point
from gradanim.beats.motion import Motion
from gradanim.calculus import format_quantity
from gradanim.spec.verbs.race import RaceAction, Runner

# Share of the time in which the runs of earlier beats fade.
FADE = 0.12


def play(action: RaceAction, start: SceneState, context: Context) -> Motion:
    """All take their steps at the same time; one that has ended waits for the others.

    A point from which none starts makes way, as long as nothing hangs on it. Runs of earlier beats fade: a race has its
    own colours and its own legend.
    """
    runs = runs_of(action, start, context)
    ends = TELLING if any(run.stop_reason in FAILURES for run in runs) else 1.0
    here = start.point is not None and any(np.array_equal(run.points[0], start.point) for run in runs)
    leaves = not here and is_idle(start)
    most = max(len(run.points) - 1 for run in runs)

    def at(u: float) -> SceneState:
        done = float(most) if u >= ends else paced(part(u, 0.0, ends), most)
        fade = 1.0 - smooth(u / FADE)
        old = [replace(run, opacity=run.opacity * fade) for run in start.runs] if fade > 0.0 else []
        # Where a trajectory is on the stage already, its entrance does not bring the runners in.
        there = smooth(u / FADE) if start.shown("trajectory") > 0.0 else 1.0
        new = [Progress(run, min(done, len(run.points) - 1.0), there, told=told(u)) for run in runs]
        state = replace(start, runs=(*old, *new))
        state = state.with_actor("trajectory", shown=max(start.shown("trajectory"), smooth(u / FADE)))
        return without_point(state, u / FADE) if leaves else state

    return at


def runs_of(action: RaceAction, start: SceneState, context: Context) -> list[Run]:
    """The descents of a race, run to their ends."""
    limits = (action.steps, float(action.tolerance))
    runs = []
    for index, (runner, label) in enumerate(zip(action.runs, labels(action.runs), strict=True)):
        origin = next((p for p in (runner.start, action.start) if p is not None), start.point)
        result = descent_of(runner, origin, limits, start, context)
        last = last_inside(result, context)
        runs.append(
            Run(
                np.asarray(result.points),
                np.asarray(result.values),
                outcome(result, last).value,
                runner_note(result, last, label, function_name(context)),
                float(runner.step_size) if runner.step_size is not None else None,
                f"race_{index}",
                label,
            )
        )
    # One note has room; of more than one failure the legend tells.
    several = sum(run.stop_reason in FAILURES and bool(run.note) for run in runs) > 1
    return [replace(run, note="") for run in runs] if several else runs


def labels(runners: Sequence[Runner]) -> list[str]:
    """What the legend calls each: its own label, else what tells it from the others, its rule or its step size."""
    rules = len({runner.rule for runner in runners}) > 1
    sizes = len({runner.step_size for runner in runners}) > 1
    made = []
    for index, runner in enumerate(runners):
        parts = [runner.rule.replace("_", " ")] if rules else []
        if runner.step_size is not None and (sizes or not rules):
            parts.append(f"$α = {format_quantity(float(runner.step_size), '.4g')}$")
        made.append(runner.label or ", ".join(parts) or f"run {index + 1}")
    twice = {label for label in made if made.count(label) > 1}
    return [f"{label} ({k + 1})" if label in twice else label for k, label in enumerate(made)]
