"""One try of a job on a cluster, and what it means when it is over."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from gradanim.batch.cluster_parcel import DamagedError
from gradanim.batch.turns import Again, Turn
from gradanim.batch.verdict import FROM_OUTSIDE, Verdict, times
from gradanim.batch.work import Job, Limits, problem_from
from gradanim.problems import Problem, ProblemError

if TYPE_CHECKING:
    from distributed import Future

_RENDER = 1
_ENVIRONMENT = 3
_CAUSE = 600
# Whether another worker may do what one could not, by what became of the try and then by its problem.
_AGAIN: Mapping[str, Again] = MappingProxyType(
    {"killed": "narrow", "memory": "narrow", "cancelled": "narrow", "timeout": "once"}
)
_AGAIN_AFTER: Mapping[str, Again] = MappingProxyType(
    {**FROM_OUTSIDE, "piece_garbled": "once", "piece_silent": "once", "workers_unavailable": "narrow"}
)


class Trial:
    """A job that was offered to workers.

    Attributes:
        turn: the job, and which try it is.
        offered: the workers that may make it.
        future: Dask's handle of it.
        worker: who makes it, or None before it has begun.
        pid: the process that makes it, on the worker's machine.
        frames: how many it has made.
        peak_mb: the most memory that was seen.
        log: the end of what the process printed.
        took: how long it took, or None before that is known.
    """

    def __init__(self, turn: Turn, offered: frozenset[str]) -> None:
        self.turn = turn
        self.offered = offered
        self.future: Future[Any] | None = None
        self.worker: str | None = None
        self.pid: int | None = None
        self.frames = 0
        self.peak_mb = 0.0
        self.log = ""
        self.took: float | None = None
        self._begun = time.monotonic()

    @property
    def job(self) -> Job:
        """The job."""
        return self.turn.job

    @property
    def seconds(self) -> float:
        """How long it has been running, or took."""
        return time.monotonic() - self._begun if self.took is None else self.took

    def begin(self, worker: str, pid: int) -> None:
        """A worker has begun it."""
        self.worker, self.pid, self.frames, self._begun = worker, pid, 0, time.monotonic()

    def drop(self) -> None:
        """Tells Dask that nobody waits for it any more."""
        future, self.future = self.future, None
        if future is not None:
            # Where the scheduler has gone nobody can be told.
            with suppress(Exception):
                future.cancel()


def order(job: Job, limits: Limits, every: float) -> dict[str, Any]:
    """What a worker is told of a job; it reports frames at most so often, in seconds."""
    return {
        "task": job.task,
        "payload": job.payload,
        "weight": job.weight,
        "label": job.label,
        "seconds": limits.seconds(job),
        "memory_mb": limits.memory_mb,
        "grace": limits.grace,
        "every": every,
    }


def verdict_of(trial: Trial, what: Mapping[str, Any] | BaseException | None) -> Verdict:
    """What comes at the end of a try: an answer, an error, or nothing where it was lost."""
    if isinstance(what, BaseException):
        return _mishap(trial, what)
    return lost(trial) if what is None else _judged(trial, what)


def _judged(trial: Trial, answer: Mapping[str, Any]) -> Verdict:
    """What the answer of a worker means; its facts are noted in the try."""
    try:
        status, value = answer["status"], answer["value"]
        problems = tuple(problem_from(record) for record in answer["problems"])
        trial.took, trial.peak_mb, trial.log = answer["seconds"], answer["peak_mb"], answer["log"]
    except (KeyError, TypeError, ValueError):
        return Verdict("crashed", problems=_problem("piece_garbled", trial), again="once")
    if status == "done":
        return Verdict("done", value)
    again = next(
        (_AGAIN_AFTER[p.code] for p in problems if p.code in _AGAIN_AFTER), _AGAIN.get(status, "never")
    )
    return Verdict("killed" if status == "cancelled" else status, problems=problems, again=again)


def lost(trial: Trial) -> Verdict:
    """That a piece was lost with its worker."""
    details = {"worker": trial.worker or "a worker", "tries": times(trial.turn.number)}
    return Verdict("killed", problems=_problem("piece_lost", trial, **details), again="narrow")


def scheduler_lost(address: str, cause: str) -> Problem:
    """That the scheduler of a cluster does not answer any more."""
    return Problem("cluster_lost", {"address": address, "cause": cause}, exit_code=_ENVIRONMENT)


def _mishap(trial: Trial, error: BaseException) -> Verdict:
    """What an error means: an answer that is damaged, a disk here that refused, or a worker that could not begin."""
    if isinstance(error, ProblemError):
        return Verdict("failed", problems=error.problems)
    if isinstance(error, ConnectionError):
        details = {"tries": times(trial.turn.number)}
        return Verdict("killed", problems=_problem("piece_lost_scheduler", trial, **details), again="narrow")
    if isinstance(error, DamagedError):
        details = {"worker": trial.worker or "a worker", "cause": str(error)}
        return Verdict("crashed", problems=_problem("piece_damaged", trial, **details), again="narrow")
    words = " ".join(f"{type(error).__name__}: {error}".split())[:_CAUSE]
    return Verdict("crashed", problems=_problem("piece_crashed", trial, cause=words))


def _problem(code: str, trial: Trial, **details: Any) -> tuple[Problem, ...]:
    return (Problem(code, {"piece": trial.job.label, **details}, exit_code=_RENDER),)
