"""Builds whose jobs are done in the process of the test, one after another: what is patched here counts there."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path

from gradanim.batch.closing import Closing
from gradanim.batch.executor import OnEvent
from gradanim.batch.ledger import Ledger
from gradanim.batch.outcome import SceneResult
from gradanim.batch.run import Run
from gradanim.batch.settings import Settings
from gradanim.batch.turns import Turn
from gradanim.batch.verdict import Verdict
from gradanim.batch.work import Job, JobResult, Limits, problem_from
from gradanim.plan.scene_plan import ScenePlan
from gradanim.problems import ProblemError


class Here(Closing):
    """An executor that is this process."""

    width = 1

    def __init__(self, limits: Limits, on_event: OnEvent) -> None:
        self._ledger = Ledger(on_event)
        self._waiting: list[Job] = []

    def run(self, jobs: Sequence[Job]) -> list[JobResult]:
        """Does jobs and those that are added meanwhile; whatever but a problem they raise goes through."""
        self.add(*jobs)
        while self._waiting:
            job = self._waiting.pop(0)
            self._ledger.finished(Turn(job, 1, 1), _done(job), None)
        return self._ledger.results

    def add(self, *jobs: Job) -> None:
        """Adds jobs."""
        for job in jobs:
            self._ledger.queued(job)
        self._waiting += jobs

    def cancel(self) -> None:
        """Nobody asks for it."""
        raise AssertionError

    def result(self, job: str) -> JobResult:
        """What became of a job."""
        return self._ledger.result(job)

    def close(self) -> None:
        """There is nothing to end."""


def _done(job: Job) -> Verdict:
    module, _, name = job.task.partition(":")
    try:
        value = getattr(importlib.import_module(module), name)(job.payload, lambda frames: None)
    except ProblemError as error:
        return Verdict("failed", problems=error.problems)
    if "problems" in value:
        return Verdict("failed", problems=tuple(map(problem_from, value["problems"])))
    return Verdict("done", value)


def make_scene(plan: ScenePlan, folder: Path, cache: Path, mode: str = "sidecar") -> SceneResult:
    """Makes a scene as a build does."""
    running = Run([plan], Settings(folder, cache, captions=mode, jobs=1), lambda event: None, Here)
    with running.locked() as register:
        running.make(register)
    (result,) = running.results
    return result
