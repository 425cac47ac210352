"""The part of a build that a Dask cluster does: pieces go out, clips come back, and every try is judged here.

Dask carries: it chooses a worker, watches over the workers, and gives to others what a lost one had. Whether a worker
may make pieces, what an answer means and whether a piece is tried again is decided here, in the thread of the caller.
"""

from __future__ import annotations

import itertools
import math
import queue
import secrets
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from msgspec.structs import replace

from gradanim.batch.clips import Clips
from gradanim.batch.cluster_identity import identity
from gradanim.batch.cluster_link import FAREWELL, LOCAL, ClusterLink
from gradanim.batch.cluster_parcel import received
from gradanim.batch.cluster_roster import Roster
from gradanim.batch.cluster_trial import Trial, lost, order, scheduler_lost, verdict_of
from gradanim.batch.ledger import Ledger, OnEvent
from gradanim.batch.turns import Turn
from gradanim.batch.verdict import Verdict, cancelled
from gradanim.batch.work import Job, JobResult, Limits
from gradanim.problems import ProblemError

# How long there may be no worker that can be used, in seconds.
PATIENCE = 30.0
# How long workers may take to come that are there already when we are.
_GATHERING = 5.0
_TICK = 0.1
# A worker that says nothing for so long after it should have stopped a piece itself is given up.
_OVERDUE = 60.0
# All workers together report frames so often a second; a scheduler has other things to do.
_REPORTS = 200


class ClusterRun:
    """Jobs on a cluster, which is joined with the first of them.

    Args:
        limits, on_event, address, warm: as for `run_jobs_on_dask`.
        clips: where clips come to.
    """

    def __init__(
        self, limits: Limits, on_event: OnEvent, address: str, clips: Clips, warm: Sequence[str]
    ) -> None:
        self._limits, self._on_event, self._address = limits, on_event, address
        self._clips, self._ledger = clips, Ledger(on_event)
        self._name = secrets.token_hex(8)
        # Workers of this machine put clips where they belong: nobody needs to fetch them.
        near = str(clips.cache) if address == LOCAL else None
        self._about = {"run": self._name, "warm": list(warm), "cache": near}
        self._numbers = itertools.count(1)
        self._roster = Roster(identity())
        self._waiting: list[Turn] = []
        self._running: dict[str, Trial] = {}
        self._link: ClusterLink | None = None
        self._usable, self._stopping = time.monotonic(), False
        # Until when answers of pieces that were stopped are waited for.
        self._patience = math.inf

    @property
    def busy(self) -> bool:
        """Whether there are jobs that are not over."""
        return bool(self._waiting or self._running)

    @property
    def width(self) -> int:
        """How many jobs are done at once, by the workers that come in the first seconds; at least 1."""
        self._join()
        deadline = time.monotonic() + _GATHERING
        while not self._roster.complete and time.monotonic() < deadline:
            self._listen(_TICK)
        return max(1, self._roster.width)

    def add(self, *jobs: Job) -> None:
        """Adds jobs; may be called while `on_event` is."""
        for job in jobs:
            self._ledger.queued(job)
        self._waiting += [Turn(job, 1, 1) for job in jobs]
        self._waiting.sort(key=lambda turn: (turn.number > 1, -turn.job.weight))
        if self._stopping:
            self.cancel()

    def result(self, job: str) -> JobResult:
        """What became of the job of this id, which is over."""
        return self._ledger.result(job)

    def cancel(self, *, at_once: bool = False) -> None:
        """Stops all jobs, where ``at_once`` without their finished clips; may be called while `on_event` is."""
        first, self._stopping = not self._stopping, True
        waiting, self._waiting = self._waiting, []
        for turn in waiting:
            self._ledger.finished(turn, cancelled(turn.job), None)
        going = [token for token, trial in self._running.items() if at_once or trial.worker is None]
        for trial in [self._running.pop(token) for token in going]:
            trial.drop()
            self._ledger.finished(trial.turn, cancelled(trial.job), trial if trial.worker else None)
        if first and self._running:
            self._patience = time.monotonic() + self._limits.grace + FAREWELL
            self._line.end_run(self._name, list(self._roster.accepted), over=False)

    def turn(self, seconds: float) -> None:
        """One turn of the caller's loop; waits so long where nothing has come."""
        if self.busy:
            self._join()
            self._hand_out()
            self._listen(seconds)
            self._check()

    def close(self) -> None:
        """Has the workers end what they do for this run and leaves the cluster."""
        link, self._link = self._link, None
        if link is not None:
            for trial in self._running.values():
                trial.drop()
            link.end_run(self._name, list(self._roster.accepted), over=True)
            link.close()

    @property
    def _line(self) -> ClusterLink:
        assert self._link is not None
        return self._link

    def _join(self) -> None:
        if self._link is None:
            self._link = ClusterLink(self._address, max(1, self._limits.jobs), self._opened)
            self._usable = time.monotonic()

    def _hand_out(self) -> None:
        """Offers pieces to the workers, a few more than they make at once."""
        while self._waiting and self._line.connected and len(self._running) < self._roster.room:
            turn = self._waiting.pop(0)
            token = f"gradanim-{self._name}-{next(self._numbers)}"
            offered = self._roster.offered()
            trial = Trial(turn, frozenset(offered))
            self._running[token] = trial
            about = order(turn.job, self._limits, max(0.2, self._roster.width / _REPORTS))
            trial.future = self._line.submit(token, {**self._about, "token": token, **about}, offered)

    def _listen(self, seconds: float) -> None:
        """Takes what has come, and waits where nothing has."""
        with suppress(queue.Empty):
            self._take(self._line.inbox.get(seconds > 0, seconds))
            while True:
                self._take(self._line.inbox.get_nowait())

    def _take(self, message: tuple[Any, ...]) -> None:
        match message:
            case ("workers", present):
                new, events = self._roster.take(present)
                for event in events:
                    self._on_event(event)
                for worker in new:
                    self._line.ask(worker)
            case ("who", worker, said):
                happened = self._roster.hear(worker, said)
                if happened is not None:
                    self._on_event(happened)
            case ("said", said):
                self._hear(said)
            case ("over", token, what):
                trial = self._running.pop(token, None)
                # One that was given up, and answers after all: its clips are in the cache, which does no harm.
                if trial is not None:
                    self._settle(trial, verdict_of(trial, what))
            case ("lost", cause):
                self._lose(cause)

    def _lose(self, cause: str) -> None:
        """The scheduler does not answer; where all is stopped anyway nobody need be told."""
        if not self._stopping:
            raise ProblemError(scheduler_lost(self._address, cause))
        self.cancel(at_once=True)

    def _hear(self, said: Mapping[str, Any]) -> None:
        """What a worker says of a piece; those of other runs are heard too."""
        trial = self._running.get(said["token"]) if said.get("run") == self._name else None
        if trial is None:
            return
        if said["kind"] == "started":
            if trial.worker is not None:
                # Dask has given it to another worker, because the first one was lost.
                self._begin_again(said["token"], trial)
            trial.begin(said["worker"], said["pid"])
            if said["token"] in self._running:
                self._ledger.started(trial)
        elif said["worker"] == trial.worker:
            trial.frames = said["frames"]
            self._ledger.progressed(trial)

    def _begin_again(self, token: str, trial: Trial) -> None:
        """Counts a try that was lost with its worker; Dask itself has begun the next."""
        following = self._follow(trial, lost(trial))
        if following is None:
            del self._running[token]
            trial.drop()
        else:
            trial.turn = following

    def _check(self) -> None:
        """Takes back what no worker will make, and gives up where there is none."""
        now, accepted = time.monotonic(), self._roster.accepted
        if now > self._patience:
            self.cancel(at_once=True)
        if accepted:
            self._usable = now
        elif now - self._usable > PATIENCE or (self._address == LOCAL and self._roster.hopeless):
            raise ProblemError(self._roster.nobody(self._address, PATIENCE))
        for token, trial in list(self._running.items()):
            stranded = trial.offered.isdisjoint(accepted)
            overdue = trial.worker is not None and trial.seconds > self._limits.seconds(trial.job) + _OVERDUE
            if stranded or overdue:
                del self._running[token]
                trial.drop()
                if trial.worker is None:
                    self._waiting.insert(0, trial.turn)
                else:
                    self._settle(trial, lost(trial))

    def _opened(self, token: str, answer: dict[str, Any]) -> dict[str, Any]:
        """Checks the clips of an answer and keeps them; called in another thread."""
        trial = self._running.get(token)
        return received(self._clips, trial.job.payload if trial is not None else {}, answer)

    def _settle(self, trial: Trial, verdict: Verdict) -> None:
        """Decides what becomes of a job after a try."""
        trial.drop()
        if (following := self._follow(trial, verdict)) is not None:
            self._waiting.append(following)

    def _follow(self, trial: Trial, verdict: Verdict) -> Turn | None:
        """Writes down what a try means; the next turn, or None where the job is over."""
        if self._stopping and verdict.again != "never":
            verdict = cancelled(trial.job)
        following = trial.turn.following(verdict.again, self._limits)
        if following is None:
            self._ledger.finished(trial.turn, verdict, trial)
            return None
        following = replace(following, width=max(1, self._roster.width))
        self._ledger.retried(trial.turn, verdict, following)
        return following
