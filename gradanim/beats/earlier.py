"""Runs of earlier beats: they step back as a new one begins, but for the beginning of what it goes on with."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from gradanim.actors.state import EARLIER, FAILURES, Progress, Run, SceneState
from gradanim.beats.easing import smooth

# In which share of the time they step back.
RECEDE = 0.12


def earlier_runs(start: SceneState, run: Run, u: float) -> tuple[Progress, ...]:
    """The runs of a state while another one begins, at progress ``u``."""
    behind = len(start.runs) - _gone_on_with(start, run)
    back = (replace(old, opacity=_receding(old.opacity, u)) for old in start.runs[:behind])
    return (*back, *start.runs[behind:])


def _gone_on_with(start: SceneState, run: Run) -> int:
    """How many of the last runs are the beginning of a run: each ends where the next one starts, with the same steps.

    In a chart of the loss every run begins at step 0, so that there none is.
    """
    count, after = 0, run
    for old in () if start.shown("loss_curve") > 0.0 else reversed(start.runs):
        before = old.run
        same = before.step_size == after.step_size and np.array_equal(before.points[-1], after.points[0])
        if not same or before.label or before.stop_reason in FAILURES:
            break
        count, after = count + 1, before
    return count


def _receding(opacity: float, u: float) -> float:
    """The opacity of an earlier run while a new one begins."""
    return opacity + (min(opacity, EARLIER) - opacity) * smooth(min(1.0, u / RECEDE))
