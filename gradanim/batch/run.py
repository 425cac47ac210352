"""Running plans: what is fresh is left alone, the rest is made by the engine; one broken scene costs only itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from gradanim.batch.clips import Clips
from gradanim.batch.engine import Engine, Last, scene_finished
from gradanim.batch.events import Event, LockWaited
from gradanim.batch.executor import OnEvent, Start, starter
from gradanim.batch.freshness import Checksums, fresh
from gradanim.batch.keybook import KeyBook
from gradanim.batch.locks import Holder, folder_lock
from gradanim.batch.outcome import Outcome, SceneResult
from gradanim.batch.pruning import held
from gradanim.batch.register import Register
from gradanim.batch.scene_keys import scene_key
from gradanim.batch.scene_work import SceneWork
from gradanim.batch.settings import Settings
from gradanim.batch.speeds import Speeds
from gradanim.batch.stopwatch import Stopwatch
from gradanim.batch.work import JobResult
from gradanim.encode import PROFILE_SETTINGS, mend_sets, program_for
from gradanim.encode.files import writing
from gradanim.plan.encoders import encoder_version
from gradanim.plan.scene_plan import ScenePlan
from gradanim.problems import Problem
from gradanim.raster.kernel_cache import is_compiled


class Run:
    """One run in one output folder; `locked` is held around everything else.

    Args:
        plans: the scenes, all of one profile and format.
        settings: how they are made, and where.
        tell: told of everything that happens.
        start: gives those who do the jobs, if not those of the settings.
    """

    def __init__(
        self, plans: Sequence[ScenePlan], settings: Settings, tell: OnEvent, start: Start | None = None
    ) -> None:
        self.plans = plans
        self.settings = settings
        self.tell = tell
        self.start = start or starter(settings)
        self._engine: Engine | None = None
        self._clock = Stopwatch()
        self.results: list[SceneResult] = [SceneResult(plan, Outcome.SKIPPED) for plan in plans]

    @contextmanager
    def locked(self) -> Iterator[Register]:
        """Holds the output folder, which is made where it is missing.

        Raises:
            ProblemError: another build holds it for too long, or there is no right to write (exit code 3).
        """
        out = self.settings.out
        if not out.exists():
            # Nothing is made where nothing can be made.
            self._require_encoder()
        with writing(out):
            out.mkdir(parents=True, exist_ok=True)

        def on_wait(holder: Holder | None) -> None:
            self.tell(LockWaited(str(out), str(holder or "a process that cannot be named")))

        with ExitStack() as stack:
            with self._clock.stopped():
                stack.enter_context(folder_lock(out, self.settings.wait, on_wait=on_wait))
            mend_sets(out)
            register = Register(out, self.settings.cache)
            self.checksums = Checksums(self.settings.cache, out)
            yield register

    def make(self, register: Register, last: Last | None = None) -> dict[str, JobResult]:
        """Makes what is not fresh; `results` tells what became of everything, even where this is interrupted.

        Args:
            register: the lines of the output folder.
            last: asked for more jobs when all scenes are over.

        Returns:
            The results of the jobs that ``last`` gave, by their ids.

        Raises:
            ProblemError: nothing can be made at all: no ffmpeg that has the encoder, no right to write, no workers.
            KeyboardInterrupt, SystemExit: as `Crew.run` raises them.
        """
        works = [self._work(plan, register) for plan in self.plans]
        self.checksums.save()
        for work in works:
            if work.outcome is not None:
                self.tell(scene_finished(work.result))
        self._engine = engine = Engine(works, self.settings, register, self._heed)
        try:
            if all(work.outcome is not None for work in works):
                return engine.run(self.start, last)
            return self._made(last, engine)
        finally:
            self.collect()

    def _made(self, last: Last | None, engine: Engine) -> dict[str, JobResult]:
        """Makes what is not fresh, and notes how long that took."""
        self._require_encoder()
        # The first run of all compiles, which no other does.
        usual = self.settings.dask is not None or is_compiled()
        with held(Clips(self.settings.cache)):
            done = engine.run(self.start, last)
        took = self._clock.took(engine.results)
        if usual and took is not None:
            look = self.plans[0].profile.name, self.plans[0].format.name
            Speeds(self.settings.cache).note(look, took)
        return done

    def _heed(self, event: Event) -> None:
        self._clock.heed(event)
        self.tell(event)

    def collect(self) -> None:
        """Brings `results` up to date while scenes are being made."""
        if self._engine is not None:
            self.results = self._engine.results

    def _work(self, plan: ScenePlan, register: Register) -> SceneWork:
        mode, out = self.settings.captions, self.settings.out
        work = SceneWork(plan, scene_key(plan, mode), self.settings)
        line = register.line(plan.id)
        if not self.settings.force and fresh(plan, mode, out, line, self.checksums):
            work.outcome, work.entry = Outcome.REUSED, line
            return work
        work.keys = KeyBook(self.settings.cache).known(work.key)
        work.known = work.keys is not None
        return work

    def _require_encoder(self) -> None:
        # What is known of the encoder need not be asked again, for which its libraries would have to be loaded.
        if encoder_version() == "none":
            for codec in {PROFILE_SETTINGS[plan.profile.name].codec for plan in self.plans}:
                program_for(codec)


def exit_code(results: Sequence[SceneResult], problems: Sequence[Problem] = ()) -> int:
    """0 where everything was made; else the gravest of what went wrong: environment, spec, render."""
    codes = [p.exit_code for r in results if r.outcome is Outcome.FAILED for p in r.problems]
    return max([*codes, *(problem.exit_code for problem in problems)], default=0)
