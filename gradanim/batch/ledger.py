"""What became of every job of a run, written down and told as it happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from gradanim.batch.events import (
    Event,
    JobCancelled,
    JobProgressed,
    JobQueued,
    JobRetried,
    JobStarted,
    finished,
)
from gradanim.batch.turns import Turn
from gradanim.batch.verdict import Verdict
from gradanim.batch.work import Job, JobResult

OnEvent = Callable[[Event], None]


class Try(Protocol):
    """A job that is being tried, here or elsewhere; the attributes are those of `Attempt`."""

    pid: int | None
    frames: int
    peak_mb: float

    @property
    def turn(self) -> Turn:
        """The job, and which try it is."""

    @property
    def job(self) -> Job:
        """The job."""

    @property
    def seconds(self) -> float:
        """How long it has been running, or took."""

    @property
    def log(self) -> str:
        """The end of what the worker has printed."""


class Ledger:
    """The jobs of one run and their results.

    Args:
        on_event: told of everything.
    """

    def __init__(self, on_event: OnEvent) -> None:
        self._on_event = on_event
        self._order: list[str] = []
        self._results: dict[str, JobResult] = {}

    @property
    def results(self) -> list[JobResult]:
        """The results, in the order in which the jobs were given."""
        return [self._results[name] for name in self._order]

    def result(self, job: str) -> JobResult:
        """The result of the job of this id, which is over."""
        return self._results[job]

    def queued(self, job: Job) -> None:
        """A job was given.

        Raises:
            ValueError: another one has its id.
        """
        if job.id in self._order:
            raise ValueError(f"two jobs are called {job.id!r}")
        self._order.append(job.id)
        self._on_event(JobQueued(job.id, job.label, job.weight))

    def started(self, attempt: Try) -> None:
        """A worker has begun."""
        job, pid = attempt.job, attempt.pid or 0
        self._on_event(JobStarted(job.id, job.label, pid, attempt.turn.number, job.weight))

    def progressed(self, attempt: Try) -> None:
        """A worker has made more frames."""
        job = attempt.job
        self._on_event(JobProgressed(job.id, job.label, attempt.frames, job.weight))

    def retried(self, before: Turn, verdict: Verdict, after: Turn) -> None:
        """A try has failed and there will be another."""
        job = before.job
        why, problem = verdict.status, verdict.problems[0]
        self._on_event(JobRetried(job.id, job.label, why, problem, before.number, after.width))

    def finished(self, turn: Turn, verdict: Verdict, attempt: Try | None) -> None:
        """A job is over; without an attempt, it waited for this turn in vain."""
        job, problems = turn.job, verdict.problems
        result = JobResult(
            job=job,
            status=verdict.status,
            value=verdict.value,
            problem=problems[0] if problems else None,
            seconds=0.0 if attempt is None else attempt.seconds,
            peak_mb=0.0 if attempt is None else attempt.peak_mb,
            tries=turn.number if attempt is not None else turn.number - 1,
            more=problems[1:],
            log="" if attempt is None else attempt.log,
        )
        self._results[job.id] = result
        if verdict.status == "cancelled":
            self._on_event(JobCancelled(job.id, job.label, result.tries > 0))
        else:
            self._on_event(finished(result))
