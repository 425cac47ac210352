"""Runs jobs in processes of their own: each in a new one, watched, tried again by cause, and never left behind.

This process imports nothing of what the jobs need. Signals, limits and deaths are dealt with in one loop, in one
thread; no call in it blocks for longer than a tick.
"""

from __future__ import annotations

import logging
import select
from collections.abc import Iterable, Sequence

from gradanim.batch.attempt import Attempt
from gradanim.batch.closing import Closing
from gradanim.batch.events import NurseryLost, NurseryStarted
from gradanim.batch.interrupts import Interrupts
from gradanim.batch.ledger import Ledger, OnEvent
from gradanim.batch.nursery_link import NurseryLink, started
from gradanim.batch.processes import end_session
from gradanim.batch.turns import Queue, Turn
from gradanim.batch.verdict import Verdict, cancelled, judge, refused, unavailable
from gradanim.batch.watch import Watch
from gradanim.batch.work import Job, JobResult, Limits
from gradanim.problems import ProblemError

_log = logging.getLogger(__name__)

_TICK = 0.1
# A nursery that dies before it can fork is tried so often.
_NURSERIES = 3


def run_jobs(
    jobs: Sequence[Job], limits: Limits, on_event: OnEvent, *, warm: Iterable[str] = ()
) -> list[JobResult]:
    """Does jobs in processes and returns what became of each, in the order given.

    Args:
        jobs: the jobs; their ids differ.
        limits: what they may use.
        on_event: told of everything as it happens, in this thread.
        warm: modules, or functions to call (``module:function``), that workers find imported and done, besides
            the modules of the tasks.

    Raises:
        KeyboardInterrupt: Ctrl-C, when all processes have ended.
        SystemExit: likewise after SIGTERM.
        ProblemError: no process can be started at all.
    """
    with Crew(limits, on_event, warm=warm) as crew:
        return crew.run(jobs)


class Crew(Closing):
    """Workers that can be given jobs several times; forked from one warm process, which starts with the first.

    Args:
        limits, on_event, warm: as for `run_jobs`.
        link: the warm process, where it has been started already; it is ended with the crew.
    """

    def __init__(
        self, limits: Limits, on_event: OnEvent, *, warm: Iterable[str] = (), link: NurseryLink | None = None
    ) -> None:
        self.limits = limits
        self._on_event = on_event
        self._warm = list(dict.fromkeys(warm))
        self._link = link
        self._failures = 0
        self._queue = Queue(limits)
        self._running: dict[str, Attempt] = {}
        self._watch = Watch(limits)
        self._ledger = Ledger(on_event)
        self._stopping = False
        self._told_to_stop = False

    def run(self, jobs: Sequence[Job]) -> list[JobResult]:
        """Does jobs, as `run_jobs`; jobs that were added meanwhile come last in the results."""
        self._ledger, self._stopping = Ledger(self._on_event), False
        with Interrupts() as stops:
            try:
                self.add(*jobs)
                while self.busy:
                    self.turn(stops)
            except BaseException:
                self.close()
                raise
            if stops.count:
                self.close()
                stops.raise_again()
        return self._ledger.results

    @property
    def width(self) -> int:
        """How many jobs are done at once."""
        return max(1, self.limits.jobs)

    @property
    def busy(self) -> bool:
        """Whether there are jobs that are not over."""
        return bool(self._queue or self._running)

    def turn(self, stops: Interrupts) -> None:
        """One turn of the loop that `run` is, for those who have a loop of their own; takes a tick at most."""
        self._heed(stops)
        self._begin()
        self._listen(stops)
        self._check()

    def add(self, *jobs: Job) -> None:
        """Adds jobs to those that are being done; may be called while `on_event` is.

        Raises:
            ValueError: two jobs of a run have one id.
        """
        for job in jobs:
            self._ledger.queued(job)
        self._queue.add(jobs)
        if self._stopping:
            self.cancel()

    def result(self, job: str) -> JobResult:
        """What became of the job of this id, which is over; may be called while `on_event` is."""
        return self._ledger.result(job)

    def cancel(self) -> None:
        """Begins no more jobs and stops those that run; may be called while `on_event` is."""
        self._stopping = True
        for turn in self._queue.clear():
            self._ledger.finished(turn, cancelled(turn.job), None)
        if self._link is not None:
            self._link.stop_all(self._running.values())

    def stop(self) -> None:
        """Has everything cancelled soon and for good; may be called from any thread."""
        self._told_to_stop = True

    def close(self) -> None:
        """Ends all processes."""
        link, self._link = self._link, None
        peace = link is None or link.close()
        for attempt in self._running.values():
            if not peace and attempt.pid is not None:
                end_session(attempt.pid)
            attempt.close()
        self._running.clear()
        self._queue.clear()

    def _heed(self, stops: Interrupts) -> None:
        if (stops.count or self._told_to_stop) and not self._stopping:
            self.cancel()
        if stops.count > 1 and self._link is not None:
            for attempt in self._running.values():
                self._link.kill(attempt)

    def _begin(self) -> None:
        """Begins as many jobs as may run at once."""
        if self._queue and self._link is None:
            self._start_nursery()
        elif self._link is not None and (self._link.ready or self._link.early):
            early = not self._link.ready
            while turn := self._queue.take((a.turn.width for a in self._running.values()), early=early):
                self._try(turn, self._link)

    def _try(self, turn: Turn, link: NurseryLink) -> None:
        try:
            attempt = Attempt(turn)
        except OSError as error:
            self._follow(turn, refused(turn.job, error), None)
            return
        self._running[attempt.token] = attempt
        link.fork(attempt)

    def _start_nursery(self) -> None:
        modules = [turn.job.task.partition(":")[0] for turn in self._queue.turns]
        self._link = started([*self._warm, *modules])

    def _listen(self, stops: Interrupts) -> None:
        """Waits for a tick, or until somebody has something to say, and takes it."""
        poller = select.poll()
        poller.register(stops.fileno(), select.POLLIN)
        link = self._link
        if link is not None:
            link.register(poller)
        for attempt in self._running.values():
            attempt.register(poller)
        told = {handle for handle, _ in poller.poll(_TICK * 1000)}
        if stops.fileno() in told:
            stops.drain()
        if link is not None:
            self._hear_nursery(link, told)
        for attempt in list(self._running.values()):
            # What it says may be here before the nursery has told that it has begun: that comes first.
            if attempt.pid is not None and attempt.read() is not None:
                self._ledger.progressed(attempt)

    def _hear_nursery(self, link: NurseryLink, told: set[int]) -> None:
        if link.tail.fileno() in told:
            link.tail.read()
        if link.line.fileno() not in told:
            return
        for message in link.messages():
            if message["kind"] == "ready":
                self._failures = 0
                self._on_event(NurseryStarted(link.pid, link.seconds))
                continue
            attempt = self._running[message["job"]]
            attempt.note(message)
            if message["kind"] == "started":
                self._ledger.started(attempt)

    def _check(self) -> None:
        """Holds workers to the limits and deals with what is over."""
        link = self._link
        if link is not None and (self._watch.look(self._running.values(), link) or link.lost):
            self._lose_nursery(link)
        for token, attempt in list(self._running.items()):
            if attempt.over:
                del self._running[token]
                self._settle(attempt)

    def _lose_nursery(self, link: NurseryLink) -> None:
        """The nursery has died or is stuck: ends what is left of it; what ran is over."""
        self._link = None
        link.bury(self._running.values())
        if not self._stopping:
            self._on_event(NurseryLost(link.pid, link.tail.text))
        self._failures += 0 if link.ready else 1
        if self._failures >= _NURSERIES:
            raise ProblemError(unavailable(link.tail.text))

    def _settle(self, attempt: Attempt) -> None:
        """Decides what becomes of a job after a try."""
        attempt.close()
        verdict = judge(attempt, self.limits)
        if verdict.problems:
            _log.debug("%s: %s\n%s", attempt.job.label, verdict.problems[0], attempt.tail.text)
        self._follow(attempt.turn, verdict, attempt)

    def _follow(self, turn: Turn, verdict: Verdict, attempt: Attempt | None) -> None:
        if self._stopping and verdict.again != "never":
            verdict = cancelled(turn.job)
        if (following := turn.following(verdict.again, self.limits)) is None:
            self._ledger.finished(turn, verdict, attempt)
        else:
            self._queue.put_back(following)
            self._ledger.retried(turn, verdict, following)
