"""One scene on its way through a build: looked at, rendered in pieces, published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from gradanim.batch.beat_key import BeatKey, beat_key
from gradanim.batch.cutting import split
from gradanim.batch.outcome import Effort, Outcome, SceneResult
from gradanim.batch.payloads import piece_payload, scene_record
from gradanim.batch.settings import Settings
from gradanim.batch.work import Job, JobResult
from gradanim.plan.cuts import cuts
from gradanim.plan.scene_plan import ScenePlan
from gradanim.problems import Problem
from gradanim.publish import SceneEntry

_TASKS = "gradanim.batch.tasks"
_RENDER = "gradanim.batch.pieces:render_piece"
# Ranks: what finishes a scene comes before what begins one, and looking before all drawing.
_DRAWING, _LOOKING, _PUBLISHING = 0, 1, 2


class SceneWork(Struct, eq=False):
    """What is known of a scene while it is made.

    Attributes:
        plan: the scene.
        key: its scene key.
        settings: how it is made, and where.
        keys: the keys of its beats, as far as they are known.
        missing: the numbers of its clips that are to be rendered.
        waiting: ids of the jobs that are not over.
        known: whether its keys are from an earlier run, and not found in this one.
        refused: the parts of its keys that a worker found to be others.
        rounds: how often jobs were made of it, which makes their ids differ.
        tries: how often clips were lost.
        outcome: what became of it, None while it is being made.
        said: what is said in each beat, None where nobody has found out yet.
    """

    plan: ScenePlan
    key: str
    settings: Settings
    keys: tuple[BeatKey, ...] | None = None
    missing: Sequence[int] = ()
    waiting: set[str] = field(default_factory=set)
    known: bool = False
    refused: set[str] = field(default_factory=set)
    rounds: int = 0
    tries: int = 0
    outcome: Outcome | None = None
    entry: SceneEntry | None = None
    problems: list[Problem] = field(default_factory=list)
    said: Sequence[str | None] | None = None
    clips: int = 0
    found: int = 0
    drawn: int = 0
    seconds: float = 0.0
    drawing: float = 0.0
    peak_mb: float = 0.0

    @property
    def result(self) -> SceneResult:
        """What became of it; a scene that was not made is skipped."""
        effort = Effort(self.drawn, self.seconds, self.drawing, self.clips, self.found, self.peak_mb)
        return SceneResult(
            self.plan, self.outcome or Outcome.SKIPPED, self.entry, effort, tuple(self.problems)
        )

    @property
    def missing_frames(self) -> int:
        """How many frames are to be drawn."""
        every = cuts(self.plan)
        return sum(every[number].frames for number in self.missing)

    def note(self, result: JobResult) -> None:
        """Takes note of a job that is over."""
        self.waiting.discard(result.job.id)
        self.seconds += result.seconds
        self.peak_mb = max(self.peak_mb, result.peak_mb)
        if result.status != "cancelled":
            self.problems += located(self.plan, result.problems)

    def looked(self, value: Mapping[str, Any]) -> None:
        """Takes the answer of the job of `look`."""
        self.keys = tuple(map(beat_key, value["keys"]))
        self.missing = list(value["missing"])
        self.clips = int(value["clips"])
        self.said = value["said"]
        self.found = self.clips - len(self.missing)

    def look(self) -> Job:
        """The job that finds out what is missing."""
        known = None if self.keys is None else [key.record() for key in self.keys]
        # Made anew are only the clips that were there before this build.
        payload = {**self._basics(), "keys": known, "force": self.settings.force and self.rounds == 0}
        return replace(self._job("look", f"{_TASKS}:look", payload, rank=_LOOKING), early=True)

    def pieces(self, count: int, threads: int) -> list[Job]:
        """The jobs that render what is missing.

        Args:
            count: how many there shall be.
            threads: how many processors each of them uses.
        """
        runs = split(cuts(self.plan), self.missing, count)
        made = []
        self.rounds += 1
        for number, run in enumerate(runs, start=1):
            payload = piece_payload(self.plan, self._mode, self._keys, run.clips, self._cache)
            label = self.plan.id if len(runs) == 1 else f"{self.plan.id} {number}/{len(runs)}"
            name = f"{self.plan.id}/{self.rounds}.{number}"
            made.append(Job(name, _RENDER, {**payload, "threads": threads}, run.work, label, _DRAWING))
        self.waiting.update(job.id for job in made)
        return made

    def publish(self) -> Job:
        """The job that makes the scene's files of its clips."""
        keys = [key.record() for key in self._keys]
        payload = {
            **self._basics(),
            "keys": keys,
            "out": str(self.settings.out.absolute()),
            "fingerprint": self.key,
            "said": self.said,
        }
        return self._job("publish", f"{_TASKS}:publish", payload, rank=_PUBLISHING)

    def lost(self, numbers: Iterable[int]) -> None:
        """Takes note of clips that are not in the cache any more."""
        self.missing = list(numbers)
        self.tries += 1

    def drew(self, value: Mapping[str, Any]) -> None:
        """Takes the answer of a piece."""
        made = {int(clip["number"]) for clip in value["clips"]}
        self.missing = [number for number in self.missing if number not in made]
        self.drawn += int(value["frames"])
        self.drawing += sum(float(clip["seconds"]) for clip in value["clips"] if not clip["reused"])

    def _job(self, what: str, task: str, payload: dict[str, Any], rank: int) -> Job:
        self.rounds += 1
        job = Job(f"{self.plan.id}/{what}-{self.rounds}", task, payload, 0.0, self.plan.id, rank)
        self.waiting.add(job.id)
        return job

    def _basics(self) -> dict[str, Any]:
        return {"scene": scene_record(self.plan), "mode": self._mode, "cache": str(self._cache)}

    @property
    def _keys(self) -> tuple[BeatKey, ...]:
        assert self.keys is not None
        return self.keys

    @property
    def _mode(self) -> str:
        return self.settings.captions

    @property
    def _cache(self) -> Path:
        return self.settings.cache.absolute()


def located(plan: ScenePlan, problems: Sequence[Problem]) -> list[Problem]:
    """Problems of the author's with their places in the file, which a piece that came without the file cannot know."""
    if all(problem.file for problem in problems) or not any(problem.exit_code == 2 for problem in problems):
        return list(problems)
    from gradanim.beats.check import check_scene

    found = {problem.code: problem for problem in check_scene(plan.spec)}
    return [found.get(problem.code, problem) for problem in problems]
