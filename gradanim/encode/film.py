"""Writes frames into a film that gets its name only when it is complete and has been read back."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from gradanim.encode.feed import FeedTimeoutError, FrameFeed
from gradanim.encode.ffmpeg import find_ffmpeg
from gradanim.encode.files import publish_partial, writing
from gradanim.encode.graph import PixelFormat, RawSource, film_command
from gradanim.encode.process import Child, hung_problem
from gradanim.encode.settings import EncoderSettings
from gradanim.encode.verify import FilmFacts, length_problem, speaking_of, verify_film
from gradanim.problems import ProblemError
from gradanim.store import partial_path, sweep_partials


class FilmWriter:
    """A film being written. After `open`, `finish` or `abort` is always called; ``with`` does it for you.

    Leaving the ``with`` block in peace finishes the film; leaving it by an exception aborts, and what stood
    under the final name before stays untouched.

    Args:
        path: final name of the film, an MP4; its folder is made where it is missing.
        size: (width, height) in pixels, both even.
        fps: frames per second.
        settings: what the encoder is told.
        pixel_format: ``rgba`` frames (H, W, 4), premultiplied over an opaque background; ``rgb24`` frames
            (H, W, 3); ``yuv420p`` frames (H * 3 / 2, W), BT.709 limited range, planes Y, U, V in this order.
        expected_frames: the film is refused where it ends with another number of frames.
    """

    # How long ffmpeg may take no frame and write no byte before it counts as stuck.
    patience_seconds = 60.0

    def __init__(
        self,
        path: Path,
        size: tuple[int, int],
        fps: Fraction,
        settings: EncoderSettings,
        *,
        pixel_format: PixelFormat = "rgba",
        expected_frames: int | None = None,
    ) -> None:
        if min(size) < 2 or size[0] % 2 or size[1] % 2:
            raise ValueError(f"width and height must be even and positive, not {size}")
        self.path = path
        self.source = RawSource(size, Fraction(fps), pixel_format)
        self.settings = settings
        self.expected_frames = expected_frames
        self.frames = 0
        self.facts: FilmFacts | None = None
        self._partial = partial_path(path)
        self._child: Child | None = None
        self._feed: FrameFeed | None = None

    def open(self) -> None:
        """Start the encoder.

        Raises:
            ProblemError: no ffmpeg, no such encoder, or no right to write there (exit code 3).
        """
        program = find_ffmpeg()
        program.require(self.settings.codec)
        with writing(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            sweep_partials(self.path.parent, self.path.name)
            self._partial.touch(exist_ok=False)
        try:
            command = film_command(program.path, self.source, self.settings, self._partial)
            self._child = Child(command, fed=True)
            self._feed = FrameFeed(self._child.stdin, self.source.shape, self.patience_seconds)
        except BaseException:
            self.abort()
            raise

    def write(self, frame: npt.NDArray[np.uint8], repeat: int = 1, *, handed_over: bool = False) -> None:
        """Append ``frame`` (uint8, the shape of the pixel format) ``repeat`` times.

        The frame is copied, so the caller may draw into it again, unless it is ``handed_over``: then nothing
        is copied and it must not change before `SLOTS` others have been written or the film has ended.

        Raises:
            ProblemError: the encoder died or is stuck; the film has been aborted.
        """
        if frame.shape != self.source.shape or frame.dtype != np.uint8:
            raise ValueError(f"a frame must be uint8 {self.source.shape}, not {frame.dtype} {frame.shape}")
        if repeat < 0:
            raise ValueError(f"a frame cannot be shown {repeat} times")
        feed = self._running()
        if repeat and not feed.put(frame, repeat, handed_over=handed_over):
            raise self._broken()
        self.frames += repeat

    def finish(self) -> FilmFacts:
        """End the film, read it back, give it its final name.

        Raises:
            ProblemError: the encoder failed, the disk is full, or the film is not what was written; it has
                been aborted and an earlier good film still stands.
        """
        feed = self._running()
        try:
            if not feed.finish():
                raise self._broken()
            self._end_child()
            wanted = self.frames if self.expected_frames is None else self.expected_frames
            if self.frames != wanted:
                raise ProblemError(length_problem(self.path, self.frames, wanted))
            with speaking_of(self.path):
                facts = verify_film(self._partial, depth="packets", expected_frames=self.frames)
            publish_partial(self._partial, self.path)
        finally:
            self.abort()
        self.facts = facts
        return facts

    def abort(self) -> None:
        """Stop the encoder and remove the unfinished film; does nothing after `finish`, never raises."""
        # In this order: the feed may be inside a write, so the pipe is closed when it has stopped.
        if self._child is not None:
            self._child.kill()
        if self._feed is not None:
            self._feed.cancel()
            self._feed = None
        if self._child is not None:
            self._child.close()
            self._child = None
        with suppress(OSError):
            self._partial.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._feed is not None:
            self.finish()
        else:
            self.abort()

    def _running(self) -> FrameFeed:
        if self._feed is None:
            raise ValueError("the film is not open")
        return self._feed

    def _end_child(self) -> None:
        assert self._child is not None
        status = self._child.end(self._partial, self.patience_seconds)
        if status is None:
            raise ProblemError(hung_problem(self.path, self.patience_seconds, self.frames))
        if status != 0:
            raise ProblemError(self._child.problem(status, self.path, self.frames))

    def _broken(self) -> ProblemError:
        """Abort and tell why the pipe broke: ffmpeg is stuck, or has ended and said why."""
        assert self._feed is not None and self._child is not None
        failure, frames = self._feed.failure, self._feed.frames
        status = None if isinstance(failure, FeedTimeoutError) else self._child.end(self._partial, 5.0)
        if status is None:
            problem = hung_problem(self.path, self.patience_seconds, frames)
        else:
            problem = self._child.problem(status, self.path, frames)
        self.abort()
        return ProblemError(problem)
