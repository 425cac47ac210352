"""What is done at the end of every build: it is told of, and reported in the output folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gradanim.batch.building import REPORT
from gradanim.batch.built import Built
from gradanim.batch.events import BuildFinished
from gradanim.batch.executor import OnEvent
from gradanim.batch.report import report_text
from gradanim.encode import publish_text
from gradanim.problems import ProblemError


@contextmanager
def ended(built: Built, tell: OnEvent) -> Iterator[None]:
    """Tells the end of the build that the block is, also of one that somebody ends.

    Args:
        built: what it comes to.
        tell: told that it is over.
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        tell(BuildFinished(built.counts, built.took(), built.drawn))
        raise
    tell(BuildFinished(built.counts, built.took(), built.drawn))


@contextmanager
def reported(built: Built, out: Path, look: tuple[str, str]) -> Iterator[None]:
    """Writes the report of the build that the block is, also of one that somebody ends; the folder's lock is held.

    Args:
        built: what it comes to.
        out: the output folder.
        look: names of profile and format.

    Raises:
        ProblemError: the report cannot be written (exit code 3).
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        built.took()
        with suppress(ProblemError):
            write_report(out, report_text(built, look))
        raise
    built.took()
    write_report(out, report_text(built, look))


def write_report(out: Path, text: str) -> None:
    """Publishes a report, unless it stands there already.

    Raises:
        ProblemError: the disk refused (exit code 3).
    """
    path = out / REPORT
    with suppress(OSError):
        # A pipe that stands there would be waited for.
        if path.is_file() and path.read_bytes() == text.encode():
            return
    publish_text(path, text)
