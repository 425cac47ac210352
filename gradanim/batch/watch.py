"""Watches running workers: memory, time, and whether they end when they are to."""

from __future__ import annotations

import time
from collections.abc import Collection

from gradanim.batch.attempt import Attempt
from gradanim.batch.nursery_link import NurseryLink
from gradanim.batch.processes import members, resident_mb
from gradanim.batch.work import Limits

_EVERY = 0.1
# A worker that has given its answer ends at once; a nursery answers at once.
_LAST_BREATH = 5.0
_FORK_PATIENCE = 30.0
_KILL_PATIENCE = 5.0


class Watch:
    """Holds workers to the limits.

    Args:
        limits: what they may use.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._sampled = 0.0

    def look(self, attempts: Collection[Attempt], link: NurseryLink) -> bool:
        """Stops what is over a limit; returns whether the nursery does not do what it is asked."""
        now = time.monotonic()
        if now - self._sampled >= _EVERY:
            self._sampled = now
            self._weigh(attempts, link)
        stuck = False
        for attempt in attempts:
            if not attempt.over:
                self._hold(attempt, link, now)
                stuck = stuck or _deaf(attempt, link.ready_since, now)
        return stuck

    def _weigh(self, attempts: Collection[Attempt], link: NurseryLink) -> None:
        """Measures the memory of every worker with its children, and kills those that use too much."""
        sessions = members(
            attempt.pid for attempt in attempts if attempt.pid is not None and not attempt.over
        )
        for attempt in attempts:
            used = resident_mb(sessions.get(attempt.pid or 0, ()), attempt.pid or 0)
            attempt.peak_mb = max(attempt.peak_mb, used)
            limit = self._limits.memory_mb
            if limit is not None and used > limit and attempt.cause is None and attempt.answer is None:
                attempt.cause = "memory"
                link.kill(attempt)

    def _hold(self, attempt: Attempt, link: NurseryLink, now: float) -> None:
        """Holds one worker to its time, and to ending when it is to."""
        silent = attempt.cause is None and attempt.answer is None
        if silent and attempt.pid is not None and attempt.seconds > self._limits.seconds(attempt.job):
            link.stop(attempt, "timeout")
        overdue = attempt.ending is not None and now - attempt.ending > self._limits.grace
        # Before it is ready the nursery cannot tell that a worker has ended.
        lingers = attempt.spoken is not None and now - max(attempt.spoken, link.ready_since) > _LAST_BREATH
        if lingers and attempt.answer is None:
            # It cannot be heard any more, whatever it still does.
            attempt.line.garbled = True
        if overdue or lingers or attempt.line.garbled:
            link.kill(attempt)


def _deaf(attempt: Attempt, ready_since: float, now: float) -> bool:
    """Whether the nursery was asked something about this worker and does not do it, though it listens."""
    unborn = attempt.pid is None and now - max(attempt.started, ready_since) > _FORK_PATIENCE
    undead = attempt.killed is not None and now - max(attempt.killed, ready_since) > _KILL_PATIENCE
    return unborn or undead
