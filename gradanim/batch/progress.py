"""Progress of a run: bars on a terminal, a line per event elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from gradanim.batch.make import Advance
from gradanim.batch.outcome import Outcome, SceneResult
from gradanim.plan.scene_plan import ScenePlan


class Reporter:
    """Tells a person how a run goes; a context manager that holds the bars."""

    def __init__(self, plans: Sequence[ScenePlan]) -> None:
        self.console = Console(stderr=True, highlight=False, soft_wrap=True)
        self.bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("frames"),
            TimeRemainingColumn(),
            console=self.console,
            disable=not self.console.is_terminal,
        )
        self.many = len(plans) > 1
        self.total = sum(plan.frames for plan in plans)
        self.series: TaskID | None = None

    def __enter__(self) -> Self:
        self.bars.start()
        if self.many:
            self.series = self.bars.add_task("series", total=self.total)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bars.stop()

    @contextmanager
    def scene(self, plan: ScenePlan) -> Iterator[Advance]:
        """The bar of one scene while it is rendered."""
        if not self.console.is_terminal:
            self.console.print(f"{plan.id}: rendering {plan.frames} frames", markup=False)
        task = self.bars.add_task(plan.id, total=plan.frames)

        def advance(frames: int) -> None:
            self.bars.advance(task, frames)
            if self.series is not None:
                self.bars.advance(self.series, frames)

        yield advance
        self.bars.remove_task(task)

    def done(self, result: SceneResult) -> None:
        """One line for a finished scene, its problems below it."""
        plan = result.plan
        if result.outcome is Outcome.FAILED:
            self.console.print(f"{plan.id}: failed", markup=False, style="bold red")
            for problem in result.problems:
                self.console.print(f"  {problem}", markup=False)
            return
        speed = plan.frames / result.seconds if result.seconds > 0 else 0.0
        took = f"{plan.frames} frames in {result.seconds:.1f} s ({speed:.0f} a second)"
        self.console.print(f"{plan.id}: {result.outcome.value}, {took}", markup=False)
