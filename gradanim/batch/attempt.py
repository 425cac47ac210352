"""One try of a job, as the process sees it that watches over the worker."""

from __future__ import annotations

import os
import select
import socket
import time
from contextlib import suppress
from typing import Literal

from gradanim.batch.turns import Turn
from gradanim.batch.wire import Line, Message
from gradanim.batch.work import Job

# What this process did to a worker; without it, whatever happened came from elsewhere.
Cause = Literal["timeout", "memory", "cancelled"]

_TAIL = 8000
_READ = 1 << 16
_READS = 4


class Tail:
    """The end of what comes out of a pipe, which is read without blocking.

    Attributes:
        closed: whether nothing more will come.
    """

    def __init__(self, handle: int) -> None:
        os.set_blocking(handle, False)
        self.closed = False
        self._handle = handle
        self._kept = bytearray()
        self._lost = False

    def fileno(self) -> int:
        """The file descriptor, for selectors."""
        return self._handle

    def read(self) -> None:
        """Takes what is there, or a good part of it from one who writes without end."""
        with suppress(BlockingIOError):
            for _ in range(_READS):
                data = os.read(self._handle, _READ)
                self._kept += data
                self._lost = self._lost or len(self._kept) > _TAIL
                del self._kept[:-_TAIL]
                self.closed = not data
                if len(data) < _READ:
                    break

    @property
    def text(self) -> str:
        """What was kept."""
        return ("…" if self._lost else "") + self._kept.decode("utf-8", "replace")

    def close(self) -> None:
        """Closes the pipe."""
        self.closed = True
        os.close(self._handle)


def channels() -> tuple[socket.socket, socket.socket, int, int]:
    """The two ends of a line, and the reading and the writing end of a pipe; all of them or none.

    Raises:
        OSError: too many files are open.
    """
    reading, writing = os.pipe()
    try:
        return *socket.socketpair(), reading, writing
    except OSError:
        os.close(reading)
        os.close(writing)
        raise


class Attempt:
    """A job that is being tried.

    Attributes:
        turn: the job, and which try it is.
        line: to the worker.
        tail: what the worker prints.
        pid: its process, also its session, or None where that is not known yet.
        started: when it was begun, on the monotonic clock.
        frames: how many it has made.
        peak_mb: the most memory that was seen.
        answer: its last message, or None.
        cause: why this process ended it, or None.
        spoken: when it had nothing more to say, or None.
        ending: when it was asked to end, or None.
        killed: when it was killed, or None.
        status: its exit status, negative for a signal; None where it is not known.
        refused: why no process could be started for it, or None.
        over: whether it has ended.

    Raises:
        OSError: too many files are open.
    """

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        mine, self._theirs, reading, self._writing = channels()
        mine.setblocking(False)
        self.line = Line(mine)
        self.tail = Tail(reading)
        self.pid: int | None = None
        self.started = time.monotonic()
        self.frames = 0
        self.peak_mb = 0.0
        self.answer: Message | None = None
        self.cause: Cause | None = None
        self.spoken: float | None = None
        self.ending: float | None = None
        self.killed: float | None = None
        self.status: int | None = None
        self.refused: str | None = None
        self.over = False

    @property
    def token(self) -> str:
        """Its name among all tries."""
        return f"{self.turn.number} {self.job.id}"

    @property
    def job(self) -> Job:
        """The job."""
        return self.turn.job

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self.started

    @property
    def log(self) -> str:
        """The end of what the worker has printed."""
        return self.tail.text

    def hand_over(self, line: Line) -> None:
        """Asks the nursery for a worker and gives this worker its job.

        Raises:
            OSError: the nursery has gone.
        """
        try:
            handles = [self._theirs.fileno(), self._writing]
            line.send_with({"kind": "start", "job": self.token}, handles)
        finally:
            # The nursery has copies; with ours open the end of the worker would not be seen.
            self._theirs.close()
            os.close(self._writing)
        self.line.send({"task": self.job.task, "payload": self.job.payload})

    def note(self, message: Message) -> None:
        """Takes what the nursery says of the worker: that it began, that it ended, or that there is none."""
        if message["kind"] == "started":
            self.pid = message["pid"]
            self.started = time.monotonic()
            return
        self.over = True
        if message["kind"] == "refused":
            self.refused = message["cause"]
            return
        self.status = message["status"]
        self.peak_mb = max(self.peak_mb, message["peak_mb"])

    def register(self, poller: select.poll) -> None:
        """Has a poller wait for what a worker says that has begun, and for room for what it has yet to be told."""
        if self.pid is None:
            return
        if not self.line.closed:
            poller.register(self.line.fileno(), select.POLLIN | (select.POLLOUT if self.line.waiting else 0))
        if not self.tail.closed:
            poller.register(self.tail.fileno(), select.POLLIN)

    def read(self) -> int | None:
        """Sends what waits and takes what has come; returns the number of frames where it is a new one."""
        before = self.frames
        if self.line.waiting:
            self.line.flush()
        for message in self.line.receive() if not self.line.closed else ():
            if self.answer is not None:
                break
            match message:
                case {"kind": "progress", "frames": int(frames)}:
                    self.frames = frames
                case {"kind": "done" | "problems" | "crash"}:
                    self.answer = message
                case _:
                    self.line.garbled = True
        if self.spoken is None and (self.answer is not None or self.line.closed):
            self.spoken = time.monotonic()
        if not self.tail.closed:
            self.tail.read()
        return self.frames if self.frames != before else None

    def close(self) -> None:
        """Takes what is left and closes everything."""
        poller = select.poll()
        poller.register(self.line.fileno(), select.POLLIN)
        while not self.line.closed and poller.poll(0):
            self.read()
        if not self.tail.closed:
            self.tail.read()
        self.line.close()
        self.tail.close()
