"""Encodes frames inside of this process by the libraries of ffmpeg: no frame goes through a pipe, no program starts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
import numpy.typing as npt

from gradanim.encode.feed import FeedTimeoutError, FrameFeed
from gradanim.encode.files import write_problem
from gradanim.encode.graph import Growing, encoder_options
from gradanim.encode.process import hung_problem
from gradanim.encode.remux import refusals
from gradanim.encode.settings import EncoderSettings, time_base_denominator
from gradanim.problems import Problem, ProblemError
from gradanim.problems.shortage import memory_short, shortage

# Frames of fewer bytes are encoded by whoever brings them: to hand one over to another thread takes as long.
SMALL = 1 << 20
# BT.709, and the limited range, as the libraries number them.
_BT709, _LIMITED = 1, 1


def library_has(codec: str) -> bool:
    """Whether the libraries have an encoder."""
    import av

    with suppress(av.codec.codec.UnknownCodecError):
        av.codec.Codec(codec, "w")
        return True
    return False


class LibraryEncoder:
    """A film that is being encoded and written.

    Args:
        film: the film, an MP4, and its frames.
        settings: what the encoder is told.

    Raises:
        OSError: the file system refused.
    """

    def __init__(self, film: Growing, settings: EncoderSettings) -> None:
        # Imported here: only a process that encodes needs it.
        import av

        self.frames = 0
        self._growing, self._source = film, film.source
        ticks = time_base_denominator(self._source.fps)
        options = {"fflags": "+bitexact", "video_track_timescale": str(ticks)}
        if settings.fast_start:
            options["movflags"] = "+faststart"
        with refusals(film.path):
            self._film = av.open(f"file:{film.path}", "w", format="mp4", options=options)
        self._stream = self._film.add_stream(settings.codec, rate=self._source.fps)
        self._stream.width, self._stream.height = self._source.size
        self._stream.pix_fmt = settings.pixel_format
        context = self._stream.codec_context
        context.thread_count = settings.threads
        context.time_base = 1 / self._source.fps
        context.options = encoder_options(self._source, settings)
        _tell_colours(context)

    def write(self, frame: npt.NDArray[np.uint8]) -> None:
        """Encodes a frame; when this returns it may be drawn over.

        Args:
            frame: C-contiguous, of the shape of the source.

        Raises:
            ProblemError: the encoder failed (exit code 1), or there is too little of something (3).
            OSError: the file system refused.
        """
        with self._failures():
            picture = self._picture(frame)
        picture.pts, picture.time_base = self.frames, 1 / self._source.fps
        self._encode(picture)
        self.frames += 1

    def close(self) -> None:
        """Writes what the encoder still holds, and the index.

        Raises:
            ProblemError, OSError: as for `write`.
        """
        if self.frames:
            self._encode(None)
        with refusals(self._growing.path):
            self._film.close()

    def let_go(self) -> None:
        """Closes the file whatever is in it; does nothing after `close`."""
        import av

        with suppress(av.error.FFmpegError):
            self._film.close()

    def _picture(self, frame: npt.NDArray[np.uint8]) -> Any:
        import av

        picture = av.VideoFrame.from_numpy_buffer(frame, format=self._source.pixel_format)
        if self._source.pixel_format != "yuv420p":
            picture = picture.reformat(
                format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG", interpolation="BICUBIC"
            )
        _tell_colours(picture)
        return picture

    def _encode(self, picture: Any) -> None:
        with self._failures():
            packets = self._stream.encode(picture)
        with refusals(self._growing.path):
            for packet in packets:
                self._film.mux(packet)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        import av

        try:
            yield
        except MemoryError as error:
            raise ProblemError(memory_short()) from error
        except av.error.FFmpegError as error:
            short = shortage(OSError(error.errno, error.strerror))
            details = {"path": self._growing.name, "frames": self.frames, "cause": error.strerror}
            raise ProblemError(short or Problem("encoder_failed", details, exit_code=1)) from error


class LibrarySink:
    """Where the frames of a film go that is encoded inside of this process; `abort` is always called.

    Args:
        film: the film and its frames.
        settings: what the encoder is told.
        patience: seconds without a frame being encoded after which the encoder counts as stuck.
        own_thread: large frames are encoded by a thread of their own; else nobody can watch over the encoder.

    Raises:
        ProblemError: the file cannot be written (exit code 3).
    """

    def __init__(
        self, film: Growing, settings: EncoderSettings, patience: float, *, own_thread: bool = True
    ) -> None:
        self._name, self._patience = film.name, patience
        self._failure: OSError | ProblemError | None = None
        try:
            self._encoder = LibraryEncoder(film, settings)
        except OSError as error:
            raise ProblemError(write_problem(error, film.name)) from error
        aside = own_thread and int(np.prod(film.source.shape)) >= SMALL
        self._feed = FrameFeed(self._encoder.write, film.source.shape, patience) if aside else None

    def put(self, frame: npt.NDArray[np.uint8], repeat: int, *, handed_over: bool) -> bool:
        """See `FrameFeed.put`."""
        if self._feed is not None:
            return self._feed.put(frame, repeat, handed_over=handed_over)
        try:
            whole = np.ascontiguousarray(frame)
            for _ in range(repeat):
                self._encoder.write(whole)
        except (OSError, ProblemError) as error:
            self._failure = error
        return self._failure is None

    def finish(self) -> None:
        """Waits until all frames are encoded and the file is complete.

        Raises:
            ProblemError: it cannot be.
        """
        if self._feed is not None and not self._feed.finish():
            raise self.broken()
        try:
            self._encoder.close()
        except (OSError, ProblemError) as error:
            self._failure = error
            raise self.broken() from error

    def broken(self) -> ProblemError:
        """Why a frame was refused, or the end."""
        failure = self._failure or (self._feed.failure if self._feed is not None else None)
        if isinstance(failure, ProblemError):
            return failure
        if isinstance(failure, FeedTimeoutError):
            return ProblemError(hung_problem(self._name, self._patience, self._encoder.frames))
        assert failure is not None
        return ProblemError(write_problem(failure, self._name))

    def abort(self) -> None:
        """Lets go of the file; never raises."""
        # An encoder that is stuck cannot be taken its file away: it ends with this process.
        if self._feed is None or self._feed.cancel():
            self._encoder.let_go()


def _tell_colours(what: Any) -> None:
    what.color_range = _LIMITED
    what.color_primaries = what.color_trc = what.colorspace = _BT709
