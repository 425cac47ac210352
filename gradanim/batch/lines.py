"""Events as lines: sentences for people, JSON for machines."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from gradanim.batch.cluster_events import WorkerAccepted, WorkerLost, WorkerRefused
from gradanim.batch.events import (
    BuildFinished,
    BuildStarted,
    Event,
    JobCancelled,
    JobFinished,
    JobRetried,
    JobStarted,
    LockWaited,
    NurseryLost,
)
from gradanim.batch.hearing import heard
from gradanim.batch.scene_events import SceneFinished

if TYPE_CHECKING:
    from rich.console import Console


class _Quiet:
    """A context manager that has nothing to begin or end."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


class JsonLines(_Quiet):
    """Writes every event as a line of JSON.

    Args:
        stream: where to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __call__(self, event: Event) -> None:
        """Writes an event."""
        with heard(self._stream):
            self._stream.write(event.as_json() + "\n")
            self._stream.flush()


class Lines(_Quiet):
    """Writes a line for every event that a person wants to know of.

    Args:
        console: where to.
    """

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, event: Event) -> None:
        """Writes an event."""
        with heard(self._console.file):
            for line in lines(event):
                self._console.print(line, markup=False)


def lines(event: Event) -> list[str]:
    """What an event says to a person."""
    match event:
        case BuildStarted():
            pieces = "1 piece" if event.jobs == 1 else f"{event.jobs} pieces, {event.workers} at once"
            return [f"drawing {event.frames} frames in {pieces}"] if event.jobs else []
        case JobStarted(attempt=1) if event.weight:
            return [f"{event.label}: rendering {event.weight:g} frames"]
        case JobFinished(status="done") if event.weight:
            speed = event.weight / event.seconds if event.seconds > 0 else 0.0
            return [
                f"{event.label}: done, {event.weight:g} frames in {event.seconds:.1f} s ({speed:.0f} a second)"
            ]
        case SceneFinished():
            return scene_lines(event)
        case WorkerAccepted():
            return [f"the worker {event.worker} joins, {event.threads} at once"]
    return mishap(event)


def scene_lines(event: SceneFinished) -> list[str]:
    """What became of a scene, in a line; nothing where its pieces have said already why it failed."""
    if event.outcome == "failed":
        return [f"{event.scene}: failed", f"  {event.cause}"] if event.cause else []
    if event.outcome == "skipped":
        return [f"{event.scene}: skipped; run the same command again to finish it"]
    said = f"{event.scene}: {event.outcome}, {event.frames} frames"
    if event.drawn:
        said += (
            f" in {event.seconds:.1f} s ({event.drawn / event.seconds:.0f} a second)" if event.seconds else ""
        )
    if event.drawn and event.found:
        said += f", {event.found} of {event.clips} clips from the cache"
    return [said]


def mishap(event: Event) -> list[str]:
    """What an event says that was not planned; nothing where all is well."""
    match event:
        case JobRetried():
            return [f"{event.label}: {event.problem}; trying again"]
        case JobFinished() if event.status != "done":
            return [f"{event.label}: failed", *(f"  {problem}" for problem in event.problems)]
        case JobCancelled(begun=True):
            return [f"{event.label}: stopped"]
        case LockWaited():
            return [f"waiting for another gradanim at work in {event.folder}: {event.holder}"]
        case NurseryLost():
            return ["the process that starts workers has ended; starting another one"]
        case BuildFinished() if event.counts.get("skipped"):
            counts = ", ".join(f"{count} {name}" for name, count in event.counts.items())
            return [f"stopped after {event.seconds:.1f} s: {counts}"]
        case WorkerRefused():
            return [str(event.problem)]
        case WorkerLost():
            return [f"the worker {event.worker} has left; others make what it had"]
    return []
