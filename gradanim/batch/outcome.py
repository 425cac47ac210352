"""What became of each scene."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gradanim.plan.scene_plan import Outputs, ScenePlan
from gradanim.problems import Problem
from gradanim.publish import CueSheet


class Outcome(Enum):
    """The four things that can become of a scene."""

    RENDERED = "rendered"
    REUSED = "reused"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, eq=False)
class SceneResult:
    """One scene after a run.

    Attributes:
        plan: what was to be made.
        outcome: what became of it.
        files: where it is; only of use where something was made.
        cues: the frames of every beat with what is said, where something was made.
        seconds: how long it took.
        problems: why it failed.
    """

    plan: ScenePlan
    outcome: Outcome
    files: Outputs
    cues: CueSheet | None = None
    seconds: float = 0.0
    problems: tuple[Problem, ...] = ()
