"""One warm process that forks a worker for every job, so that imports are paid once.

It has no threads, holds no state of a job, is the only one that takes leave of workers, and does not outlive the
process that started it.
"""

from __future__ import annotations

import gc
import os
import select
import shutil
import signal
import socket
import sys
import time
import traceback
from contextlib import closing, suppress

from msgspec import Struct

from gradanim.batch import worker
from gradanim.batch.processes import (
    MIB,
    adopt_orphans,
    die_with_parent,
    end_session,
    signal_session,
    thread_count,
)
from gradanim.batch.warming import warm_up
from gradanim.batch.wire import Line, Message
from gradanim.batch.work_folder import WorkFolder

# How long workers may tidy up when the parent has died.
_GRACE = 1.0


class _Worker(Struct, frozen=True):
    """A worker that lives, or was not taken leave of.

    Attributes:
        job: what it does.
        folder: where its temporary files are.
    """

    job: str
    folder: str


class Nursery:
    """Forks workers on request and says how they ended.

    Args:
        line: to the parent.
    """

    def __init__(self, line: Line) -> None:
        self.line = line
        self.folder = WorkFolder(lambda path: line.send({"kind": "folder", "folder": path}))
        self.pid = os.getpid()
        self._workers: dict[int, _Worker] = {}
        self._wake, self._waker = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._waker, False)
        self._told_to_end = False

    def prepare(self, warm: list[str], first: int) -> None:
        """Imports and does what workers shall find done; early jobs may begin on the way.

        Args:
            warm: modules, and functions to call, as for `warm_up`.
            first: after so many of them early jobs may begin, where it is not 0.
        """
        for number, _ in enumerate(warm_up(warm), start=1):
            if number == first:
                self.line.send({"kind": "early"})
            if number >= first > 0:
                self._attend()

    def _attend(self) -> None:
        """Does what the parent has asked for, without waiting."""
        if select.select([self.line], [], [], 0.0)[0] and not self.line.closed:
            self._heed(self.line.fileno())
        self._reap()

    def serve(self) -> None:
        """Does what the parent asks until it is gone, then ends all workers."""
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._end)
        # Early jobs that ended before this process listened for it woke nobody.
        self._reap()
        poller = select.poll()
        poller.register(self.line.fileno(), select.POLLIN)
        poller.register(self._wake, select.POLLIN)
        try:
            while not self.line.closed and not self.line.garbled and not self._told_to_end:
                for handle, _ in poller.poll():
                    self._heed(handle)
                self._reap()
        finally:
            self._end_all()
            self.folder.remove()

    def _end(self, *_: object) -> None:
        self._told_to_end = True

    def _heed(self, handle: int) -> None:
        if handle == self._wake:
            with suppress(BlockingIOError):
                os.read(self._wake, 4096)
            return
        for message in self.line.receive():
            if message["kind"] == "start":
                self._start(message["job"])
            else:
                self._signal(message)

    def _start(self, job: str) -> None:
        try:
            handle, log = self.line.take_handles(2)
            with closing(Line(socket.socket(fileno=handle))) as line, os.fdopen(log, "wb", buffering=0):
                folder = self.folder.for_worker()
                pid = self._fork(line, log, folder)
        except OSError as error:
            self.line.send({"kind": "refused", "job": job, "cause": str(error)})
        else:
            self._workers[pid] = _Worker(job, folder)
            self.line.send({"kind": "started", "job": job, "pid": pid})

    def _fork(self, line: Line, log: int, folder: str) -> int:
        sys.stdout.flush()
        sys.stderr.flush()
        # No signal may reach the child before it has handlers of its own.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            pid = os.fork()
            if pid == 0:
                self._become_worker(line, log, folder)
            return pid
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _become_worker(self, line: Line, log: int, folder: str) -> None:
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            # While all is being imported it rests.
            gc.enable()
            # While a worker holds the nursery's line, the parent would not see the nursery die.
            self.line.close()
            os.close(self._wake)
            os.close(self._waker)
            worker.work(line, log, self.pid, folder)
        except BaseException:  # noqa: BLE001 - two nurseries must never run on
            traceback.print_exc()
        finally:
            os._exit(1)

    def _signal(self, message: Message) -> None:
        """Asks a worker to end, or ends it with its children at once."""
        for pid, known in self._workers.items():
            if known.job == message["job"]:
                if message["kind"] == "kill":
                    # It may not have a session of its own yet.
                    os.kill(pid, signal.SIGKILL)
                    signal_session(pid, signal.SIGKILL)
                else:
                    os.kill(pid, signal.SIGTERM)

    def _reap(self) -> None:
        """Takes leave of all that have ended; a worker's children end with it."""
        while pid := _ended():
            # Before it is reaped: its number cannot belong to anybody else yet.
            if pid in self._workers:
                end_session(pid, but=pid)
            try:
                pid, status, usage = os.wait4(pid, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            if pid in self._workers:
                peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / MIB
                self._tell_end(pid, os.waitstatus_to_exitcode(status), peak)

    def _tell_end(self, pid: int, status: int, peak: float) -> None:
        ended = self._workers.pop(pid)
        end_session(pid)
        shutil.rmtree(ended.folder, ignore_errors=True)
        self.line.send({"kind": "ended", "job": ended.job, "status": status, "peak_mb": peak})

    def _end_all(self) -> None:
        """Ends all workers: first in peace, then not."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            for pid in self._workers:
                os.kill(pid, number)
            deadline = time.monotonic() + _GRACE
            while self._workers and time.monotonic() < deadline:
                time.sleep(0.01)
                self._reap()


def _ended() -> int:
    """A child that has ended and was not taken leave of; 0 for none, -1 where the system cannot tell."""
    if not hasattr(os, "waitid"):
        return -1
    with suppress(ChildProcessError):
        info = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return info.si_pid if info else 0
    return 0


def main(arguments: list[str]) -> None:
    """Runs a nursery.

    Args:
        arguments: number of the open socket to the parent, process id of the parent.
    """
    started = time.monotonic()
    handle, parent = map(int, arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent(parent, signal.SIGTERM)
    adopt_orphans()
    os.set_inheritable(handle, False)
    line = Line(socket.socket(fileno=handle))
    nursery = Nursery(line)
    nursery.prepare(**line.wait())
    line.send(
        {
            "kind": "ready",
            "seconds": time.monotonic() - started,
            "threads": thread_count(),
        }
    )
    nursery.serve()
    sys.stdout.flush()
    sys.stderr.flush()
    # Taking down all that was imported takes some hundredths of a second, for which the build would wait.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
