"""The nursery as the process sees it that starts it, talks to it, and starts another where it has died."""

from __future__ import annotations

import logging
import os
import select
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from gradanim.batch.attempt import Attempt, Cause, Tail
from gradanim.batch.processes import await_end, single_threaded
from gradanim.batch.wire import Line, Message

_log = logging.getLogger(__name__)

# A worker is forked in milliseconds; kernels that were never compiled on this machine take a minute.
_PATIENCE = 5.0
_READY_PATIENCE = 900.0


class NurseryLink:
    """A nursery that was started; `close` is always called.

    Attributes:
        line: to the nursery.
        tail: what it prints.
        ready: whether everything is imported.
        seconds: how long that took.
        started: when it was started, on the monotonic clock.
    """

    def __init__(self, warm: Sequence[str]) -> None:
        mine, theirs = socket.socketpair()
        reading, writing = os.pipe()
        self.line = Line(mine)
        self.tail = Tail(reading)
        self.ready = False
        self.seconds = 0.0
        self.started = time.monotonic()
        self._folder: str | None = None
        try:
            # A session of its own: Ctrl-C in a terminal reaches us alone, and we decide what becomes of workers.
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-P",
                    "-m",
                    "gradanim.batch.nursery",
                    str(theirs.fileno()),
                    str(os.getpid()),
                ],
                stdin=subprocess.DEVNULL,
                stdout=writing,
                stderr=writing,
                env=_environment(),
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        except OSError:
            self.line.close()
            self.tail.close()
            raise
        finally:
            theirs.close()
            os.close(writing)
        self.line.send({"warm": list(warm)})

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def lost(self) -> bool:
        """Whether it has died or speaks nonsense."""
        late = not self.ready and time.monotonic() - self.started > _READY_PATIENCE
        return self.line.closed or self.line.garbled or late

    def register(self, poller: select.poll) -> None:
        """Has a poller wait for what it says and prints."""
        for source in (self.line, self.tail):
            if not source.closed:
                poller.register(source.fileno(), select.POLLIN)

    def messages(self) -> list[Message]:
        """What it has said of workers."""
        ours = []
        for message in self.line.receive():
            match message["kind"]:
                case "ready":
                    self._take_over(message)
                case "folder":
                    self._folder = message["folder"]
                case _:
                    ours.append(message)
        return ours

    def _take_over(self, message: Message) -> None:
        self.ready = True
        self.seconds = message["seconds"]
        if message["threads"] > 1:
            _log.warning("the process that starts workers has %s threads, not one", message["threads"])

    def fork(self, attempt: Attempt) -> None:
        """Asks for a worker and gives it its job."""
        try:
            attempt.hand_over(self.line)
        except OSError:
            self.line.closed = True

    def stop(self, attempt: Attempt, cause: Cause) -> None:
        """Asks a worker to end, and notes why."""
        attempt.cause = cause
        attempt.ending = time.monotonic()
        self.line.send({"kind": "end", "job": attempt.token})

    def kill(self, attempt: Attempt) -> None:
        """Ends a worker and its children at once."""
        if attempt.killed is None:
            attempt.killed = time.monotonic()
            self.line.send({"kind": "kill", "job": attempt.token})

    def close(self, *, at_once: bool = False) -> bool:
        """Ends it; it ends its workers and tidies up.

        Args:
            at_once: it is stuck, or dead already: kill it.

        Returns:
            Whether it ended in peace; else its workers are left to the caller.
        """
        self.line.close()
        # Without workers yet, and deaf until everything is imported.
        if at_once or not self.ready:
            self._process.kill()
        status = await_end(self._process, _PATIENCE)
        if status is None:
            self._process.kill()
            self._process.wait()
        with suppress(OSError):
            self.tail.read()
        self.tail.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        return status == 0


def _environment() -> dict[str, str]:
    """Ours, with our module path: the nursery must import exactly what we would."""
    path = os.pathsep.join(os.path.abspath(place) for place in sys.path)  # noqa: PTH100 - the empty one is the cwd
    return single_threaded(os.environ) | {"PYTHONPATH": path}
