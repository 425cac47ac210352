"""What a worker process does between its fork and its end: one job, one answer."""

from __future__ import annotations

import importlib
import json
import os
import signal
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from gradanim.batch.processes import die_with_parent, offer_to_the_killer, signal_session
from gradanim.batch.wire import Line, Message
from gradanim.batch.work import problem_record
from gradanim.problems import Problem, ProblemError
from gradanim.problems.shortage import shortage

Report = Callable[[int], None]

# How often the parent hears of frames, and how long tidying up may take when the parent has died.
_EVERY = 0.1
_GRACE = 1.5
_CAUSE = 600


class _StoppedError(SystemExit):
    """Somebody asked this worker to end: what it has begun is tidied up on the way out."""


def work(line: Line, log: int, nursery: int, folder: str) -> NoReturn:
    """Does the job that comes on the line and ends the process.

    Args:
        line: to the parent; its other direction tells by its end that the parent is dead.
        log: open file for everything that is printed.
        nursery: process id of the process that forked this one.
        folder: for temporary files; removed by the nursery.
    """
    os.setsid()
    die_with_parent(nursery, signal.SIGKILL)
    offer_to_the_killer()
    _redirect(log)
    tempfile.tempdir = os.environ["TMPDIR"] = folder
    # All that jobs are told is absolute, and the folder where the build was started may be removed meanwhile.
    os.chdir(folder)
    try:
        signal.signal(signal.SIGTERM, _stop)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        line.send(_answer(line.wait(), line))
    except _StoppedError:
        # Ended by the signal, and not by an exit code of the task's own.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1)
    except EOFError:
        os._exit(1)
    os._exit(0)


def _stop(number: int, _frame: object) -> NoReturn:
    # Tidying up must not be interrupted by a second request.
    signal.signal(number, signal.SIG_IGN)
    raise _StoppedError


def _redirect(log: int) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    for handle, place in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(handle, place)
    os.close(nothing)
    os.close(log)


def _watch(line: Line) -> None:
    """Ends this process and its children when the parent has died, on systems that cannot do it for us too."""
    while not line.closed:
        line.receive()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    signal_session(os.getpid(), signal.SIGKILL, but=os.getpid())
    os._exit(1)


def _answer(request: Message, line: Line) -> Message:
    """Runs the task and says what became of it."""
    try:
        threading.Thread(target=_watch, args=(line,), name="parent-watch", daemon=True).start()
        module, _, name = request["task"].partition(":")
        task = getattr(importlib.import_module(module), name)
        value = task(request["payload"], _reporter(line))
        if not isinstance(value, dict):
            raise TypeError(f"the task returned {type(value).__name__}, not a dict")
        # What JSON cannot say must fail here, where it can be told.
        json.dumps(value, allow_nan=False)
    except _StoppedError:
        raise
    except ProblemError as error:
        return _problems(*error.problems)
    except BaseException as error:  # noqa: BLE001 - whatever a task does, the answer is a message
        with suppress(MemoryError):
            traceback.print_exception(error)
        return _mishap(error)
    return {"kind": "done", "value": value}


def _problems(*problems: Problem) -> Message:
    return {"kind": "problems", "problems": [problem_record(problem) for problem in problems]}


def _mishap(error: BaseException) -> Message:
    """What an error means that no task foresees."""
    if not os.path.isdir(tempfile.gettempdir()):  # noqa: PTH112 - it is a text
        # Whatever failed: what it was to work with has been taken away.
        return _problems(Problem("scratch_gone", {"path": tempfile.gettempdir()}, exit_code=3))
    short = shortage(error)
    return _crash(error) if short is None else _problems(short)


def _crash(error: BaseException) -> Message:
    words = " ".join(f"{type(error).__name__}: {error}".split())
    return {"kind": "crash", "cause": words[:_CAUSE].encode("utf-8", "replace").decode()}


def _reporter(line: Line) -> Report:
    """A function that is told of frames as they are made, and passes their number on now and then."""
    lock = threading.Lock()
    frames, told = 0, 0.0

    def report(more: int) -> None:
        nonlocal frames, told
        with lock:
            frames += more
            now = time.monotonic()
            if now - told >= _EVERY:
                told = now
                line.send({"kind": "progress", "frames": frames})

    return report
