"""Runs a command and tells how long it took and how much memory it and its children had."""

from __future__ import annotations

import os
import re
import resource
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import click

# Seconds between two looks at the memory; a process keeps its own high-water mark between them.
LOOK = 0.05
PROC = Path("/proc")


@dataclass(frozen=True)
class Cost:
    """What a command cost.

    Attributes:
        wall: seconds on the clock, from before its start to after its end.
        processor: seconds of processor time, with its children's; other work on the machine changes them little.
        own_mb: the process's own peak of resident memory, in 10^6 bytes; 0 where there is no /proc.
        tree_mb: the largest sum over the process and its children alive at one time, of each one's peak so far.
    """

    wall: float
    processor: float
    own_mb: float
    tree_mb: float


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of every time, and the highest of every peak."""
    return Cost(
        wall=statistics.median(cost.wall for cost in costs),
        processor=statistics.median(cost.processor for cost in costs),
        own_mb=max(cost.own_mb for cost in costs),
        tree_mb=max(cost.tree_mb for cost in costs),
    )


def run(
    command: Sequence[str | Path], folder: Path, stdin: IO[bytes] | None = None, **variables: str
) -> Cost:
    """Runs a command to its end; its output goes to a file in ``folder``, where it also runs.

    Args:
        command: program and arguments.
        folder: its working folder.
        stdin: what it reads; nothing if absent.
        variables: of its environment, added to ours.

    Raises:
        click.ClickException: it failed; the end of its output is told.
    """
    log = folder / "log"
    environment = {**os.environ, **variables}
    with log.open("wb") as said:
        began, used = time.perf_counter(), _processor_seconds()
        process = subprocess.Popen(
            command, cwd=folder, stdin=stdin or subprocess.DEVNULL, stdout=said, stderr=said, env=environment
        )
        watcher = _Watcher(process.pid)
        try:
            status = process.wait()
            wall = time.perf_counter() - began
        finally:
            watcher.stop()
            process.kill()
    if status != 0:
        end = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise click.ClickException(f"{' '.join(map(str, command))} ended with {status}:\n{end}")
    return Cost(wall, _processor_seconds() - used, watcher.own, watcher.tree)


def _processor_seconds() -> float:
    """Processor time of all children that have ended so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class _Watcher:
    """Looks at the memory of a process and its children from a thread of its own."""

    def __init__(self, pid: int) -> None:
        self.own = self.tree = 0.0
        self._pid = pid
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Looks no more."""
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._end.wait(LOOK):
            own = peak_mb(self._pid)
            self.own = max(self.own, own)
            self.tree = max(self.tree, own + sum(peak_mb(child) for child in children(self._pid)))


def peak_mb(pid: int) -> float:
    """The high-water mark of a process's resident memory, in 10^6 bytes; 0 where it has ended."""
    try:
        status = (PROC / str(pid) / "status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found.group(1)) * 1024 / 1e6 if found else 0.0


def children(pid: int) -> Iterator[int]:
    """All processes below one."""
    try:
        lists = [path.read_text() for path in (PROC / str(pid) / "task").glob("*/children")]
    except OSError:
        return
    for child in (int(word) for text in lists for word in text.split()):
        yield child
        yield from children(child)
