"""Encodes frames by an ffmpeg program, which reads them from a pipe."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gradanim.encode.feed import FeedTimeoutError, FrameFeed
from gradanim.encode.ffmpeg import FFmpeg
from gradanim.encode.graph import Growing, film_command
from gradanim.encode.pipes import FramePipe
from gradanim.encode.process import Child, hung_problem
from gradanim.encode.settings import EncoderSettings
from gradanim.problems import ProblemError

# Seconds in which a program whose pipe is broken says why.
_LAST_WORDS = 5.0


class ProgramSink:
    """Where the frames of a film go that ffmpeg encodes; `abort` is always called.

    Args:
        program: the ffmpeg.
        film: the film and its frames.
        settings: what the encoder is told.
        patience: seconds without a frame taken, or a byte written, after which it counts as stuck.

    Raises:
        ProblemError: it could not be started (exit code 3).
    """

    def __init__(self, program: FFmpeg, film: Growing, settings: EncoderSettings, patience: float) -> None:
        self._film, self._patience = film, patience
        self._child = Child(film_command(program.path, film.source, settings, film.path), fed=True)
        try:
            pipe = FramePipe(self._child.stdin.fileno())
            self._feed = FrameFeed(pipe.write, film.source.shape, patience)
        except BaseException:
            self._child.kill()
            self._child.close()
            raise

    @property
    def pid(self) -> int:
        """The process id of the program."""
        return self._child.pid

    def put(self, frame: npt.NDArray[np.uint8], repeat: int, *, handed_over: bool) -> bool:
        """See `FrameFeed.put`."""
        return self._feed.put(frame, repeat, handed_over=handed_over)

    def finish(self) -> None:
        """Waits until all frames are encoded and the program has ended.

        Raises:
            ProblemError: it failed, was killed, or is stuck.
        """
        if not self._feed.finish():
            raise self.broken()
        status = self._child.end(self._film.path, self._patience)
        if status is None:
            raise ProblemError(hung_problem(self._film.name, self._patience, self._feed.frames))
        if status != 0:
            raise ProblemError(self._child.problem(status, self._film.name, self._feed.frames))

    def broken(self) -> ProblemError:
        """Why a frame was refused: ffmpeg is stuck, or has ended and said why."""
        stuck = isinstance(self._feed.failure, FeedTimeoutError)
        status = None if stuck else self._child.end(self._film.path, _LAST_WORDS)
        frames = self._feed.frames
        if status is None:
            return ProblemError(hung_problem(self._film.name, self._patience, frames))
        return ProblemError(self._child.problem(status, self._film.name, frames))

    def abort(self) -> None:
        """Ends the program; never raises."""
        # In this order: the feed may be inside a write, so the pipe is closed when it has stopped.
        self._child.kill()
        self._feed.cancel()
        self._child.close()
