"""What a Dask worker does: it hands a piece to a process of its own, watched as on one machine, and sends the clips.

The worker itself neither draws nor imports what draws. So a piece that hangs, runs out of memory or dies costs a
process and not the worker, and time and memory are limited as they are without a cluster.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import distributed

from gradanim.batch.clips import Clips
from gradanim.batch.cluster_parcel import pack
from gradanim.batch.events import Event, JobProgressed, JobStarted
from gradanim.batch.work import Job, JobResult, Limits, problem_record
from gradanim.batch.workers import Crew

# Under which workers tell the client of frames; one for all runs, because a scheduler never forgets a topic.
TOPIC = "gradanim"
# A warm process that nobody has used for so long is ended: the one who asked may have died.
_IDLE = 120.0

Tell = Callable[[dict[str, Any]], None]
Wanted = Callable[[], bool]


def do_piece(order: dict[str, Any]) -> dict[str, Any]:
    """Does one job on this worker and returns what became of it, with the files of its clips.

    Args:
        order: ``run`` (whose it is), ``token`` (its name), ``task``, ``payload``, ``weight`` and ``label`` of the job,
            ``seconds``, ``memory_mb`` and ``grace`` as in `Limits`, ``warm`` as for `run_jobs`, and ``every``: how many
            seconds lie between two reports.

    Returns:
        ``status``, ``value``, ``seconds``, ``peak_mb`` and ``log`` as in `JobResult`; ``problems`` as records;
        ``clips`` as `pack` makes them.
    """
    worker = distributed.get_worker()
    with TemporaryDirectory(
        prefix="gradanim-", dir=worker.local_directory, ignore_cleanup_errors=True
    ) as folder:
        payload = dict(order["payload"])
        if "cache" in payload:
            payload["cache"] = folder
        if "threads" in payload:
            # What else this machine does is known to the one who started its workers.
            payload["threads"] = 1
        wanted = _asker(worker, order["token"])
        result = station(worker).do({**order, "payload": payload}, _teller(worker, order), wanted)
        return _answer(result, Path(folder))


def _answer(result: JobResult, folder: Path) -> dict[str, Any]:
    told = (result.value or {}).get("clips")
    # Of a piece that was stopped or has failed, what was finished until then.
    keys = (
        None if result.status != "done" else [item["key"] for item in told] if isinstance(told, list) else []
    )
    return {
        "status": result.status,
        "value": result.value,
        "problems": [problem_record(problem) for problem in result.problems],
        "seconds": result.seconds,
        "peak_mb": result.peak_mb,
        "log": result.log,
        "clips": pack(Clips(folder), keys),
    }


def _teller(worker: distributed.Worker, order: dict[str, Any]) -> Tell:
    about = {"run": order["run"], "token": order["token"], "worker": worker.address}

    def tell(said: dict[str, Any]) -> None:
        worker.log_event(TOPIC, {**about, **said})

    return tell


def _asker(worker: distributed.Worker, token: str) -> Wanted:
    """Tells whether anybody still waits for a piece: nobody does where the build was killed or has given it up."""

    def wanted() -> bool:
        task = worker.state.tasks.get(token)
        return task is not None and task.state != "cancelled"

    return wanted


def station(worker: distributed.Worker) -> Station:
    """The processes of a worker; they belong to it and not to a module."""
    found: Station = vars(worker).setdefault("gradanim_station", Station())
    return found


def end_run(run: str, dask_worker: distributed.Worker) -> None:
    """Ends what a worker does and keeps for a run; Dask calls it on the worker."""
    station(dask_worker).end(run)


def dask_setup(_worker: distributed.Worker) -> None:
    """Called by Dask in a worker of a cluster on this machine: Ctrl-C is for the one who started it."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)


class Station:
    """The warm processes of one Dask worker: one for every piece that it makes at once, kept between pieces."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free: list[_Seat] = []
        self._taken: list[_Seat] = []

    def do(self, order: dict[str, Any], tell: Tell, wanted: Wanted) -> JobResult:
        """Does a job in a process of its own."""
        with self._lock:
            seat = next((seat for seat in self._free if seat.run == order["run"]), None) or _Seat(order)
            self._free = [other for other in self._free if other is not seat]
            self._taken.append(seat)
        try:
            return seat.do(order, tell, wanted)
        except BaseException:
            seat.ended = True
            raise
        finally:
            with self._lock:
                self._taken.remove(seat)
                if not seat.ended:
                    self._free.append(seat)
            self._sweep_later()

    def end(self, run: str) -> None:
        """Stops the jobs of a run and ends its processes."""
        with self._lock:
            for seat in self._taken:
                if seat.run == run:
                    seat.ended = True
                    seat.crew.stop()
            idle = [seat for seat in self._free if seat.run == run]
            self._free = [seat for seat in self._free if seat.run != run]
        for seat in idle:
            # Not here: this is the thread in which the worker talks to the scheduler.
            threading.Thread(target=seat.crew.close, name="gradanim-end").start()

    def _sweep_later(self) -> None:
        timer = threading.Timer(_IDLE, self._sweep)
        timer.daemon = True
        timer.start()

    def _sweep(self) -> None:
        with self._lock:
            idle = [seat for seat in self._free if time.monotonic() - seat.used >= _IDLE]
            self._free = [seat for seat in self._free if seat not in idle]
        for seat in idle:
            seat.crew.close()


class _Seat:
    """A crew of one, for the pieces of one run."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.run: str = order["run"]
        self.ended = False
        self.used = time.monotonic()
        self._seconds = 0.0
        self._every: float = order["every"]
        self._told = 0.0
        self._tell: Tell = lambda _said: None
        self._wanted: Wanted = lambda: True
        limits = Limits(
            1, lambda _job: self._seconds, memory_mb=order["memory_mb"], tries=1, grace=order["grace"]
        )
        self.crew = Crew(limits, self._heed, warm=order["warm"])

    def do(self, order: dict[str, Any], tell: Tell, wanted: Wanted) -> JobResult:
        """Does a job; where the run has ended meanwhile, also ends the processes."""
        self._seconds, self._tell, self._told, self._wanted = order["seconds"], tell, 0.0, wanted
        job = Job(order["token"], order["task"], order["payload"], order["weight"], order["label"])
        try:
            (result,) = self.crew.run([job])
            return result
        finally:
            self.used = time.monotonic()
            if self.ended:
                self.crew.close()

    def _heed(self, event: Event) -> None:
        if isinstance(event, JobStarted):
            self._tell({"kind": "started", "pid": event.pid})
            if self.ended:
                self.crew.cancel()
        elif isinstance(event, JobProgressed) and time.monotonic() - self._told >= self._every:
            self._told = time.monotonic()
            self._tell({"kind": "progress", "frames": event.frames})
            if not self._wanted():
                self.crew.cancel()
