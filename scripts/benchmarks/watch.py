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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import click

# Seconds between two looks at the memory. The kernel walks through all pages of a process for a look, and the process
# waits: they make a run of eight processes up to a quarter longer, so a run is either timed or watched.
LOOK = 0.1
PROC = Path("/proc")


@dataclass(frozen=True)
class Cost:
    """What a command cost.

    Attributes:
        wall: seconds on the clock, from before its start to after its end.
        processor: seconds of processor time, with its children's; other work on the machine changes them little.
        own_mb: the process's own peak of resident memory, in 10^6 bytes; 0 where there is no /proc.
        tree_mb: peak of the memory of the process and all that it started, what they share counted once.
        program_mb: the same, of those among them alone that run the same program.
    """

    wall: float
    processor: float
    own_mb: float
    tree_mb: float
    program_mb: float = 0.0

    def with_memory_of(self, other: Cost) -> Cost:
        """These times with the memory of another run of the same command."""
        return replace(self, own_mb=other.own_mb, tree_mb=other.tree_mb, program_mb=other.program_mb)


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of every time, and the highest of every peak."""
    return Cost(
        wall=statistics.median(cost.wall for cost in costs),
        processor=statistics.median(cost.processor for cost in costs),
        own_mb=max(cost.own_mb for cost in costs),
        tree_mb=max(cost.tree_mb for cost in costs),
        program_mb=max(cost.program_mb for cost in costs),
    )


def run(
    command: Sequence[str | Path],
    folder: Path,
    stdin: IO[bytes] | None = None,
    *,
    watched: bool = False,
    **variables: str,
) -> Cost:
    """Runs a command to its end; its output goes to a file in ``folder``, where it also runs.

    Args:
        command: program and arguments.
        folder: its working folder.
        stdin: what it reads; nothing if absent.
        watched: whether its memory is looked at, which takes time of its own; else the figures of memory are 0.
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
        watcher = _Watcher(process.pid) if watched else None
        try:
            status = process.wait()
            wall = time.perf_counter() - began
        finally:
            if watcher is not None:
                watcher.stop()
            process.kill()
    if status != 0:
        end = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise click.ClickException(f"{' '.join(map(str, command))} ended with {status}:\n{end}")
    peaks = (watcher.own, watcher.tree, watcher.program) if watcher is not None else (0.0, 0.0, 0.0)
    return Cost(wall, _processor_seconds() - used, *peaks)


def _processor_seconds() -> float:
    """Processor time of all children that have ended so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class _Watcher:
    """Looks at the memory of a process and its children from a thread of its own."""

    def __init__(self, pid: int) -> None:
        self.own = self.tree = self.program = 0.0
        self._pid = pid
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Looks no more."""
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        ours = program_of(self._pid)
        while not self._end.wait(LOOK):
            shares = {pid: in_mb(pid, "smaps_rollup", "Pss") for pid in (self._pid, *children(self._pid))}
            same = {share for pid, share in shares.items() if program_of(pid) == ours}
            self.own = max(self.own, in_mb(self._pid, "status", "VmHWM"))
            # A process that is about to become another program has the very memory of its parent: counted once.
            self.tree = max(self.tree, sum(set(shares.values())))
            self.program = max(self.program, sum(same))


def in_mb(pid: int, table: str, line: str) -> float:
    """A figure of a process's memory, in 10^6 bytes; 0 where it has ended.

    Args:
        pid: the process.
        table: file of its /proc folder.
        line: which: ``VmHWM`` of ``status`` is its peak so far; ``Pss`` of ``smaps_rollup`` is its share of what it
            uses now: a page that several processes use counts for each by its part, so that sums are true.
    """
    try:
        text = (PROC / str(pid) / table).read_text()
    except OSError:
        return 0.0
    found = re.search(rf"^{line}:\s+(\d+) kB", text, re.MULTILINE)
    return int(found.group(1)) * 1024 / 1e6 if found else 0.0


def program_of(pid: int) -> str:
    """The file of a process's program; empty where it has ended."""
    try:
        return str((PROC / str(pid) / "exe").readlink())
    except OSError:
        return ""


def children(pid: int) -> Iterator[int]:
    """All processes below one."""
    try:
        lists = [path.read_text() for path in (PROC / str(pid) / "task").glob("*/children")]
    except OSError:
        return
    for child in (int(word) for text in lists for word in text.split()):
        yield child
        yield from children(child)
