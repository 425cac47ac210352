"""Joins clips into one film without encoding them again, with a chapter list."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

from msgspec import Struct

from gradanim.encode.ffmpeg import find_ffmpeg
from gradanim.encode.files import publish_partial, writing
from gradanim.encode.graph import join_command
from gradanim.encode.process import run_child
from gradanim.encode.verify import FilmFacts, speaking_of, verify_film
from gradanim.problems import Problem, ProblemError
from gradanim.store import partial_path, sweep_partials

_PATIENCE_SECONDS = 60.0
# What must be equal for the pictures of one clip to follow those of another in one stream.
_SHARED = (
    ("fps", "frame rate"),
    ("width", "width"),
    ("height", "height"),
    ("codec", "codec"),
    ("pixel_format", "pixel format"),
    ("setup", "encoder set-up"),
)


class Chapter(Struct, frozen=True):
    """A named place in a film: it starts at ``start_frame`` and lasts until the next one or the end."""

    start_frame: int
    title: str


def join_films(
    parts: Sequence[Path], out: Path, *, chapters: Sequence[Chapter] = (), title: str | None = None
) -> FilmFacts:
    """Join ``parts`` in order into ``out``, picture for picture, and read the result back.

    Args:
        parts: MP4 films with equal size, rate and encoder settings.
        out: final name; an earlier film there stays until the new one is complete.
        chapters: in order of ``start_frame``.
        title: title of the whole film, or None.

    Raises:
        ProblemError: a part is damaged or differs from the first, the encoder failed, or the disk refused.
        ValueError: chapters out of order or outside the film.
    """
    if not parts:
        raise ProblemError(Problem("join_nothing", {"path": out}, exit_code=1))
    facts = [verify_film(part, depth="header") for part in parts]
    _check_shared(parts, facts)
    frames = sum(fact.frames for fact in facts)
    metadata = chapter_text(chapters, frames, facts[0].fps, title)
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        sweep_partials(out.parent, out.name)
    partial = partial_path(out)
    try:
        joined = _joined(parts, (metadata, facts[0].fps, frames), partial, out)
        publish_partial(partial, out)
    finally:
        # Where nothing can be written nothing can be removed either; what went wrong is told already.
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return joined


def chapter_text(chapters: Sequence[Chapter], frames: int, fps: Fraction, title: str | None = None) -> str:
    """The ffmetadata text of a chapter list; its time base is one frame, so nothing is rounded.

    Raises:
        ValueError: chapters out of order or outside ``0 … frames``.
    """
    starts = [chapter.start_frame for chapter in chapters]
    ends = [*starts[1:], frames]
    if any(not 0 <= start < end for start, end in zip(starts, ends, strict=bool(starts))):
        raise ValueError(f"chapters must start in order, inside {frames} frames, not at {starts}")
    lines = [";FFMETADATA1"]
    if title:
        lines.append(f"title={_escaped(title)}")
    for chapter, end in zip(chapters, ends, strict=False):
        lines += ["[CHAPTER]", f"TIMEBASE={fps.denominator}/{fps.numerator}"]
        lines += [f"START={chapter.start_frame}", f"END={end}", f"title={_escaped(chapter.title)}"]
    return "\n".join(lines) + "\n"


def _joined(parts: Sequence[Path], about: tuple[str, Fraction, int], partial: Path, out: Path) -> FilmFacts:
    """Joins and reads the result back, every frame of every part at once; ``about``: metadata, rate and frames."""
    metadata, fps, frames = about
    try:
        _join(parts, metadata, fps, partial, out)
        with speaking_of(out):
            return verify_film(partial, depth="packets", expected_frames=frames)
    except ProblemError:
        # Where a part is at fault, it is the part that is told.
        for part in parts:
            verify_film(part, depth="packets")
        raise


def _join(parts: Sequence[Path], metadata: str, fps: Fraction, partial: Path, out: Path) -> None:
    # Two small files beside the film that is written: whoever sweeps what is left of a killed writer takes them too.
    listing, chapters = (partial.with_name(f"{partial.name}.{name}") for name in ("parts", "chapters"))
    try:
        with writing(out):
            text = "ffconcat version 1.0\n" + "".join(map(_listed, parts))
            listing.write_text(text, encoding="utf-8")
            chapters.write_text(metadata, encoding="utf-8", newline="\n")
        command = join_command(find_ffmpeg().path, listing, chapters, fps, partial)
        with speaking_of(out):
            run_child(command, partial, _PATIENCE_SECONDS)
    finally:
        with suppress(OSError):
            listing.unlink(missing_ok=True)
            chapters.unlink(missing_ok=True)


def _listed(part: Path) -> str:
    name = os.fspath(part.absolute())
    if "\n" in name or "\r" in name:
        # The list has a line for each file, and no quote reaches over its end.
        raise ProblemError(Problem("join_line_break", {"path": repr(name)}, exit_code=3))
    quoted = name.replace("'", r"'\''")
    return f"file 'file:{quoted}'\n"


def _escaped(text: str) -> str:
    plain = " ".join(text.split())
    return "".join(f"\\{c}" if c in "=;#\\" else c for c in plain)


def _check_shared(parts: Sequence[Path], facts: Sequence[FilmFacts]) -> None:
    problems = []
    for part, fact in zip(parts, facts, strict=True):
        for name, what in _SHARED:
            found, expected = getattr(fact, name), getattr(facts[0], name)
            if found != expected:
                # The set-up bytes mean nothing to a reader.
                hidden = name == "setup"
                details = {"path": part, "first": parts[0], "what": what}
                details["found"] = "another one" if hidden else found
                details["expected"] = "the same" if hidden else expected
                problems.append(Problem("join_mismatch", details, exit_code=1))
                break
    if problems:
        raise ProblemError(problems)
