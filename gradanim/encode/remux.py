"""Copies the pictures of films into one file as they are stored, and tells what is stored in a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

from msgspec import Struct

from gradanim.encode.settings import time_base_denominator
from gradanim.encode.verify import (
    FilmFacts,
    damage,
    facts_of,
    length_problem,
    opened_film,
    ticks_per_frame,
)
from gradanim.problems import ProblemError


class Chapter(Struct, frozen=True):
    """A named place in a film: it starts at ``start_frame`` and lasts until the next one or the end."""

    start_frame: int
    title: str


class Stored(Struct, frozen=True):
    """A picture as it is stored in a film.

    Attributes:
        number: which frame of the film it is, in the order in which they are shown.
        keyframe: whether it can be shown without those before it.
        digest: sha256 of its bytes.
    """

    number: int
    keyframe: bool
    digest: bytes


class Head(Struct, frozen=True):
    """What becomes of a joined film beside its pictures.

    Attributes:
        fps: frames per second.
        frames: how many there are.
        title: title of the whole film, or None.
        chapters: in order.
    """

    fps: Fraction
    frames: int
    title: str | None = None
    chapters: Sequence[Chapter] = ()


def film_header(path: Path) -> FilmFacts:
    """What a film says of itself; no picture is looked at, so its pixel format is unknown but for its set-up.

    Raises:
        ProblemError: missing, or no film (exit code 1).
    """
    with opened_film(path, look=False) as container:
        stream = container.streams.video[0]
        return facts_of(stream, stream.frames)


def stored_pictures(path: Path) -> Iterator[Stored]:
    """The pictures of a film in the order in which they are stored.

    Raises:
        ProblemError: damaged, or uneven in time (exit code 1).
    """
    with opened_film(path, look=False) as container:
        for number, packet in _packets(container, path):
            yield _stored(number, packet)


def copy_pictures(parts: Sequence[Path], head: Head, out: Path) -> list[Stored]:
    """Write the pictures of ``parts`` one after another to the file ``out``, as they are stored.

    Args:
        parts: films whose set-ups are equal.
        head: what else is written.
        out: an MP4; its index stands before its pictures.

    Returns:
        What was written, in the order in which it is stored.

    Raises:
        ProblemError: a part is damaged (exit code 1).
        OSError: the file system refused.
    """
    written: list[Stored] = []
    with _new_film(head, out) as film:
        stream, frames = None, 0
        for part in parts:
            with opened_film(part, look=False) as container:
                source = container.streams.video[0]
                stream = stream or film.add_stream_from_template(source)
                ticks, before = ticks_per_frame(source, part), len(written)
                for number, packet in _packets(container, part):
                    written.append(_stored(frames + number, packet))
                    # The clock of a part begins anew.
                    packet.pts += frames * ticks
                    packet.dts += frames * ticks
                    packet.stream = stream
                    with refusals(out):
                        film.mux(packet)
                found = len(written) - before
                if found != source.frames:
                    raise ProblemError(length_problem(part, found, source.frames))
                frames += found
    return written


@contextmanager
def _new_film(head: Head, out: Path) -> Iterator[Any]:
    """An empty film; what its file system refuses is an ``OSError``."""
    import av

    ticks = str(time_base_denominator(head.fps))
    options = {
        "movflags": "+faststart",
        "fflags": "+bitexact",
        "video_track_timescale": ticks,
        # The clock of the chapters: in milliseconds frames are not whole.
        "movie_timescale": ticks,
    }
    film = av.open(f"file:{out}", "w", format="mp4", options=options)
    try:
        if head.title:
            film.metadata["title"] = _in_one_line(head.title)
        film.set_chapters(_chapters(head))
        yield film
        with refusals(out):
            film.close()
    finally:
        # It is done, or it is not kept.
        with suppress(av.error.FFmpegError):
            film.close()


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """What the library cannot write is an ``OSError``, and not taken for a fault of what is read at the same time."""
    import av

    try:
        yield
    except av.error.FFmpegError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _chapters(head: Head) -> list[dict[str, Any]]:
    """The chapters as the library takes them; their clock ticks once a frame, so nothing is rounded."""
    ends = [*(chapter.start_frame for chapter in head.chapters[1:]), head.frames]
    return [
        {
            "id": number,
            "start": chapter.start_frame,
            "end": end,
            "time_base": 1 / head.fps,
            "metadata": {"title": _in_one_line(chapter.title)},
        }
        for number, (chapter, end) in enumerate(zip(head.chapters, ends, strict=False))
    ]


def _packets(container: Any, path: Path) -> Iterator[tuple[int, Any]]:
    """The packets of a film, each with its place among those that are shown.

    Raises:
        ProblemError: one is not complete, or they are not evenly spaced in time (exit code 1).
    """
    stream = container.streams.video[0]
    ticks = ticks_per_frame(stream, path)
    numbers: list[int] = []
    for packet in container.demux(stream):
        if not packet.size:
            continue
        if packet.is_corrupt or packet.pts is None or packet.pts % ticks:
            raise damage(path, f"frame {len(numbers)} is not complete or not in time")
        numbers.append(packet.pts // ticks)
        yield numbers[-1], packet
    if sorted(numbers) != list(range(len(numbers))):
        raise damage(path, "its frames are not evenly spaced in time")


def _stored(number: int, packet: Any) -> Stored:
    return Stored(number, bool(packet.is_keyframe), hashlib.sha256(packet).digest())


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
