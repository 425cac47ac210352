"""Writes frames into a film that gets its name only when it is complete and has been read back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from gradanim.encode.encoder import program_for
from gradanim.encode.ffmpeg import FFmpeg
from gradanim.encode.files import publish_partial, writing
from gradanim.encode.graph import Growing, PixelFormat, RawSource
from gradanim.encode.library import LibrarySink
from gradanim.encode.program import ProgramSink
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

    # How long the encoder may take no frame and write no byte before it counts as stuck.
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
        self._sink: LibrarySink | ProgramSink | None = None

    def open(self, *, own_thread: bool = True) -> None:
        """Start the encoder.

        Args:
            own_thread: large frames are encoded by a thread of its own while the next ones are made. An ffmpeg program
                has one in any case.

        Raises:
            ProblemError: no ffmpeg, no such encoder, or no right to write there (exit code 3).
        """
        program = program_for(self.settings.codec)
        with writing(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            sweep_partials(self.path.parent, self.path.name)
            self._partial.touch(exist_ok=False)
        try:
            self._sink = self._sink_for(program, own_thread)
        except BaseException:
            self.abort()
            raise

    def write(self, frame: npt.NDArray[np.uint8], repeat: int = 1, *, handed_over: bool = False) -> None:
        """Append ``frame`` (uint8, the shape of the pixel format) ``repeat`` times.

        The frame is copied, so the caller may draw into it again, unless it is ``handed_over``: then nothing
        is copied and it must not change before `feed.SLOTS` others have been written or the film has ended.

        Raises:
            ProblemError: the encoder died or is stuck; the film has been aborted.
        """
        if frame.shape != self.source.shape or frame.dtype != np.uint8:
            raise ValueError(f"a frame must be uint8 {self.source.shape}, not {frame.dtype} {frame.shape}")
        if repeat < 0:
            raise ValueError(f"a frame cannot be shown {repeat} times")
        sink = self._running()
        if repeat and not sink.put(frame, repeat, handed_over=handed_over):
            with self._aborting():
                raise sink.broken()
        self.frames += repeat

    def finish(self) -> FilmFacts:
        """End the film, read it back, give it its final name.

        Raises:
            ProblemError: the encoder failed, the disk is full, or the film is not what was written; it has
                been aborted and an earlier good film still stands.
        """
        sink = self._running()
        with self._aborting():
            sink.finish()
            wanted = self.frames if self.expected_frames is None else self.expected_frames
            if self.frames != wanted:
                raise ProblemError(length_problem(self.path, self.frames, wanted))
            with speaking_of(self.path):
                facts = verify_film(self._partial, depth="packets", expected_frames=self.frames)
            publish_partial(self._partial, self.path)
        self.facts = facts
        return facts

    def abort(self) -> None:
        """Stop the encoder and remove the unfinished film; does nothing after `finish`, never raises."""
        sink, self._sink = self._sink, None
        if sink is not None:
            sink.abort()
        with suppress(OSError):
            self._partial.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._sink is not None:
            self.finish()
        else:
            self.abort()

    def _running(self) -> LibrarySink | ProgramSink:
        if self._sink is None:
            raise ValueError("the film is not open")
        return self._sink

    def _sink_for(self, program: FFmpeg | None, own_thread: bool) -> LibrarySink | ProgramSink:
        growing = Growing(self._partial, self.path, self.source)
        if program is None:
            return LibrarySink(growing, self.settings, self.patience_seconds, own_thread=own_thread)
        return ProgramSink(program, growing, self.settings, self.patience_seconds)

    @contextmanager
    def _aborting(self) -> Iterator[None]:
        """Whatever becomes of the block: nothing of the film is left behind but what has its final name."""
        try:
            yield
        finally:
            self.abort()
