"""What a build comes to, of a series or of single scenes."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from gradanim.batch.executor import OnEvent
from gradanim.batch.outcome import Outcome, SceneResult
from gradanim.batch.scene_events import SceneFinished
from gradanim.problems import Problem

# Why specs cannot be read, by their paths.
Broken = Mapping[str, tuple[Problem, ...]]


class Built(Struct):
    """What a build comes to: a series, or single scenes.

    Attributes:
        series: the id of the series, None for single scenes.
        results: what became of each scene that could be planned.
        broken: by path, why a spec could not be.
        problems: what was wrong with the series film.
        film: what became of it, None where none was wanted.
        began: when it began, on the monotonic clock.
        seconds: how long it took.
    """

    series: str | None
    results: Sequence[SceneResult] = ()
    broken: Broken = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    film: Outcome | None = Outcome.SKIPPED
    began: float = field(default_factory=time.monotonic)
    seconds: float = 0.0

    @property
    def whole(self) -> bool:
        """Whether everything is there."""
        made = all(result.entry is not None for result in self.results)
        return made and not self.broken and not self.problems and self.film is not Outcome.SKIPPED

    @property
    def all_problems(self) -> list[Problem]:
        """What was wrong with specs, scenes and the series film, each once."""
        failed = [result.problems for result in self.results if result.outcome is Outcome.FAILED]
        every = [p for problems in (*self.broken.values(), *failed, self.problems) for p in problems]
        return list({(str(problem), problem.where): problem for problem in every}.values())

    @property
    def counts(self) -> dict[str, int]:
        """How many scenes have which outcome; outcomes that no scene has are left out."""
        found = {outcome.value: sum(r.outcome is outcome for r in self.results) for outcome in Outcome}
        found[Outcome.FAILED.value] += len(self.broken)
        return {name: count for name, count in found.items() if count}

    def took(self) -> float:
        """Notes that it is over now, or almost, and returns how long it took."""
        self.seconds = time.monotonic() - self.began
        return self.seconds

    @property
    def drawn(self) -> int:
        """How many frames were drawn."""
        return sum(result.effort.drawn for result in self.results)


def summary(built: Built) -> str:
    """One line that counts the outcomes."""
    return ", ".join(f"{count} {name}" for name, count in built.counts.items())


def tell_broken(built: Built, tell: OnEvent) -> None:
    """Tells of specs that cannot be read, before anything is made."""
    for spec, problems in built.broken.items():
        tell(
            SceneFinished(
                scene=spec, outcome=Outcome.FAILED.value, problems=problems, cause=next(iter(problems), None)
            )
        )
