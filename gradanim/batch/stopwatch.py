"""Times a run, for estimates of others: from its beginning to its end, without waiting for other builds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from gradanim.batch.events import BuildStarted, Event, JobStarted
from gradanim.batch.outcome import SceneResult
from gradanim.batch.speeds import Took


class Stopwatch:
    """A stopwatch that runs from when it is made.

    Args:
        clock: seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._workers = 1
        self._before: float | None = None

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Does not count what the block takes."""
        began = self._clock()
        try:
            yield
        finally:
            self._began += self._clock() - began

    def heed(self, event: Event) -> None:
        """Takes note of when the first piece is begun, and of how many are made at once."""
        if isinstance(event, BuildStarted):
            self._workers = event.workers
        elif isinstance(event, JobStarted) and event.weight and self._before is None:
            self._before = self._clock() - self._began

    def took(self, results: Sequence[SceneResult]) -> Took | None:
        """What the run took until now; None where nothing was drawn.

        Args:
            results: what became of its scenes.
        """
        made = [result.effort for result in results if result.effort.seconds]
        frames, drawing = sum(effort.drawn for effort in made), sum(effort.drawing for effort in made)
        if self._before is None or not frames:
            return None
        return Took(frames, drawing, self._workers, self._before, len(made), self._clock() - self._began)
