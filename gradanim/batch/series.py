"""A whole series: its scenes, then the series film with a chapter for each, then the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from gradanim.batch.built import Built
from gradanim.batch.executor import OnEvent, Start
from gradanim.batch.outcome import Outcome
from gradanim.batch.register import Register
from gradanim.batch.run import Run
from gradanim.batch.settings import Settings
from gradanim.batch.work import Job, JobResult
from gradanim.plan.scene_plan import plan_scene
from gradanim.problems import Problem, ProblemError
from gradanim.publish import FileEntry, Manifest, SceneEntry, scene_record
from gradanim.spec import Loaded, load_any

_JOIN = "gradanim.batch.tasks:join"


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
        self._id = loaded.series.id
        self.built = Built(self._id, broken={item.spec: item.problems for item in loaded.broken})
        self._title = loaded.series.title
        self._settings = settings
        self._run = Run([plan_scene(scene, *look) for scene in loaded.scenes], settings, tell, start)
        self.built.results = self._run.results

    def locked(self) -> AbstractContextManager[Register]:
        """Holds the output folder, as `Run.locked`."""
        return self._run.locked()

    def build(self, register: Register) -> Built:
        """Builds it; a broken spec costs its own scene and the series film, nothing else.

        Args:
            register: the lines of the output folder, whose lock is held.

        Raises:
            ProblemError: nothing can be made at all.
            KeyboardInterrupt, SystemExit: somebody ended it; `built` tells what is done.
        """
        try:
            done = self._run.make(register, lambda: self._joining(register))
        except BaseException:
            self.built.results = self._run.results
            register.settle()
            raise
        self.built.results = self._run.results
        register.publish(self._manifest(register, done))
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
        register.withdraw_film(self._id)
        payload = {
            "out": str(self._settings.out.absolute()),
            "series": self._id,
            "title": self._title,
            "scenes": [scene_record(entry) for entry in entries],
        }
        return [Job("series film", _JOIN, payload, 0.0, self._id)]

    def _standing(self, register: Register) -> Mapping[str, FileEntry]:
        """The files of the series film, where they stand as they would be made."""
        files = register.film(self._id, self._entries, self._title)
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
        return Manifest(self._id, self._entries, files, self._title)


def _loaded(path: Path, *, fail_fast: bool) -> Loaded:
    loaded = load_any(path)
    if loaded.series is None:
        raise ProblemError(Problem("film_not_series", {"found": str(path)}, file=str(path)))
    if not loaded.scenes or (fail_fast and loaded.broken):
        raise ProblemError(loaded.problems)
    return loaded
