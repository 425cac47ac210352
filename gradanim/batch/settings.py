"""What a build is told besides what it is to make."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct, field

from gradanim.batch.work import Limits, seconds_by_weight

# A piece that takes longer than this hangs: the slowest frames known take a second.
_BASE_SECONDS = 300.0
_SECONDS_PER_FRAME = 5.0


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Settings(Struct, frozen=True):
    """How scenes are made, and where.

    Attributes:
        out: the output folder.
        cache: the cache folder.
        captions: what becomes of what is said: ``sidecar`` files, ``burn`` into the picture, or ``none``.
        jobs: how many workers at once.
        force: make everything anew.
        fail_fast: stop at the first scene that fails.
        memory_mb: how much memory one worker may use, in MiB, or None.
        seconds: how long one piece of work may take, or None for a limit that grows with its frames.
        wait: how long to wait for another build in the same folder, in seconds, or None for as long as it takes.
        as_json: events are told as lines of JSON.
        dask: address of the Dask scheduler whose workers render, ``local`` for one of this machine, or None.
    """

    out: Path
    cache: Path
    captions: str = "sidecar"
    jobs: int = field(default_factory=cores)
    force: bool = False
    fail_fast: bool = False
    memory_mb: int | None = None
    seconds: float | None = None
    wait: float | None = None
    as_json: bool = False
    dask: str | None = None

    @property
    def limits(self) -> Limits:
        """What its workers may use."""
        seconds = seconds_by_weight(_BASE_SECONDS, _SECONDS_PER_FRAME)
        return Limits(self.jobs, self.seconds or seconds, self.memory_mb)
