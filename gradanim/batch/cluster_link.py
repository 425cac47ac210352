"""The line to a Dask cluster: what comes from it waits in one box; nothing here blocks for long or decides anything."""

from __future__ import annotations

import asyncio
import importlib
import logging
import queue
import shutil
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from gradanim.batch.cluster_identity import QUESTION
from gradanim.batch.work_folder import own_folder
from gradanim.problems import Problem, ProblemError

if TYPE_CHECKING:
    import distributed

_log = logging.getLogger(__name__)

LOCAL = "local"
_FOLDER = "gradanim-dask"
_ENVIRONMENT = 3
_CONNECT = 10.0
_POLL = 1.0
# How long workers may take to end what they do, and threads of ours.
FAREWELL = 5.0
# How many answers are fetched, checked and written to the disk at once.
_RECEIVERS = 4

# What is done with the answer of a piece, outside the thread of the one who asked: token and answer to anything.
Open = Callable[[str, Any], Any]


class ClusterLink:
    """A client of a cluster; `close` is always called.

    What comes is put into `inbox`: ``("workers", {address: threads})``, ``("who", address, identity or error)``,
    ``("said", message)``, ``("over", token, what was made of the answer, or an error, or None where it was lost)``, and
    ``("lost", why)`` where the scheduler does not answer.

    Args:
        address: of a scheduler, or ``local`` for a cluster of processes on this machine.
        jobs: how many of these.
        opened: what is done with answers.

    Raises:
        ProblemError: Dask is not installed, or there is no scheduler (exit code 3).
    """

    def __init__(self, address: str, jobs: int, opened: Open) -> None:
        self._dask = _distributed()
        self.inbox: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
        self._open = opened
        self._over = threading.Event()
        self._folder: str | None = None
        self._cluster: distributed.LocalCluster | None = None
        self._client: distributed.Client | None = None
        self._receivers = ThreadPoolExecutor(_RECEIVERS, thread_name_prefix="gradanim-receive")
        self._watcher = threading.Thread(target=self._watch, name="gradanim-cluster", daemon=True)
        try:
            self._connect(address, jobs)
        except (OSError, ValueError, TimeoutError, RuntimeError) as error:
            self.close()
            details = {"address": address, "cause": _words(error)}
            raise ProblemError(Problem("cluster_unreachable", details, exit_code=_ENVIRONMENT)) from error
        except BaseException:
            self.close()
            raise

    def _connect(self, address: str, jobs: int) -> None:
        target: Any = address
        if address == LOCAL:
            target = self._cluster = self._local(jobs)
        # Clips come from the workers themselves where they can be reached, else by way of the scheduler.
        self._client = self._dask.Client(
            target, timeout=_CONNECT, set_as_default=False, direct_to_workers=True, name="gradanim"
        )
        self._client.subscribe_topic(_topic(), lambda event: self.inbox.put(("said", event[1])))
        self._watcher.start()

    def _local(self, jobs: int) -> distributed.LocalCluster:
        self._folder = own_folder(_FOLDER)
        return self._dask.LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            # A port that is free, and for this machine alone; None would be 8787, for everybody.
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            memory_limit=0,
            local_directory=self._folder,
            preload=["gradanim.batch.cluster_worker"],
            silence_logs=logging.CRITICAL,
        )

    @property
    def client(self) -> distributed.Client:
        """Dask's own client."""
        assert self._client is not None
        return self._client

    @property
    def connected(self) -> bool:
        """Whether the scheduler is there; where it has gone, its return is awaited for a while."""
        return bool(self.client.status == "running")

    def ask(self, address: str) -> None:
        """Asks a worker who it is."""
        future = self.client.submit(
            eval, QUESTION, workers=[address], allow_other_workers=False, pure=False, priority=1
        )
        future.add_done_callback(lambda done: self._receive(self._identified, address, done))

    def submit(self, token: str, order: dict[str, Any], workers: Sequence[str]) -> distributed.Future | None:
        """Offers a piece to some workers; one of them will make it, another one where that is lost.

        None where the cluster was left meanwhile, because its scheduler has gone; `inbox` says so.
        """
        from gradanim.batch.cluster_worker import do_piece

        try:
            future = self.client.submit(
                do_piece, order, key=token, workers=list(workers), allow_other_workers=False, pure=False
            )
        except Exception as error:
            if self.client.status != "closed":
                raise
            self.inbox.put(("lost", _words(error)))
            return None
        future.add_done_callback(lambda done: self._receive(self._answered, token, done))
        return future

    def _receive(
        self, how: Callable[[str, distributed.Future], None], name: str, done: distributed.Future
    ) -> None:
        # Where the pool is closed already nobody waits for an answer.
        with suppress(RuntimeError):
            self._receivers.submit(how, name, done)

    def _identified(self, address: str, done: distributed.Future) -> None:
        if done.status == "finished":
            with suppress(Exception):
                self.inbox.put(("who", address, self.client.gather(done, direct=True)))
        elif done.status == "error":
            self.inbox.put(("who", address, done.exception()))
        done.release()

    def _answered(self, token: str, done: distributed.Future) -> None:
        try:
            if done.status == "cancelled":
                self.inbox.put(("over", token, self._why_cancelled()))
                return
            if done.status == "error":
                raise done.exception()
            self.inbox.put(("over", token, self._open(token, self.client.gather(done, direct=True))))
        except (asyncio.CancelledError, CancelledError, OSError, TimeoutError, self._dask.KilledWorker):
            self.inbox.put(("over", token, self._why_cancelled()))
        except BaseException as error:  # noqa: BLE001 - told to the one who waits, whatever it is
            self.inbox.put(("over", token, error))

    def _why_cancelled(self) -> ConnectionError | None:
        """All pieces are cancelled where the scheduler has gone, though their workers may live."""
        return None if self.connected else ConnectionError("the scheduler has gone")

    def end_run(self, run: str, workers: Sequence[str], *, over: bool) -> None:
        """Has workers end what they do for a run, and its processes.

        Args:
            run: its name.
            workers: their addresses.
            over: whether nothing more of it is awaited, not the clips of pieces that are stopped now either: they are
                taken away, and the answers of the workers are waited for.
        """
        from gradanim.batch.cluster_worker import end_run

        done = threading.Event()

        def tell() -> None:
            with suppress(Exception):
                self.client.run(end_run, run, over, workers=list(workers), on_error="ignore")
            done.set()

        if workers and self.connected:
            threading.Thread(target=tell, name="gradanim-farewell", daemon=True).start()
            done.wait(FAREWELL if over else 0.0)

    def _watch(self) -> None:
        """Looks now and then who is there."""
        while not self._over.is_set():
            try:
                self.inbox.put(("workers", self.client.nthreads(callback_timeout=_CONNECT)))
            except Exception as error:  # noqa: BLE001 - whatever it is, the scheduler does not answer
                if not self._over.is_set():
                    self.inbox.put(("lost", _words(error)))
                return
            self._over.wait(_POLL)

    def close(self) -> None:
        """Leaves the cluster; one that was started here is ended."""
        self._over.set()
        self._receivers.shutdown(wait=False, cancel_futures=True)
        for part in (self._client, self._cluster):
            if part is not None:
                with suppress(OSError, TimeoutError, RuntimeError):
                    part.close(timeout=_CONNECT)
        if self._watcher.ident is not None:
            self._watcher.join(FAREWELL)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def _words(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _topic() -> str:
    from gradanim.batch.cluster_worker import TOPIC

    return TOPIC


def _distributed() -> Any:
    try:
        module = importlib.import_module("distributed")
    except ImportError as error:
        raise ProblemError(Problem("cluster_missing", exit_code=_ENVIRONMENT)) from error
    if not _log.isEnabledFor(logging.DEBUG):
        # What it would print of a scheduler that has gone, we tell.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    return module
