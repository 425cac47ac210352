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
from functools import partial
from pathlib import Path
from typing import Any

import distributed

from gradanim.batch.cluster_parcel import pack
from gradanim.batch.cluster_shelf import Shelf
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
            seconds lie between two reports; ``cache``: the one that the clips are for where it is
            on this machine, else None.

    Returns:
        ``status``, ``value``, ``seconds``, ``peak_mb`` and ``log`` as in `JobResult`; ``problems`` as records;
        ``clips`` as `pack` makes them; none where they are in the cache already that they are for.
    """
    worker = distributed.get_worker()
    if "cache" not in order["payload"] or order["cache"] is not None:
        return _told(_made(worker, order, order["cache"]))
    shelf = station(worker).shelf
    with shelf.in_use():
        result = _made(worker, order, str(shelf.clips.cache))
        packed = pack(shelf.clips, _finished(shelf, result, order["payload"]))
        shelf.hand_out(order["run"], packed)
    return {**_told(result), "clips": packed}


def _made(worker: distributed.Worker, order: dict[str, Any], cache: str | None) -> JobResult:
    payload = dict(order["payload"])
    if "cache" in payload and cache is not None:
        payload["cache"] = cache
    if "threads" in payload:
        # What else this machine does is known to the one who started its workers.
        payload["threads"] = 1
    wanted = _asker(worker, order["token"])
    return station(worker).do({**order, "payload": payload}, _teller(worker, order), wanted)


def _finished(shelf: Shelf, result: JobResult, payload: dict[str, Any]) -> list[str]:
    """The keys of the clips of a piece; of one that was stopped or has failed, what was finished until then."""
    if result.status != "done":
        return shelf.of(payload)
    told = (result.value or {}).get("clips")
    return [item["key"] for item in told] if isinstance(told, list) else []


def _told(result: JobResult) -> dict[str, Any]:
    return {
        "status": result.status,
        "value": result.value,
        "problems": [problem_record(problem) for problem in result.problems],
        "seconds": result.seconds,
        "peak_mb": result.peak_mb,
        "log": result.log,
        "clips": {},
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
    found: Station | None = vars(worker).get("gradanim_station")
    if found is None:
        # Pieces come in threads: the first to be there is the one for all.
        made = Station(Path(worker.local_directory, "gradanim-clips"))
        found = vars(worker).setdefault("gradanim_station", made)
    return found


def end_run(run: str, over: bool, dask_worker: distributed.Worker) -> None:
    """Ends what a worker does for a run, and where it is over what it keeps for it; Dask calls it on the worker."""
    station(dask_worker).end(run, over)


def dask_setup(_worker: distributed.Worker) -> None:
    """Called by Dask in a worker of a cluster on this machine: Ctrl-C is for the one who started it."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)


class Station:
    """The warm processes of one Dask worker, one for every piece that it makes at once, and the clips that it keeps.

    Args:
        folder: for the clips.

    Attributes:
        shelf: the clips.
    """

    def __init__(self, folder: Path) -> None:
        self.shelf = Shelf(folder)
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

    def end(self, run: str, over: bool) -> None:
        """Stops the jobs of a run and ends its processes; takes its clips away where it is over."""
        with self._lock:
            for seat in self._taken:
                if seat.run == run:
                    seat.ended = True
                    seat.crew.stop()
            idle = [seat for seat in self._free if seat.run == run]
            self._free = [seat for seat in self._free if seat.run != run]
        leftovers = [seat.crew.close for seat in idle] + ([partial(self.shelf.clear, run)] if over else [])
        for tidy in leftovers:
            # Not here: this is the thread in which the worker talks to the scheduler.
            threading.Thread(target=tidy, name="gradanim-end").start()

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
