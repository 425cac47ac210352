"""What is to be done, within which limits, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Literal

from msgspec import Struct

from gradanim.problems import Problem

Status = Literal["done", "failed", "killed", "timeout", "memory", "cancelled", "crashed"]


class Job(Struct, frozen=True):
    """One piece of work for one process.

    Attributes:
        id: its name among all jobs of a run.
        task: the function that does it, ``module:function``; it is called with the payload and a function that is
            told how many frames were made since it was last told, and returns a dict of what JSON can say. It raises a
            `ProblemError`, or returns ``problems`` (a list of `problem_record`), where what it was given is at fault.
        payload: what the function is given; only what JSON can say.
        weight: how much work it is, in frames.
        label: what a person calls it.
        rank: jobs of a higher rank are begun first, whatever their weight.
        early: whether it may begin before all is imported that jobs find imported.
    """

    id: str
    task: str
    payload: dict[str, Any]
    weight: float
    label: str
    rank: int = 0
    early: bool = False


class Limits(Struct, frozen=True):
    """What a run may use.

    Attributes:
        jobs: how many workers at once.
        seconds_per_job: how long one try may take, one number for all jobs or a function of the job.
        memory_mb: how much resident memory one worker may use together with its children, in MiB, or None; the
            modules that all workers share (some 250 MiB for films) are counted in each.
        tries: how often a job is begun at most.
        grace: seconds that a worker has to tidy up between being asked to end and being killed.
    """

    jobs: int
    seconds_per_job: float | Callable[[Job], float]
    memory_mb: int | None = None
    tries: int = 3
    grace: float = 3.0

    def seconds(self, job: Job) -> float:
        """How long one try of a job may take."""
        return self.seconds_per_job(job) if callable(self.seconds_per_job) else self.seconds_per_job


def seconds_by_weight(base: float, per_frame: float) -> Callable[[Job], float]:
    """A time limit that grows with the work: ``base`` seconds and ``per_frame`` for every frame."""

    def seconds(job: Job) -> float:
        return base + per_frame * job.weight

    return seconds


class JobResult(Struct, frozen=True):
    """What became of a job.

    Attributes:
        job: the job.
        status: ``done``; ``failed``: the task found a problem with what it was given; ``crashed``: it raised anything
            else or answered nothing sensible; ``killed``: a signal ended its worker; ``timeout`` and ``memory``: over
            a limit; ``cancelled``: the run was stopped.
        value: what the task returned, where it is done.
        problem: the first problem, where it is not.
        seconds: how long the last try took.
        peak_mb: the most resident memory that was seen of the last try's worker and its children, in MiB.
        tries: how often it was begun.
        more: the problems after the first one.
        log: the end of what the last try's worker printed, and of its traceback.
    """

    job: Job
    status: Status
    value: dict[str, Any] | None
    problem: Problem | None
    seconds: float
    peak_mb: float
    tries: int
    more: tuple[Problem, ...] = ()
    log: str = ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems."""
        return () if self.problem is None else (self.problem, *self.more)


def problem_record(problem: Problem) -> dict[str, Any]:
    """A problem as JSON that another process can read back with the same sentence."""
    record = {
        "code": problem.code,
        "details": json.loads(json.dumps(dict(problem.details), default=str)),
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "where": problem.where,
        "suggestion": problem.suggestion,
        "exit_code": problem.exit_code,
    }
    try:
        same = Problem(**record).message == problem.message
    except (ValueError, KeyError, TypeError):
        same = False
    if same:
        return record
    # A detail that JSON cannot carry would be worded differently: the sentence itself travels instead.
    return record | {"code": "piece_said", "details": {"sentence": problem.message}, "suggestion": None}


def problem_from(record: dict[str, Any]) -> Problem:
    """The problem of a record.

    Raises:
        TypeError: the record is not one of `problem_record`.
        KeyError, ValueError: its sentence cannot be worded.
    """
    problem = Problem(**record)
    if not isinstance(problem.message, str) or not isinstance(problem.exit_code, int):
        raise TypeError("not a problem")
    return problem
