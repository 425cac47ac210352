"""Measures what a piece costs besides its frames on a Dask cluster: pieces that do nothing, at 1, 2 and 4 workers."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from benchmarks.figures import columns
from gradanim.batch.cluster import run_jobs_on_dask
from gradanim.batch.events import Event
from gradanim.batch.work import Job, Limits

WORKERS = (1, 2, 4)
HEAD = ("workers", "pieces", "KB each", "pieces a second", "scheduler ms", "client ms", "worker ms")
_PATIENCE = 60.0


@dataclass(frozen=True)
class Score:
    """What pieces cost with so many workers.

    Attributes:
        workers: how many.
        pieces: how many pieces.
        kilobytes: size of each answer, in 10^3 bytes.
        wall: seconds on the clock.
        scheduler: seconds of the scheduler's processor time.
        client: the same of the process that asks.
        worker: the same of all workers and the processes that they start.
    """

    workers: int
    pieces: int
    kilobytes: float
    wall: float
    scheduler: float
    client: float
    worker: float

    def row(self) -> tuple[str, ...]:
        """The row of the table; processor time is that of one piece."""
        each = (
            f"{1000 * seconds / self.pieces:.2f}" for seconds in (self.scheduler, self.client, self.worker)
        )
        speed = f"{self.pieces / self.wall:.0f}"
        return str(self.workers), str(self.pieces), f"{self.kilobytes:g}", speed, *each


def trivial(payload: dict[str, Any], report: Callable[[int], None]) -> dict[str, Any]:
    """A piece that draws nothing and answers so many bytes."""
    report(1)
    return {"answer": "x" * payload["bytes"]}


def processor(pids: Sequence[int]) -> float:
    """Processor time that processes, and their children that have ended, have used so far, in seconds."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0
    for pid in pids:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += sum(int(word) for word in words[11:15])
    return total / ticks


def family(pids: Sequence[int]) -> list[int]:
    """Processes and all that they have started."""
    parents: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        parents.setdefault(parent, []).append(int(place.name))
    found = list(pids)
    for pid in found:
        found += parents.get(pid, [])
    return found


@contextmanager
def cluster(workers: int) -> Iterator[tuple[str, int, list[int]]]:
    """A scheduler and workers as processes: its address and the ids of all."""
    with tempfile.TemporaryDirectory(prefix="gradanim-bench-") as folder:
        file = Path(folder) / "scheduler.json"
        started: list[subprocess.Popen[bytes]] = []

        def start(what: str, *options: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *options, "--no-dashboard"]
            quiet = subprocess.DEVNULL
            started.append(subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet))
            return started[-1]

        try:
            head = start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
            address = _address(file)
            options = ("--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--memory-limit", "0")
            made = [start("worker", address, *options).pid for _ in range(workers)]
            yield address, head.pid, made
        finally:
            for process in reversed(started):
                process.kill()
                process.wait()


def _address(file: Path) -> str:
    deadline = time.monotonic() + _PATIENCE
    while not (file.exists() and file.read_text()):
        if time.monotonic() > deadline:
            raise click.ClickException("Dask's scheduler does not start")
        time.sleep(0.05)
    return str(json.loads(file.read_text())["address"])


class Meter:
    """Reads the clocks when the pieces begin that count, and when the last one is over.

    Args:
        head: the scheduler's process.
        workers: theirs.
        skipped: how many pieces do not count: with them everything is imported.
        pieces: how many count.
    """

    def __init__(self, head: int, workers: list[int], skipped: int, pieces: int) -> None:
        self._head, self._workers = head, workers
        self._stops = (skipped, skipped + pieces)
        self._over = 0
        self._read: list[tuple[float, ...]] = []

    def __call__(self, event: Event) -> None:
        """Heeds an event; reads while all processes live, because what they have used is lost with them."""
        if event.name == "job_finished":
            self._over += 1
            if self._over in self._stops:
                self._read.append(self._clocks())

    def _clocks(self) -> tuple[float, ...]:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        mine = usage.ru_utime + usage.ru_stime
        return time.monotonic(), processor([self._head]), mine, processor(family(self._workers))

    @property
    def between(self) -> tuple[float, ...]:
        """Seconds on the clock, and of processor time of scheduler, client and workers."""
        first, last = self._read
        return tuple(b - a for a, b in zip(first, last, strict=True))


def score(workers: int, pieces: int, size: int) -> Score:
    """Runs pieces on a new cluster."""
    skipped = 4 * workers
    jobs = [
        Job(f"{n}", "benchmarks.cluster:trivial", {"bytes": size}, 1, f"piece {n}")
        for n in range(skipped + pieces)
    ]
    with cluster(workers) as (address, head, made), tempfile.TemporaryDirectory() as cache:
        meter = Meter(head, made, skipped, pieces)
        results = run_jobs_on_dask(jobs, Limits(workers, 60), meter, address, Path(cache))
    failed = next((result for result in results if result.status != "done"), None)
    if failed is not None:
        raise click.ClickException(f"{failed.problem}")
    wall, scheduler, client, worker = meter.between
    return Score(workers, pieces, size / 1000, wall, scheduler, client, worker)


@click.command("dask")
@click.option(
    "--pieces", type=click.IntRange(10), default=400, show_default=True, help="For each worker count."
)
@click.option(
    "--kilobytes", type=click.IntRange(0), multiple=True, default=(0, 1000), help="Size of an answer."
)
def command(pieces: int, kilobytes: tuple[int, ...]) -> None:
    """Run pieces that draw nothing on a Dask cluster of this machine."""
    scores = []
    for size in kilobytes:
        for workers in WORKERS:
            scores.append(score(workers, pieces, 1000 * size))
            click.echo("  ".join(scores[-1].row()), err=True)
    click.echo("\n".join(columns([HEAD, *(one.row() for one in scores)])))
