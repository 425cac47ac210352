"""A whole series: its scenes, then the series film with a chapter for each, then the manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gradanim.batch.executor import OnEvent, Start
from gradanim.batch.outcome import Outcome, SceneResult
from gradanim.batch.register import Register
from gradanim.batch.run import Run
from gradanim.batch.scene_events import SceneFinished
from gradanim.batch.settings import Settings
from gradanim.batch.work import Job, JobResult
from gradanim.plan.scene_plan import plan_scene
from gradanim.problems import Problem, ProblemError
from gradanim.publish import FileEntry, Manifest, SceneEntry, scene_record
from gradanim.spec import Loaded, load_any

_JOIN = "gradanim.batch.tasks:join"


@dataclass
class Built:
    """A series after a build.

    Attributes:
        series: its id.
        results: what became of each scene that could be planned.
        broken: by path, why a spec could not be.
        problems: what was wrong with the series film.
        film: what became of it.
    """

    series: str
    results: Sequence[SceneResult] = ()
    broken: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    film: Outcome = Outcome.SKIPPED

    @property
    def whole(self) -> bool:
        """Whether everything is there."""
        made = all(result.entry is not None for result in self.results)
        return made and not self.broken and not self.problems and self.film is not Outcome.SKIPPED

    @property
    def all_problems(self) -> list[Problem]:
        """What was wrong with specs and with the series film, each once."""
        told = {(str(p), p.where): p for problems in self.broken.values() for p in problems}
        return [*told.values(), *self.problems]


class Series:
    """A series that is built, once.

    Args:
        path: the series file.
        settings: how it is made, and where.
        look: names of profile and format.
        tell: told of everything that happens.
        start: gives those who do the jobs, if not those of the settings.

    Raises:
        ProblemError: the series file or every one of its specs is broken.
    """

    def __init__(
        self,
        path: Path,
        settings: Settings,
        look: tuple[str, str],
        tell: OnEvent,
        start: Start | None = None,
    ) -> None:
        loaded = _loaded(path, fail_fast=settings.fail_fast)
        assert loaded.series is not None
        self.built = Built(loaded.series.id, broken={item.spec: item.problems for item in loaded.broken})
        self._title = loaded.series.title
        self._settings = settings
        self._tell = tell
        self._run = Run([plan_scene(scene, *look) for scene in loaded.scenes], settings, tell, start)
        self.built.results = self._run.results

    def build(self) -> Built:
        """Builds it; a broken spec costs its own scene and the series film, nothing else.

        Raises:
            ProblemError: nothing can be made at all.
            KeyboardInterrupt, SystemExit: somebody ended it; `built` tells what is done.
        """
        for spec, problems in self.built.broken.items():
            self._tell(SceneFinished(scene=spec, outcome=Outcome.FAILED.value, problems=problems))
        with self._run.locked() as register:
            try:
                done = self._run.make(register, lambda: self._joining(register))
            except BaseException:
                self.built.results = self._run.results
                register.settle()
                raise
            self.built.results = self._run.results
            register.write(self._manifest(register, done))
            self._run.checksums.save()
        return self.built

    @property
    def _entries(self) -> tuple[SceneEntry, ...]:
        return tuple(result.entry for result in self._run.results if result.entry is not None)

    def _joining(self, register: Register) -> list[Job]:
        """The job that makes the series film, where all scenes are there and it is not made of just these already."""
        self._run.collect()
        entries = self._entries
        if self.built.broken or len(entries) < len(self._run.plans) or self._standing(register):
            return []
        register.withdraw_film()
        payload = {
            "out": str(self._settings.out.absolute()),
            "series": self.built.series,
            "title": self._title,
            "scenes": [scene_record(entry) for entry in entries],
        }
        return [Job("series film", _JOIN, payload, 0.0, self.built.series)]

    def _standing(self, register: Register) -> Mapping[str, FileEntry]:
        """The files of the series film, where they stand as they would be made."""
        files = register.film(self.built.series, self._entries, self._title)
        holds, out = self._run.checksums.holds, self._settings.out
        return files if files and all(holds(out / file.path, file) for file in files.values()) else {}

    def _manifest(self, register: Register, done: Mapping[str, JobResult]) -> Manifest:
        files: Mapping[str, FileEntry] = {}
        if done:
            (joined,) = done.values()
            if joined.status == "done" and joined.value is not None:
                files = {role: FileEntry(**file) for role, file in joined.value["files"].items()}
                self.built.film = Outcome.RENDERED
            else:
                self.built.problems = joined.problems
                self.built.film = Outcome.FAILED
        elif not self.built.broken and len(self._entries) == len(self._run.plans):
            files = self._standing(register)
            self.built.film = Outcome.REUSED if files else Outcome.SKIPPED
        return Manifest(self.built.series, self._entries, files, self._title)


def _loaded(path: Path, *, fail_fast: bool) -> Loaded:
    loaded = load_any(path)
    if loaded.series is None:
        raise ProblemError(Problem("film_not_series", {"found": str(path)}, file=str(path)))
    if not loaded.scenes or (fail_fast and loaded.broken):
        raise ProblemError(loaded.problems)
    return loaded


def counts(results: Sequence[SceneResult], broken: int = 0) -> dict[str, int]:
    """How many scenes have which outcome; outcomes that no scene has are left out."""
    found = {outcome.value: sum(r.outcome is outcome for r in results) for outcome in Outcome}
    found[Outcome.FAILED.value] += broken
    return {name: count for name, count in found.items() if count}


def summary(results: Sequence[SceneResult], broken: int = 0) -> str:
    """One line that counts the outcomes."""
    return ", ".join(f"{count} {name}" for name, count in counts(results, broken).items())
