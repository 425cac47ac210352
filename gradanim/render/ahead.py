"""Letters that were never drawn before, drawn by a second process while the first one draws the landscape."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from gradanim.actors.letters import Letter
from gradanim.render.patches import is_kept, keep, nothing_is_kept, require_room

# Importing manim takes about a second: for fewer texts than this a second process is not worth its start.
WORTHWHILE = 4
# Seconds that a process may take which draws a few dozen texts in less than two.
PATIENCE = 20.0


class Ahead:
    """The second process, where there is one. Whatever fails in it is drawn where it is needed.

    Args:
        at_once: start it now if no text was ever drawn on this machine: it imports manim while the caller finds out
            which texts there are.
    """

    def __init__(self, *, at_once: bool) -> None:
        self._alone = (os.cpu_count() or 1) < 2 or "manim" in sys.modules
        self._helper: subprocess.Popen[bytes] | None = None
        if at_once and not self._alone and nothing_is_kept():
            self._helper = _started()

    def draw(self, letters: Iterable[Letter]) -> None:
        """Has texts drawn and kept; called once."""
        missing = sorted({made for letter in letters if not is_kept(*(made := _of(letter)))})
        if self._helper is None and not self._alone and len(missing) >= WORTHWHILE:
            self._helper = _started()
        if self._helper is not None and self._helper.stdin is not None:
            with suppress(OSError, ValueError):
                self._helper.stdin.write(json.dumps(missing).encode() + b"\n")
                self._helper.stdin.close()

    def wait(self) -> None:
        """Waits until they are drawn, not longer than makes sense."""
        if self._helper is not None:
            with suppress(subprocess.TimeoutExpired):
                self._helper.wait(PATIENCE)
            self.close()

    def close(self) -> None:
        """Ends the process, done or not."""
        helper, self._helper = self._helper, None
        if helper is not None:
            with suppress(OSError, ValueError):
                assert helper.stdin is not None
                helper.stdin.close()
            helper.kill()
            helper.wait()


@contextmanager
def letters_ahead() -> Iterator[Ahead]:
    """A second process that may start at once, and is ended at the end of the block."""
    ahead = Ahead(at_once=True)
    try:
        yield ahead
    finally:
        ahead.close()


def _of(letter: Letter) -> tuple[str, float]:
    return letter.markup, round(letter.size, 3)


def _started() -> subprocess.Popen[bytes] | None:
    """The process, or None where there can be none."""
    with suppress(OSError):
        return subprocess.Popen(
            [sys.executable, "-P", "-m", __spec__.name],
            # Modules come from where this process has them from, and from nowhere else.
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return None


def _serve() -> None:
    """What the second process does: it gets ready, reads one line and draws what stands there."""
    require_room()
    import gradanim.render.manim_text  # noqa: F401

    for markup, size in json.loads(sys.stdin.readline() or "[]"):
        keep(markup, size)


if __name__ == "__main__":
    _serve()
