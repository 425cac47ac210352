"""What became of each scene."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from gradanim.plan.scene_plan import ScenePlan
from gradanim.problems import Problem
from gradanim.publish import SceneEntry


class Outcome(Enum):
    """The four things that can become of a scene."""

    RENDERED = "rendered"
    REUSED = "reused"
    FAILED = "failed"
    SKIPPED = "skipped"


class Effort(Struct, frozen=True):
    """What it took to make a scene.

    Attributes:
        drawn: how many frames were drawn.
        seconds: how long workers were at it, all together.
        drawing: how much of that they drew frames.
        clips: how many clips the scene has, 0 where nobody had to know.
        found: how many of them were in the cache.
        peak_mb: the most memory that one worker used, in MiB.
    """

    drawn: int = 0
    seconds: float = 0.0
    drawing: float = 0.0
    clips: int = 0
    found: int = 0
    peak_mb: float = 0.0


class SceneResult(Struct, frozen=True, eq=False):
    """One scene after a run.

    Attributes:
        plan: what was to be made.
        outcome: what became of it.
        entry: its line of the manifest, where its files are complete.
        effort: what it took.
        problems: why it failed.
    """

    plan: ScenePlan
    outcome: Outcome
    entry: SceneEntry | None = None
    effort: Effort = Effort()
    problems: tuple[Problem, ...] = ()
