"""What happens to a scene, as an event like those of its jobs."""

from __future__ import annotations

from gradanim.batch.events import Event
from gradanim.problems import Problem


class SceneFinished(Event, frozen=True):
    """A scene is over, well or not.

    Attributes:
        scene: its id, or the path of a spec that cannot be read.
        outcome: ``rendered``, ``reused``, ``failed`` or ``skipped``.
        frames: length of its film.
        drawn: how many of its frames were drawn now.
        seconds: how long its workers were at it, together.
        clips: how many clips it has, where that is known.
        found: how many of them were in the cache.
        peak_mb: the most memory that one of its workers used, in MiB.
        problems: why it failed.
        cause: the problem that no job has told, or None.
    """

    scene: str
    outcome: str
    frames: int = 0
    drawn: int = 0
    seconds: float = 0.0
    clips: int = 0
    found: int = 0
    peak_mb: float = 0.0
    problems: tuple[Problem, ...] = ()
    cause: Problem | None = None
