"""What happens in a build, told as it happens: each event is a record and one line of JSON."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from gradanim.batch.work import JobResult, Status
from gradanim.problems import Problem

SCHEMA = "gradanim-events/1"
_WORD = re.compile(r"(?<!^)(?=[A-Z])")


class Event(Struct, frozen=True, kw_only=True):
    """Something that happened.

    Attributes:
        at: when, in seconds since 1970.
    """

    at: float = field(default_factory=time.time)

    @property
    def name(self) -> str:
        """What happened, in words: ``job_started`` for a `JobStarted`."""
        return _WORD.sub("_", type(self).__name__).lower()

    def as_json(self) -> str:
        """The event as one line of JSON, without the line's end."""
        record: dict[str, Any] = {"schema": SCHEMA, "event": self.name, "at": round(self.at, 3)}
        for name in self.__struct_fields__:
            if name != "at":
                record[name] = _plain(getattr(self, name))
        return json.dumps(record, ensure_ascii=False)


def _plain(value: Any) -> Any:
    match value:
        case Problem():
            return {"code": value.code, **value.as_json()}
        case tuple() | list():
            return [_plain(item) for item in value]
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case float():
            # JSON has no infinity and no nan.
            return round(value, 3) if abs(value) < 1e300 else None
        case None | bool() | int() | str():
            return value
    return str(value)


class BuildStarted(Event, frozen=True):
    """A build knows what it will do.

    Attributes:
        jobs: how many pieces will be made.
        frames: how many frames they have.
        workers: how many are made at once.
        reused: how many scenes stand as they are.
    """

    jobs: int
    frames: int
    workers: int
    reused: int = 0


class BuildFinished(Event, frozen=True):
    """A build has ended.

    Attributes:
        counts: how many scenes have which outcome.
        seconds: how long it took.
        frames: how many frames were drawn.
    """

    counts: Mapping[str, int]
    seconds: float
    frames: int = 0


class LockWaited(Event, frozen=True):
    """A build waits for another one.

    Attributes:
        folder: the folder that both need.
        holder: who is at work there, in words.
    """

    folder: str
    holder: str


class NurseryStarted(Event, frozen=True):
    """Workers can be started.

    Attributes:
        pid: the process that starts them.
        seconds: how long its imports took.
    """

    pid: int
    seconds: float


class NurseryLost(Event, frozen=True):
    """The process that starts workers has died; what ran is tried again.

    Attributes:
        pid: the process.
        log: the end of what it printed.
    """

    pid: int
    log: str


class JobEvent(Event, frozen=True):
    """Something that happened to a job.

    Attributes:
        job: the job's id.
        label: what a person calls it.
    """

    job: str
    label: str


class JobQueued(JobEvent, frozen=True):
    """A job waits for a worker.

    Attributes:
        weight: how many frames it has.
    """

    weight: float


class JobStarted(JobEvent, frozen=True):
    """A worker has begun a job.

    Attributes:
        pid: the worker's process.
        attempt: 1 for the first try.
        weight: how many frames it has.
    """

    pid: int
    attempt: int
    weight: float


class JobProgressed(JobEvent, frozen=True):
    """A worker has made more frames.

    Attributes:
        frames: how many it has made in this try.
        weight: how many there are.
    """

    frames: int
    weight: float


class JobRetried(JobEvent, frozen=True):
    """A try has failed and the job waits for another one.

    Attributes:
        why: what became of the try: ``killed``, ``timeout``, ``memory`` or ``crashed``.
        problem: the same in a sentence.
        attempt: the number of the try that failed.
        workers: how many may run at once when it is tried again.
    """

    why: Status
    problem: Problem
    attempt: int
    workers: int


class JobFinished(JobEvent, frozen=True):
    """A job is over, well or not.

    Attributes:
        status: what became of it.
        seconds: how long the last try took.
        peak_mb: the most memory that was seen, in MiB.
        tries: how often it was begun.
        weight: how many frames it has.
        problems: why it is not done.
    """

    status: Status
    seconds: float
    peak_mb: float
    tries: int
    weight: float
    problems: tuple[Problem, ...] = ()


def finished(result: JobResult) -> JobFinished:
    """The event that tells a result."""
    job = result.job
    return JobFinished(
        job=job.id,
        label=job.label,
        status=result.status,
        seconds=result.seconds,
        peak_mb=result.peak_mb,
        tries=result.tries,
        weight=job.weight,
        problems=result.problems,
    )


class JobCancelled(JobEvent, frozen=True):
    """A job was not done because the run was stopped.

    Attributes:
        begun: whether a worker had begun it.
    """

    begun: bool
