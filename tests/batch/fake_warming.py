"""What a process does before workers are forked from it, so that it is late, refused something, or patient."""

from __future__ import annotations

import errno
import os
import sys
import threading
import time

from gradanim.batch import worker
from gradanim.batch.wire import Line, Message, packed

# What is not told yet.
NEWS: list[Message] = []


def dawdle() -> None:
    """Never done with its imports."""
    time.sleep(1000)


def no_room() -> None:
    """The first two forks of this process fail."""
    fork, refusals = os.fork, [1, 2]

    def refused() -> int:
        if refusals:
            refusals.pop()
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        return fork()

    os.fork = refused


def no_threads() -> None:
    """The first thread of this process and of all that are forked from it cannot start, twice in all."""
    start, (refusals, end) = threading.Thread.start, os.pipe()
    os.write(end, b"xx")
    os.close(end)

    def refused(self) -> None:
        # Whoever is forked from here takes from the same pipe.
        if os.read(refusals, 1):
            raise RuntimeError("can't start new thread")
        start(self)

    threading.Thread.start = refused


def late_news() -> None:
    """That a worker has begun is told when it has done something; that all is imported, together with it."""
    send = Line.send

    def later(line: Line, message: Message) -> None:
        if message["kind"] == "started" and "early" in message["job"]:
            NEWS.append(message)
            return
        if message["kind"] == "started":
            time.sleep(0.5)
        if message["kind"] == "ready":
            line._out += b"".join(map(packed, NEWS))
        send(line, message)

    Line.send = later


def no_news() -> None:
    """A moment, while no early job has begun."""
    if not NEWS:
        time.sleep(0.02)


def patient() -> None:
    """When the parent dies, workers have long to tidy up."""
    # The process that workers are forked from runs its own module.
    vars(sys.modules["__main__"])["_GRACE"] = worker._GRACE = 60.0
