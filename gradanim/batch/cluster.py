"""Runs jobs on a Dask cluster: the same jobs, limits, events and results as in processes of this machine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from gradanim.batch.clips import Clips
from gradanim.batch.closing import Closing
from gradanim.batch.cluster_run import ClusterRun
from gradanim.batch.interrupts import Interrupts
from gradanim.batch.ledger import OnEvent
from gradanim.batch.work import Job, JobResult, Limits
from gradanim.batch.workers import Crew

_TICK = 0.1
# Tasks that need the output folder or the cache of this machine are done on it.
_AT_HOME = "gradanim.batch.tasks"


def run_jobs_on_dask(
    jobs: Sequence[Job],
    limits: Limits,
    on_event: OnEvent,
    address: str,
    cache: Path,
    warm: Iterable[str] = (),
) -> list[JobResult]:
    """Does jobs on a cluster and returns what became of each, in the order given.

    Args:
        jobs: the jobs; their ids differ.
        limits: what they may use; ``jobs`` counts for ``local`` alone, elsewhere workers have as many threads as
            they were started with.
        on_event: told of everything as it happens, in this thread.
        address: of Dask's scheduler, or ``local`` for a cluster of processes on this machine.
        cache: the cache folder that clips come to; the one that a payload names is not used.
        warm: as for `run_jobs`.

    Raises:
        KeyboardInterrupt: Ctrl-C, when the workers were told and the cluster was left.
        SystemExit: likewise after SIGTERM.
        ProblemError: Dask is not installed, there is no scheduler or no longer one, or no worker that can be used
            (exit code 3).
    """
    with DaskCrew(limits, on_event, address, cache, warm) as crew:
        return crew.run(jobs)


class DaskCrew(Closing):
    """The workers of a cluster, and processes of this machine for what needs its disk; used like a `Crew`.

    The cluster is joined with the first job that is for it.

    Args:
        limits, on_event, address, cache, warm: as for `run_jobs_on_dask`.
    """

    def __init__(
        self, limits: Limits, on_event: OnEvent, address: str, cache: Path, warm: Iterable[str] = ()
    ) -> None:
        modules = list(dict.fromkeys(warm))
        self._home = Crew(limits, on_event, warm=modules)
        self._cluster = ClusterRun(limits, on_event, address, Clips(cache), modules)
        self._order: list[Job] = []

    @property
    def width(self) -> int:
        """How many jobs are done at once; joins the cluster to find out."""
        return self._cluster.width

    def run(self, jobs: Sequence[Job]) -> list[JobResult]:
        """Does jobs and those that are added meanwhile, and returns when all are over; for one call."""
        with Interrupts() as stops:
            try:
                self.add(*jobs)
                while self._home.busy or self._cluster.busy:
                    if stops.count:
                        self._cluster.cancel(at_once=stops.count > 1)
                    if self._home.busy:
                        self._home.turn(stops)
                    self._cluster.turn(0.0 if self._home.busy else _TICK)
            except BaseException:
                self.close()
                raise
            if stops.count:
                self.close()
                stops.raise_again()
        return [self.result(job.id) for job in self._order]

    def add(self, *jobs: Job) -> None:
        """Adds jobs; may be called while `on_event` is.

        Raises:
            ValueError: two jobs have one id.
        """
        for job in jobs:
            self._order.append(job)
            (self._home if _stays(job) else self._cluster).add(job)

    def cancel(self) -> None:
        """Begins no more jobs and stops those that run; may be called while `on_event` is."""
        self._home.cancel()
        self._cluster.cancel()

    def result(self, job: str) -> JobResult:
        """What became of the job of this id, which is over."""
        stays = next(_stays(other) for other in self._order if other.id == job)
        return (self._home if stays else self._cluster).result(job)

    def close(self) -> None:
        """Leaves the cluster and ends all processes of this machine."""
        self._cluster.close()
        self._home.close()


def _stays(job: Job) -> bool:
    return job.task.partition(":")[0] == _AT_HOME
