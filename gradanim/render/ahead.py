"""Letters that were never drawn before, drawn by a second process while the first one draws the landscape."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

from gradanim.actors.letters import Letter
from gradanim.render.patches import is_kept, keep, nothing_is_kept

# Importing manim takes about a second: for fewer texts than this a second process is not worth its start.
WORTHWHILE = 4
# Seconds that a process may take which draws a few dozen texts in less than two.
PATIENCE = 20.0
Ahead = Callable[[Iterable[Letter]], None]


@contextmanager
def letters_ahead() -> Iterator[Ahead]:
    """Gives a function that has texts drawn and kept by another process until the end of the body.

    The first time of all, that process starts at once and imports manim while the body finds out which texts there
    are. Whatever fails here is drawn where it is needed.
    """
    helpers: list[subprocess.Popen[bytes]] = []
    alone = (os.cpu_count() or 1) < 2 or "manim" in sys.modules

    def ahead(letters: Iterable[Letter]) -> None:
        missing = sorted({made for letter in letters if not is_kept(*(made := _of(letter)))})
        if not helpers and not alone and len(missing) >= WORTHWHILE:
            helpers.extend(_started())
        for helper in helpers:
            _tell(helper, missing)

    if not alone and nothing_is_kept():
        helpers.extend(_started())
    try:
        yield ahead
    finally:
        for helper in helpers:
            _end(helper)


def _of(letter: Letter) -> tuple[str, float]:
    return letter.markup, round(letter.size, 3)


def _started() -> Iterator[subprocess.Popen[bytes]]:
    """The process, or nothing where there can be none."""
    with suppress(OSError):
        yield subprocess.Popen(
            [sys.executable, "-P", "-m", __spec__.name],
            # Modules come from where this process has them from, and from nowhere else.
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _tell(helper: subprocess.Popen[bytes], missing: list[tuple[str, float]]) -> None:
    assert helper.stdin is not None
    with suppress(OSError, ValueError):
        helper.stdin.write(json.dumps(missing).encode() + b"\n")
        helper.stdin.close()


def _end(helper: subprocess.Popen[bytes]) -> None:
    """Waits until a process has drawn what it was told, not longer than makes sense."""
    with suppress(OSError, ValueError):
        assert helper.stdin is not None
        helper.stdin.close()
    try:
        helper.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        helper.kill()
        helper.wait()


def _serve() -> None:
    """What the second process does: it gets ready, reads one line and draws what stands there."""
    import gradanim.render.manim_text  # noqa: F401

    for markup, size in json.loads(sys.stdin.readline() or "[]"):
        keep(markup, size)


if __name__ == "__main__":
    _serve()
