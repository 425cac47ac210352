"""One running ffmpeg: its last words, its end, and the difference between slow and stuck."""

from __future__ import annotations

import errno
import re
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from gradanim.problems import Problem, ProblemError
from gradanim.problems.shortage import shortage, shortage_said

# ffmpeg returns the low byte of the negated error number of a write that failed.
_FULL_STATUS = {(-errno.ENOSPC) & 0xFF, (-errno.EDQUOT) & 0xFF}
_FULL_WORDS = ("no space left on device", "disk quota exceeded")
_FIRST_WORDS = 3
_ADDRESS = re.compile(r"\[[^\]]*@ 0x[0-9a-f]+\] *")


class Child:
    """An ffmpeg process of ours; `kill` and `close` are always called, in peace after `end`.

    It runs in a process group of its own: Ctrl-C in a terminal reaches us alone, and we decide what becomes
    of it.

    Raises:
        ProblemError: it could not be started (exit code 3).
        RuntimeError: there can be no thread that listens to it.
    """

    def __init__(self, command: Sequence[str], *, fed: bool) -> None:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE if fed else subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                bufsize=0,
                process_group=0,
            )
        except OSError as error:
            details = {"path": command[0], "cause": error.strerror or str(error)}
            problem = shortage(error) or Problem("ffmpeg_unstarted", details, exit_code=3)
            raise ProblemError(problem) from error
        self._process = process
        self._first_words: list[str] = []
        self._last_words: deque[str] = deque(maxlen=20)
        self._listener = threading.Thread(target=self._listen, name="ffmpeg-stderr", daemon=True)
        try:
            self._listener.start()
        except BaseException:
            # Nobody would listen to it, and whoever asked has nothing to end it by.
            self.kill()
            for pipe in (process.stdin, process.stderr):
                if pipe is not None:
                    pipe.close()
            raise

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def stdin(self) -> IO[bytes]:
        """The pipe it reads from."""
        assert self._process.stdin is not None
        return self._process.stdin

    def end(self, growing: Path, patience: float) -> int | None:
        """Wait until it ends by itself; None where ``growing`` did not change for ``patience`` seconds.

        Its standard input is closed first. The return value is the exit status, negative for a signal.
        """
        self._close_stdin()
        last, since, step = _state(growing), time.monotonic(), min(0.5, patience)
        while True:
            # Its last word tells of its end at once; `wait` looks now and then, up to twenty times a second. Where
            # a grandchild keeps the pipe of its words open, a look at every step has to do.
            self._listener.join(timeout=step)
            try:
                status = self._process.wait(timeout=0 if self._listener.is_alive() else step)
            except subprocess.TimeoutExpired:
                now = _state(growing)
                if now != last:
                    last, since = now, time.monotonic()
                elif time.monotonic() - since >= patience:
                    return None
                continue
            self._listener.join(timeout=2)
            return status

    def kill(self) -> None:
        """End it at once, where it has not ended. Its pipes stay open for whoever still writes."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Let go of its pipes; to be called when nobody writes any more."""
        self._close_stdin()
        # A grandchild may keep the pipe of its words open: they are then not waited for.
        self._listener.join(timeout=2)
        if self._process.stderr is not None and not self._listener.is_alive():
            self._process.stderr.close()

    def problem(self, status: int, path: Path, frames: int) -> Problem:
        """What an exit status other than 0 means for the film ``path`` after ``frames`` frames."""
        said = "\n".join([*self._first_words, *self._last_words]).lower()
        if status in _FULL_STATUS or any(words in said for words in _FULL_WORDS):
            return Problem("disk_full", {"path": path}, exit_code=3)
        short = shortage_said(said)
        if short is not None:
            return short
        if status < 0:
            details = {"signal": _signal_name(-status), "path": path, "frames": frames}
            return Problem("ffmpeg_killed", details, exit_code=1)
        # The first words name the cause; what follows is the rest of the program giving up.
        cause = "; ".join(self._first_words)[:600] or "it said nothing"
        details = {"status": status, "path": path, "frames": frames, "cause": cause}
        return Problem("ffmpeg_failed", details, exit_code=1)

    def _listen(self) -> None:
        assert self._process.stderr is not None
        with suppress(OSError, ValueError):
            # A bounded read: a program gone wild must not fill our memory with one endless line.
            while line := self._process.stderr.readline(2000):
                text = _ADDRESS.sub("", line.decode("utf-8", "replace")).strip()
                if text and len(self._first_words) < _FIRST_WORDS:
                    self._first_words.append(text)
                elif text:
                    self._last_words.append(text)

    def _close_stdin(self) -> None:
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()


def run_child(command: Sequence[str], out: Path, patience: float) -> None:
    """Run a command that writes ``out`` from files.

    Raises:
        ProblemError: it failed, was killed, or made no progress for ``patience`` seconds.
    """
    child = Child(command, fed=False)
    try:
        status = child.end(out, patience)
        if status is None:
            raise ProblemError(hung_problem(out, patience, 0))
        if status != 0:
            raise ProblemError(child.problem(status, out, 0))
    finally:
        child.kill()
        child.close()


def hung_problem(path: Path, seconds: float, frames: int) -> Problem:
    """The problem that ffmpeg took nothing and wrote nothing for ``seconds`` seconds."""
    return Problem("ffmpeg_hung", {"path": path, "seconds": seconds, "frames": frames}, exit_code=1)


def _state(path: Path) -> tuple[int, int]:
    with suppress(OSError):
        stat = path.stat()
        return stat.st_size, stat.st_mtime_ns
    return 0, 0


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
