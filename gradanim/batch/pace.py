"""How fast frames are made, and how long the rest will take."""

from __future__ import annotations

import time
from collections.abc import Callable

# What earlier runs took counts like so many seconds of measuring, and less and less beside what is measured.
_TRUST = 5.0
_LEAST = 2.0


class Pace:
    """Frames that are made by several workers at once.

    Args:
        speed: frames a second, all workers together, as earlier runs had it; None where there were none.
        clock: seconds.
    """

    def __init__(self, speed: float | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._speed = speed
        self._clock = clock
        self._started: float | None = None
        self._drawn = 0.0
        self._running: dict[str, float] = {}
        self.total = 0.0
        self.settled = 0.0

    @property
    def done(self) -> float:
        """Frames that are over or made."""
        return self.settled + sum(self._running.values())

    def begin(self, job: str) -> None:
        """A worker has begun a job."""
        self._running[job] = 0.0
        if self._started is None:
            self._started = self._clock()

    def progress(self, job: str, frames: float) -> None:
        """A worker has made so many frames of a job."""
        self._drawn += max(0.0, frames - self._running.get(job, 0.0))
        self._running[job] = frames

    def drop(self, job: str) -> None:
        """What was made of a job is lost."""
        self._running.pop(job, None)

    def settle(self, job: str, weight: float, *, made: bool) -> None:
        """A job is over."""
        if made:
            self.progress(job, weight)
        self._running.pop(job, None)
        self.settled += weight

    def left(self) -> float | None:
        """Seconds until all frames are made, or None where nobody knows."""
        seconds = 0.0 if self._started is None else self._clock() - self._started
        drawn = self._drawn
        if self._speed:
            drawn, seconds = drawn + self._speed * _TRUST, seconds + _TRUST
        if drawn <= 0 or seconds < _LEAST:
            return None
        return max(0.0, self.total - self.done) * seconds / drawn


def spoken(seconds: float | None) -> str:
    """A time that is left, as a bar shows it."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02} left" if hours else f"{minutes}:{rest:02} left"
