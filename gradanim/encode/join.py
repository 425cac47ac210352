"""Joins clips into one film without encoding them again, with a chapter list, and reads it back."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from gradanim.encode.files import publish_partial, writing
from gradanim.encode.remux import Chapter, Head, Stored, copy_pictures, film_header, stored_pictures
from gradanim.encode.verify import FilmFacts, damage, facts_of, length_problem, opened_film, speaking_of
from gradanim.problems import Problem, ProblemError
from gradanim.store import partial_path, sweep_partials

# What must be equal for the pictures of one clip to follow those of another in one stream.
_SHARED = (
    ("fps", "frame rate"),
    ("width", "width"),
    ("height", "height"),
    ("codec", "codec"),
    # The pixel format is in here.
    ("setup", "encoder set-up"),
)


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
        ProblemError: a part is damaged or differs from the first, or the disk refused.
        ValueError: chapters out of order or outside the film.
    """
    if not parts:
        raise ProblemError(Problem("join_nothing", {"path": out}, exit_code=1))
    facts = [film_header(part) for part in parts]
    _check_shared(parts, facts)
    head = Head(facts[0].fps, sum(fact.frames for fact in facts), title, chapters)
    _check_order(head)
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        sweep_partials(out.parent, out.name)
    partial = partial_path(out)
    try:
        with writing(out):
            written = copy_pictures(parts, head, partial)
        with speaking_of(out):
            joined = _read_back(partial, written, head)
        publish_partial(partial, out)
    finally:
        # Where nothing can be written nothing can be removed either; what went wrong is told already.
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return joined


def _read_back(film: Path, written: Sequence[Stored], head: Head) -> FilmFacts:
    """What was made, where it has every picture of the parts, byte for byte and in its place, and no other."""
    stored = list(stored_pictures(film))
    if len(stored) != head.frames:
        raise ProblemError(length_problem(film, len(stored), head.frames))
    for picture, wanted in zip(stored, written, strict=True):
        if picture != wanted:
            raise damage(film, f"frame {wanted.number} is not the one that was written")
    with opened_film(film) as container:
        return facts_of(container.streams.video[0], len(stored))


def _check_order(head: Head) -> None:
    starts = [chapter.start_frame for chapter in head.chapters]
    if any(not 0 <= start < end for start, end in pairwise([*starts, head.frames])):
        raise ValueError(f"chapters must start in order, inside {head.frames} frames, not at {starts}")


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
