"""Reads a film back: how many frames are really in it, and whether all of them can be shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from gradanim.problems import Problem, ProblemError

Depth = Literal["packets", "decode"]


class FilmFacts(Struct, frozen=True):
    """What a film file holds.

    Attributes:
        frames: how many there are.
        fps: frames per second, exact.
        width: pixels.
        height: pixels.
        duration: seconds, exact: ``frames / fps``.
        codec: name of the codec, for example ``h264``.
        pixel_format: for example ``yuv420p``.
        setup: the decoder's set-up bytes; two films can be joined only where they are equal.
    """

    frames: int
    fps: Fraction
    width: int
    height: int
    duration: Fraction
    codec: str
    pixel_format: str
    setup: bytes


def verify_film(path: Path, *, depth: Depth = "decode", expected_frames: int | None = None) -> FilmFacts:
    """Read a whole film and count its frames.

    Args:
        path: an MP4 with one video stream and a constant frame rate.
        depth: ``decode`` shows every frame to the decoder, strictly; ``packets`` reads every frame's bytes
            and decodes the keyframes only, which takes about a tenth of the time.
        expected_frames: how many frames there must be, or None.

    Raises:
        ProblemError: missing, truncated, damaged, uneven in time, or of another length (exit code 1).
    """
    with opened_film(path) as container:
        stream = container.streams.video[0]
        claimed = stream.frames
        frames = _count(container, stream, depth, path)
        facts = facts_of(stream, frames)
    wanted = claimed if expected_frames is None else expected_frames
    if frames != wanted:
        raise ProblemError(length_problem(path, frames, wanted))
    return facts


def length_problem(path: Path, found: int, expected: int) -> Problem:
    """The problem that a film has another number of frames than it should."""
    return Problem("film_wrong_length", {"path": path, "found": found, "expected": expected}, exit_code=1)


@contextmanager
def speaking_of(path: Path) -> Iterator[None]:
    """Problems of the block name ``path``, the file that a user knows, where they named a partial file."""
    try:
        yield
    except ProblemError as error:
        raise ProblemError(replace(p, details={**p.details, "path": path}) for p in error.problems) from error


def damage(path: Path, cause: str) -> ProblemError:
    """The error that a film is damaged."""
    return ProblemError(Problem("film_damaged", {"path": path, "cause": cause}, exit_code=1))


@contextmanager
def opened_film(path: Path, *, look: bool = True) -> Iterator[Any]:
    """The film as a container of the library that reads it, with pictures in it.

    Args:
        path: a film.
        look: whether a first picture is decoded, which takes 10 ms; without that the pixel format is not known.

    Raises:
        ProblemError: missing, or what the block read of it is damaged (exit code 1).
    """
    # Imported here: it costs a tenth of a second and only a process that has a film needs it.
    import av

    if not path.is_file():
        raise ProblemError(Problem("film_missing", {"path": path}, exit_code=1))
    try:
        # "explode": the decoder must report damage, not paint over it as a player would. To know a film some of its
        # frames are decoded; nobody sees them, so their edges need not be smoothed, which takes half of the time.
        with av.open(
            f"file:{path}",
            options={"err_detect": "explode", "skip_loop_filter": "all"},
            stream_options=None if look else [{"skip_frame": "all"}],
        ) as container:
            if not container.streams.video:
                raise damage(path, "it has no pictures")
            yield container
    except (av.error.FFmpegError, EOFError) as error:
        raise damage(path, getattr(error, "strerror", None) or "it ends in the middle") from error
    except ValueError as error:
        # The library has no other word for a file whose number of streams is not that of the options.
        if "stream_options" not in str(error):
            raise
        raise damage(path, "it does not have pictures alone") from error


def _count(container: Any, stream: Any, depth: Depth, path: Path) -> int:
    """Frames of the stream, each shown once and at its own time."""
    stream.thread_type = "AUTO"
    stream.codec_context.options = {"err_detect": "explode"}
    if depth == "packets":
        # Keyframes need none of the frames before them: they are decoded side by side, and no other one is touched.
        stream.thread_type = "FRAME"
        stream.codec_context.thread_count = 2
        stream.codec_context.options = {"err_detect": "explode", "skip_loop_filter": "all"}
    ticks = ticks_per_frame(stream, path)
    times: list[int | None] = []
    keyframes = shown = 0
    for packet in container.demux(stream):
        if packet.size:
            if packet.is_corrupt:
                raise damage(path, f"frame {len(times)} is not complete")
            times.append(packet.pts)
            keyframes += packet.is_keyframe
        for frame in packet.decode() if _is_wanted(packet, depth) else ():
            if frame.is_corrupt:
                raise damage(path, f"the picture of frame {shown} is not complete")
            shown += 1
    if sorted(t for t in times if t is not None) != [k * ticks for k in range(len(times))]:
        raise damage(path, "its frames are not evenly spaced in time")
    expected = keyframes if depth == "packets" else len(times)
    if shown != expected:
        raise damage(path, f"only {shown} of {expected} pictures can be decoded")
    return len(times)


def _is_wanted(packet: Any, depth: Depth) -> bool:
    """Whether a packet is to be decoded; the last one, which is empty, fetches what the decoder still holds."""
    return bool(depth == "decode" or packet.is_keyframe or not packet.size)


def ticks_per_frame(stream: Any, path: Path) -> int:
    """How many ticks of the clock of a stream a frame lasts.

    Raises:
        ProblemError: it has no frame rate, or that is no whole number (exit code 1).
    """
    if not stream.average_rate:
        raise damage(path, "it has no frame rate")
    ticks = 1 / (Fraction(stream.average_rate) * Fraction(stream.time_base))
    if ticks.denominator != 1:
        raise damage(path, "its clock cannot tell its frames apart")
    return ticks.numerator


def facts_of(stream: Any, frames: int) -> FilmFacts:
    """What an open stream says of its film, of which ``frames`` were counted."""
    fps = Fraction(stream.average_rate)
    context = stream.codec_context
    return FilmFacts(
        frames=frames,
        fps=fps,
        width=context.width,
        height=context.height,
        duration=frames / fps,
        codec=context.name,
        pixel_format=context.pix_fmt or "unknown",
        setup=bytes(context.extradata or b""),
    )
