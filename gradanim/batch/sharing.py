"""How the missing clips of several scenes are shared out among workers."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from gradanim.batch.scene_work import SceneWork
from gradanim.batch.settings import cores
from gradanim.batch.work import Job

# A piece costs about a third of a second before its first frame: less work than this many seconds is not divided.
_LEAST_SECONDS = 1.5
_SPEED = 60.0
# With several scenes: so many pieces for each worker, so that none of them stands idle for long in the end.
_TURNS = 2


def share(works: Sequence[SceneWork], jobs: int, speed: float | None) -> list[tuple[SceneWork, Job]]:
    """The jobs that render what is missing of some scenes, each with its scene.

    Args:
        works: the scenes.
        jobs: how many workers there are, and how many processors they use.
        speed: frames a second of one worker as earlier runs had it, or None.
    """
    drawing = [work for work in works if work.missing]
    counts = piece_counts([work.missing_frames for work in drawing], jobs, speed)
    # A job is a processor's work; a lone piece may use those of the others.
    threads = max(1, min(jobs, cores()) // max(1, min(jobs, sum(counts))))
    return [
        (work, job)
        for work, count in zip(drawing, counts, strict=True)
        for job in work.pieces(count, threads)
    ]


def piece_counts(frames: Sequence[int], jobs: int, speed: float | None) -> list[int]:
    """In how many pieces each of some scenes is drawn.

    Args:
        frames: how many frames of each are missing, none of them 0.
        jobs: how many workers there are.
        speed: frames a second of one worker as earlier runs had it, or None.
    """
    turns = 1 if len(frames) == 1 else _TURNS
    size = max(sum(frames) / (jobs * turns), _LEAST_SECONDS * (speed or _SPEED), 1.0)
    return [max(1, ceil(count / size - 1e-9)) for count in frames]
