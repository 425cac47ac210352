"""Who does the jobs of a build: processes of this machine, or anybody else who keeps the same promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from gradanim.batch.early import WARM
from gradanim.batch.events import Event
from gradanim.batch.settings import Settings
from gradanim.batch.work import Job, JobResult, Limits
from gradanim.batch.workers import Crew

OnEvent = Callable[[Event], None]


class Executor(AbstractContextManager["Executor"], Protocol):
    """Does jobs; more of them can be added while it is told of events."""

    @property
    def width(self) -> int:
        """How many jobs are done at once; those of a cluster are counted when this is first asked."""

    def run(self, jobs: Sequence[Job]) -> list[JobResult]:
        """Does jobs and those that are added meanwhile, and returns when all are over."""

    def add(self, *jobs: Job) -> None:
        """Adds jobs."""

    def cancel(self) -> None:
        """Begins no more jobs and stops those that run."""

    def result(self, job: str) -> JobResult:
        """What became of a job that is over."""


Start = Callable[[Limits, OnEvent], Executor]


def local(limits: Limits, on_event: OnEvent) -> Executor:
    """Processes of this machine, forked from a warm one."""
    return Crew(limits, on_event, warm=WARM)


def starter(settings: Settings) -> Start:
    """Those who do the jobs of a build that is told this."""
    address, cache = settings.dask, settings.cache.absolute()
    if address is None:
        return local

    def on_dask(limits: Limits, on_event: OnEvent) -> Executor:
        from gradanim.batch.cluster import DaskCrew

        return DaskCrew(limits, on_event, address, cache, WARM)

    return on_dask
