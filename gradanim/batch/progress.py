"""Progress of a run: bars on a terminal, a line per event elsewhere, JSON for machines."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from gradanim.batch.cluster_events import WorkerAccepted, WorkerLost
from gradanim.batch.events import (
    BuildStarted,
    Event,
    JobCancelled,
    JobFinished,
    JobProgressed,
    JobQueued,
    JobRetried,
    JobStarted,
)
from gradanim.batch.hearing import heard
from gradanim.batch.lines import JsonLines, Lines, mishap, scene_lines
from gradanim.batch.pace import Pace, spoken
from gradanim.batch.scene_events import SceneFinished


class Listener(AbstractContextManager["Listener"], Protocol):
    """Somebody who is told of every event; a context manager."""

    def __call__(self, event: Event) -> None:
        """Takes an event."""


def listener(
    *, as_json: bool = False, speed: float | None = None, console: Console | None = None
) -> Listener:
    """The one who tells of a build: JSON on stdout, else bars or lines on stderr.

    Args:
        as_json: one line of JSON for every event.
        speed: frames a second as earlier runs had it, for the time that is left.
        console: where bars and lines go instead of stderr.
    """
    if as_json:
        return JsonLines(sys.stdout)
    console = console or _Told(stderr=True, highlight=False, soft_wrap=True)
    return Bars(console, Pace(speed)) if console.is_terminal else Lines(console)


class _Told(Console):
    """A console that does not end the process where its reader has gone."""

    def on_broken_pipe(self) -> None:
        """Says so to those who print."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


class Bars:
    """Draws a bar for the series and one for every piece that is being made.

    Args:
        console: a terminal.
        pace: how fast it was so far.
    """

    def __init__(self, console: Console, pace: Pace) -> None:
        self._console = console
        self._pace = pace
        self._planned = self._queued = 0.0
        self._tasks: dict[str, TaskID] = {}
        self._workers: set[str] = set()
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("frames {task.fields[left]}"),
            console=console,
        )
        self._series = self._bars.add_task("series", total=None, left="")

    def __rich__(self) -> RenderableType:
        """The bars as they stand."""
        return self._bars.get_renderable()

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def __call__(self, event: Event) -> None:
        """Draws an event."""
        match event:
            case BuildStarted():
                self._planned = event.frames
            case JobQueued():
                self._queued += event.weight
            case JobStarted() if event.weight:
                self._pace.begin(event.job)
                label = escape(f"  {event.label}")
                self._tasks[event.job] = self._bars.add_task(label, total=event.weight, left="")
            case JobProgressed() if event.job in self._tasks:
                self._pace.progress(event.job, event.frames)
                self._bars.update(self._tasks[event.job], completed=event.frames)
            case JobRetried():
                self._pace.drop(event.job)
                self._remove(event.job)
            case JobFinished():
                self._pace.settle(event.job, event.weight, made=event.status == "done")
                self._remove(event.job)
            case JobCancelled():
                self._remove(event.job)
            case WorkerAccepted() | WorkerLost():
                self._count(event)
        with heard(self._console.file):
            for line in scene_lines(event) if isinstance(event, SceneFinished) else mishap(event):
                self._console.print(line, markup=False)
        self._pace.total = max(self._planned, self._queued)
        left = spoken(self._pace.left())
        self._bars.update(self._series, total=self._pace.total, completed=self._pace.done, left=left)

    def _count(self, event: WorkerAccepted | WorkerLost) -> None:
        """Says behind the name of the series how many workers a cluster has."""
        (self._workers.add if isinstance(event, WorkerAccepted) else self._workers.discard)(event.worker)
        workers = "1 worker" if len(self._workers) == 1 else f"{len(self._workers)} workers"
        self._bars.update(self._series, description=f"series, {workers}")

    def _remove(self, job: str) -> None:
        if job in self._tasks:
            self._bars.remove_task(self._tasks.pop(job))
