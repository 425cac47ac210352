"""The nursery as the process sees it that starts it, talks to it, and starts another where it has died."""

from __future__ import annotations

import logging
import math
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress

from gradanim.batch.attempt import Attempt, Cause, Tail, channels
from gradanim.batch.processes import await_end, end_session, single_threaded
from gradanim.batch.verdict import unavailable
from gradanim.batch.wire import Line, Message
from gradanim.problems import ProblemError

_log = logging.getLogger(__name__)

# A worker is forked in milliseconds; kernels that were never compiled on this machine take a minute.
_PATIENCE = 5.0
_READY_PATIENCE = 900.0


class NurseryLink:
    """A nursery that was started; `close` is always called.

    Args:
        warm: what it imports and does, in order, before workers are forked.
        first: after so many of these, early jobs may begin; 0 where none may.

    Attributes:
        line: to the nursery.
        tail: what it prints.
        early: whether early jobs may begin.
        ready: whether everything is imported.
        ready_since: since when, on the monotonic clock.
        seconds: how long that took.
        started: when it was started, on the monotonic clock.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, warm: Sequence[str], first: int = 0) -> None:
        mine, theirs, reading, writing = channels()
        self.line = Line(mine)
        self.tail = Tail(reading)
        self.early = False
        self.ready = False
        self.ready_since = math.inf
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
        self.line.send({"warm": list(warm), "first": first})

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
        """What it has said of workers, and that it is ready, in this order."""
        ours = []
        for message in self.line.receive():
            match message["kind"]:
                case "early":
                    self.early = True
                case "folder":
                    self._folder = message["folder"]
                case kind:
                    if kind == "ready":
                        self._take_over(message)
                    ours.append(message)
        return ours

    def _take_over(self, message: Message) -> None:
        self.ready = True
        self.ready_since = time.monotonic()
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
        self._tell("end", attempt)

    def stop_all(self, attempts: Collection[Attempt]) -> None:
        """Asks all workers to end that have not answered and were not asked before."""
        for attempt in attempts:
            if attempt.cause is None and attempt.answer is None:
                self.stop(attempt, "cancelled")
        if attempts and not self.ready:
            # It could not even tell that those have ended which have answered.
            self._process.kill()

    def kill(self, attempt: Attempt) -> None:
        """Ends a worker and its children at once."""
        if attempt.killed is None:
            attempt.killed = time.monotonic()
            self._tell("kill", attempt)

    def _tell(self, what: str, attempt: Attempt) -> None:
        if self.ready:
            self.line.send({"kind": what, "job": attempt.token})
        else:
            # It hears nothing while it imports and compiles; its workers end with it.
            self._process.kill()

    def close(self, *, at_once: bool = False) -> bool:
        """Ends it; it ends its workers and tidies up.

        Args:
            at_once: it is stuck, or dead already: kill it.

        Returns:
            Whether it ended in peace; else its workers are left to the caller.
        """
        self.line.close()
        # Deaf until everything is imported; a worker that looks for something dies with it.
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

    def bury(self, attempts: Iterable[Attempt]) -> None:
        """Ends it where it has died or is stuck, and its workers; what they did is over."""
        self.close(at_once=True)
        for attempt in attempts:
            if attempt.pid is not None and not attempt.over:
                end_session(attempt.pid)
            attempt.over = True
        _log.debug("the process that starts workers was lost:\n%s", self.tail.text)


def started(warm: Iterable[str]) -> NurseryLink:
    """A nursery.

    Args:
        warm: as for `run_jobs`.

    Raises:
        ProblemError: it cannot be started (exit code 3).
    """
    try:
        return NurseryLink(list(dict.fromkeys(warm)))
    except OSError as error:
        raise ProblemError(unavailable(error)) from error


def _environment() -> dict[str, str]:
    """Ours, with our module path: the nursery must import exactly what we would."""
    path = os.pathsep.join(os.path.abspath(place) for place in sys.path)  # noqa: PTH100 - the empty one is the cwd
    return single_threaded(os.environ) | {"PYTHONPATH": path}
