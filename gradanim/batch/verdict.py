"""What an attempt that is over means for its job: an answer, a problem, or another try."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from gradanim.batch.attempt import Attempt
from gradanim.batch.turns import Again
from gradanim.batch.wire import Message
from gradanim.batch.work import Job, Limits, Status, problem_from
from gradanim.problems import Problem
from gradanim.problems.shortage import shortage, shortage_said

_NO_MEMORY = frozenset({"memory_short", "addresses_short"})
# Problems that are nobody's fault who wrote a spec: there was too little of something, the encoder was killed, or hung.
FROM_OUTSIDE: Mapping[str, Again] = MappingProxyType(
    {
        **dict.fromkeys(_NO_MEMORY, "narrow"),
        "threads_short": "narrow",
        "files_short": "narrow",
        "ffmpeg_killed": "narrow",
        "ffmpeg_unstarted": "narrow",
        "ffmpeg_hung": "once",
        "scratch_gone": "once",
        "cache_gone": "once",
    }
)
_RENDER = 1
_ENVIRONMENT = 3


class Verdict(Struct, frozen=True):
    """What an attempt means.

    Attributes:
        status: as in `JobResult`.
        value: what the task returned.
        problems: why it is not done.
        again: whether a job that ends like this is tried again.
    """

    status: Status
    value: dict[str, Any] | None = None
    problems: tuple[Problem, ...] = ()
    again: Again = "never"


def judge(attempt: Attempt, limits: Limits) -> Verdict:
    """What an attempt means that is over.

    What the worker has answered counts, however its process ended; then what this process did to it; then how it
    ended. What a program did by itself it would do again; what was done to it from outside may not come again.
    """
    answer = attempt.answer or {}
    if answer.get("kind") in ("done", "problems"):
        return _answered(attempt.job, answer)
    if attempt.cause is not None:
        return _ended_by_us(attempt, limits)
    if answer:
        return _answered(attempt.job, answer)
    return _unanswered(attempt)


def cancelled(job: Job) -> Verdict:
    """That a job was not done because the run was stopped."""
    return Verdict("cancelled", problems=_problem("piece_cancelled", job))


def unavailable(cause: OSError | str) -> Problem:
    """That no process can be started at all.

    Args:
        cause: why, or the last words of the one that was.
    """
    short = shortage_said(cause) if isinstance(cause, str) else shortage(cause)
    last = str(cause).strip().rpartition("\n")[2] or "it ended without a word"
    return short or Problem("workers_unavailable", {"cause": last}, exit_code=_ENVIRONMENT)


def refused(job: Job, cause: OSError) -> Verdict:
    """That no process could be asked for."""
    return Verdict("killed", problems=_why_refused(job, str(cause)), again="narrow")


def _why_refused(job: Job, cause: str) -> tuple[Problem, ...]:
    short = shortage_said(cause)
    return _problem("piece_refused", job, cause=cause) if short is None else (short,)


def _problem(code: str, job: Job, **details: Any) -> tuple[Problem, ...]:
    return (Problem(code, {"piece": job.label, **details}, exit_code=_RENDER),)


def _ended_by_us(attempt: Attempt, limits: Limits) -> Verdict:
    job = attempt.job
    if attempt.cause == "cancelled":
        return cancelled(job)
    if attempt.cause == "timeout":
        problems = _problem(
            "piece_timeout", job, seconds=limits.seconds(job), tries=times(attempt.turn.number)
        )
        return Verdict("timeout", problems=problems, again="once")
    details = {"peak": round(attempt.peak_mb), "limit": limits.memory_mb}
    return Verdict("memory", problems=_problem("piece_over_memory", job, **details), again="narrow")


def _answered(job: Job, answer: Message) -> Verdict:
    match answer:
        case {"kind": "problems", "problems": [*records]} | {
            "kind": "done",
            "value": {"problems": [*records]},
        } if records:
            return _failed(job, records)
        case {"kind": "done", "value": dict(value)}:
            return Verdict("done", value)
        case {"kind": "crash", "cause": str(cause)}:
            return Verdict("crashed", problems=_problem("piece_crashed", job, cause=cause))
    return _garbled(job)


def _failed(job: Job, records: list[Any]) -> Verdict:
    try:
        problems = tuple(problem_from(record) for record in records)
    except (TypeError, KeyError, ValueError):
        return _garbled(job)
    again: Again = next((FROM_OUTSIDE[p.code] for p in problems if p.code in FROM_OUTSIDE), "never")
    status: Status = "memory" if any(p.code in _NO_MEMORY for p in problems) else "failed"
    return Verdict(status, problems=problems, again=again)


def _garbled(job: Job) -> Verdict:
    return Verdict("crashed", problems=_problem("piece_garbled", job), again="once")


def _unanswered(attempt: Attempt) -> Verdict:
    job, status = attempt.job, attempt.status
    if attempt.line.garbled:
        return _garbled(job)
    if attempt.refused is not None:
        problems = _why_refused(job, attempt.refused)
    elif status is None:
        problems = _problem("piece_orphaned", job, tries=times(attempt.turn.number))
    elif status < 0:
        details = {"signal": _signal_name(-status), "tries": times(attempt.turn.number)}
        problems = _problem("piece_killed", job, **details)
    else:
        problems = _problem("piece_silent", job, status=status)
        return Verdict("crashed", problems=problems, again="once")
    return Verdict("killed", problems=problems, again="narrow")


def times(number: int) -> str:
    """A number of tries in words."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
