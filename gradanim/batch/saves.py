"""Building again whenever a file of a series is saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from gradanim.batch.inputs import input_files
from gradanim.problems import ProblemError

# How often files are looked at, in seconds.
EVERY = 0.3

Looks = Mapping[Path, tuple[int, int, int] | None]


def watch(path: Path, build: Callable[[], object], say: Callable[[str], None]) -> NoReturn:
    """Builds, and again whenever a file that the series is read from has changed; Ctrl-C ends it.

    What is wrong with a file is told and the watch goes on. A file that changes while a build runs starts another one
    after it.

    Args:
        path: the series file.
        build: builds it and tells of it.
        say: told lines for a person.

    Raises:
        KeyboardInterrupt: the only way to end it.
    """
    while True:
        before = looks(path)
        try:
            build()
        except ProblemError as error:
            for problem in error.problems:
                say(str(problem) if problem.file else problem.message)
        say(f"watching {len(before)} file{'s' * (len(before) > 1)}; Ctrl-C ends")
        settled(path, before)


def settled(path: Path, before: Looks) -> None:
    """Waits until files differ from an earlier look, and then until nobody writes to them any more."""
    while same(before):
        time.sleep(EVERY)
    last = looks(path)
    while True:
        time.sleep(EVERY)
        now = looks(path)
        if now == last:
            return
        last = now


def looks(path: Path) -> Looks:
    """Date, size and number of every file that a series is read from; None for one that is not there."""
    return {file: _look(file) for file in input_files(path)}


def same(before: Looks) -> bool:
    """Whether files look as they did."""
    return all(_look(file) == look for file, look in before.items())


def _look(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    # Editors that rename a new file into its place keep neither inode nor date.
    return found.st_mtime_ns, found.st_size, found.st_ino
