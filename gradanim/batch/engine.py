"""The engine: scenes that are not fresh are looked at, rendered in pieces, and published as soon as they are whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from gradanim.batch.events import BuildStarted, Event, JobCancelled, JobFinished
from gradanim.batch.executor import Executor, OnEvent, Start
from gradanim.batch.keybook import KeyBook
from gradanim.batch.outcome import Outcome, SceneResult
from gradanim.batch.register import Register
from gradanim.batch.scene_events import SceneFinished
from gradanim.batch.scene_work import SceneWork, located
from gradanim.batch.settings import Settings
from gradanim.batch.sharing import share
from gradanim.batch.speeds import Speeds
from gradanim.batch.work import Job, JobResult
from gradanim.problems import Problem
from gradanim.publish import SceneEntry, scene_line

# Clips that vanish between being rendered and being joined are rendered again, but not for ever.
_TRIES = 3
_RENDER, _ENVIRONMENT = 1, 3
# Asked when all scenes are over; the jobs it returns belong to no scene.
Last = Callable[[], Sequence[Job]]


class Engine:
    """Makes scenes.

    Args:
        works: the scenes, those that are fresh with their outcome.
        settings: how.
        register: the lines of the output folder, whose lock is held.
        tell: told of everything that happens.
    """

    def __init__(
        self, works: Sequence[SceneWork], settings: Settings, register: Register, tell: OnEvent
    ) -> None:
        self._works = works
        self._settings = settings
        self._register = register
        self._tell = tell
        self._keybook = KeyBook(settings.cache)
        self._owner: dict[str, SceneWork] = {}
        self._looking: set[str] = set()
        self._crew: Executor | None = None
        self._stopped = False
        self._last: Last | None = None

    @property
    def results(self) -> list[SceneResult]:
        """What became of every scene so far."""
        return [work.result for work in self._works]

    def run(self, start: Start, last: Last | None = None) -> dict[str, JobResult]:
        """Makes what is to be made.

        Args:
            start: gives those who do the jobs.
            last: asked for more jobs when all scenes are over.

        Returns:
            The results of the jobs that ``last`` gave, by their ids.

        Raises:
            KeyboardInterrupt: Ctrl-C, when all work has ended; `results` tells what is done.
            SystemExit: likewise after SIGTERM.
            ProblemError: no worker can be started at all, or the manifest cannot be written.
        """
        self._last = last
        jobs = [self._own(work, work.look()) for work in self._works if work.outcome is None]
        self._looking = {job.id for job in jobs}
        try:
            with start(self._settings.limits, self._heed) as crew:
                self._crew = crew
                jobs = jobs or list(self._finals())
                done = crew.run(jobs) if jobs else []
        finally:
            for work in self._works:
                self._finish(work, Outcome.SKIPPED)
        return {result.job.id: result for result in done if result.job.id not in self._owner}

    def _own(self, work: SceneWork, job: Job) -> Job:
        self._owner[job.id] = work
        return job

    def _heed(self, event: Event) -> None:
        if isinstance(event, JobFinished) and event.problems and event.job in self._owner:
            event = replace(event, problems=tuple(located(self._owner[event.job].plan, event.problems)))
        self._tell(event)
        if isinstance(event, JobFinished | JobCancelled) and event.job in self._owner:
            assert self._crew is not None
            self._take(self._owner[event.job], self._crew.result(event.job))

    def _take(self, work: SceneWork, result: JobResult) -> None:
        """Deals with a job of a scene that is over."""
        work.note(result)
        looked = result.job.id in self._looking
        self._looking.discard(result.job.id)
        if result.status == "done":
            self._heed_answer(work, result.value or {})
        else:
            # Where one job was cancelled all are: nothing new is begun, and no line is taken out of the manifest.
            self._stopped = self._stopped or result.status == "cancelled"
            self._drop(work, cancelled=result.status == "cancelled")
        if self._stopped:
            return
        if looked and not self._looking:
            self._share_out()
        elif not looked and not work.waiting and work.outcome is None:
            self._go_on(work)
        self._finish_all()

    def _heed_answer(self, work: SceneWork, value: Mapping[str, Any]) -> None:
        if "refused" in value:
            work.refused |= {name for names in value["refused"].values() for name in names}
        elif "keys" in value:
            work.looked(value)
            self._keybook.remember(work.key, work.keys or ())
        elif "line" in value:
            self._published(work, value["line"])
        elif "lost" in value:
            work.lost(value["lost"])
        else:
            work.drew(value)

    def _share_out(self) -> None:
        """Everything was looked at: now it is known what there is to draw."""
        drawing = [work for work in self._works if work.outcome is None]
        reused = sum(work.outcome is Outcome.REUSED for work in self._works)
        jobs = self._pieces(drawing)
        frames = round(sum(job.weight for job in jobs))
        workers = min(self._width, len(jobs)) if jobs else 1
        self._tell(BuildStarted(len(jobs), frames, workers, reused))
        self._add(*jobs)
        for work in drawing:
            if not work.missing:
                self._publish(work)

    def _pieces(self, works: Sequence[SceneWork]) -> list[Job]:
        if not any(work.missing for work in works):
            return []
        rates = Speeds(self._settings.cache).get(works[0].plan.profile.name, works[0].plan.format.name)
        speed = None if rates is None else rates.speed
        return [self._own(work, job) for work, job in share(works, self._width, speed)]

    def _go_on(self, work: SceneWork) -> None:
        """The next step of a scene whose jobs are all over."""
        if work.refused:
            self._refused(work)
        elif work.tries > _TRIES:
            details = {"piece": work.plan.id, "cache": self._settings.cache}
            self._fail(work, Problem("piece_clips_lost", details, exit_code=_ENVIRONMENT))
        elif work.missing:
            self._add(*self._pieces([work]))
        else:
            self._publish(work)

    def _refused(self, work: SceneWork) -> None:
        """A worker finds other keys than we have: those from an earlier run are found anew, once."""
        if work.known:
            work.known, work.keys, work.refused = False, None, set()
            self._add(self._own(work, work.look()))
            return
        details = {"piece": work.plan.id, "parts": ", ".join(sorted(work.refused))}
        self._fail(work, Problem("piece_other_code", details, exit_code=_RENDER))

    def _publish(self, work: SceneWork) -> None:
        self._register.withdraw(work.plan.id)
        self._add(self._own(work, work.publish()))

    def _published(self, work: SceneWork, record: Any) -> None:
        entry: SceneEntry = scene_line(record, self._settings.out)
        work.entry = entry
        self._register.enter(entry)
        self._keybook.made(work.plan, self._settings.captions, work.keys or ())
        self._finish(work, Outcome.RENDERED if work.drawn else Outcome.REUSED)

    def _fail(self, work: SceneWork, problem: Problem) -> None:
        work.problems.append(problem)
        self._drop(work, cancelled=False, cause=problem)

    def _drop(self, work: SceneWork, *, cancelled: bool, cause: Problem | None = None) -> None:
        """The scene is not made; what other workers still draw of it stays in the cache."""
        if cancelled or self._stopped:
            self._finish(work, Outcome.SKIPPED)
            return
        self._finish(work, Outcome.FAILED, cause)
        if self._settings.fail_fast:
            self._stop()

    def _stop(self) -> None:
        self._stopped = True
        assert self._crew is not None
        self._crew.cancel()

    def _finish(self, work: SceneWork, outcome: Outcome, cause: Problem | None = None) -> None:
        if work.outcome is None:
            work.outcome = outcome
            self._tell(scene_finished(work.result, cause))

    def _finish_all(self) -> None:
        if all(work.outcome is not None and not work.waiting for work in self._works):
            self._add(*self._finals())

    def _finals(self) -> Sequence[Job]:
        last, self._last = self._last, None
        return [] if last is None or self._stopped else last()

    @property
    def _width(self) -> int:
        assert self._crew is not None
        return self._crew.width

    def _add(self, *jobs: Job) -> None:
        assert self._crew is not None
        if jobs:
            self._crew.add(*jobs)


def scene_finished(result: SceneResult, cause: Problem | None = None) -> SceneFinished:
    """The event that tells what became of a scene."""
    effort = result.effort
    return SceneFinished(
        scene=result.plan.id,
        outcome=result.outcome.value,
        frames=result.plan.frames,
        drawn=effort.drawn,
        seconds=effort.seconds,
        clips=effort.clips,
        found=effort.found,
        peak_mb=effort.peak_mb,
        problems=result.problems,
        cause=cause,
    )
