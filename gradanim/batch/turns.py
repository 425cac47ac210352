"""Which job is begun next: the longest first, and those that failed for want of room with fewer beside them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from gradanim.batch.work import Job, Limits

# Whether a job is tried again: not; once; or as often as the limits allow, with fewer workers at once.
Again = Literal["never", "once", "narrow"]


class Turn(Struct, frozen=True):
    """A job that waits.

    Attributes:
        job: the job.
        number: which try it will be, from 1.
        width: how many workers may run at once then, itself among them.
        pardoned: whether it was tried again already for a reason that counts once.
    """

    job: Job
    number: int
    width: int
    pardoned: bool = False

    def following(self, again: Again, limits: Limits) -> Turn | None:
        """Its next turn after one that failed, or None."""
        if again == "never" or self.number >= limits.tries:
            return None
        then = replace(self, number=self.number + 1)
        if again == "once":
            return None if self.pardoned else replace(then, pardoned=True)
        # The last chance is taken alone.
        alone = then.number == limits.tries
        return replace(then, width=1 if alone else max(1, self.width // 2))


class Queue:
    """Jobs that wait, in the order in which they will be begun."""

    def __init__(self, limits: Limits) -> None:
        self._width = max(1, limits.jobs)
        self._turns: list[Turn] = []

    def __len__(self) -> int:
        return len(self._turns)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All that wait, the next first."""
        return tuple(self._turns)

    def add(self, jobs: Iterable[Job]) -> None:
        """Adds new jobs; of one rank the longest come first, and all before those that are tried again."""
        self._turns += [Turn(job, 1, self._width) for job in jobs]
        self._turns.sort(key=lambda turn: (turn.number > 1, -turn.job.rank, -turn.job.weight))

    def put_back(self, turn: Turn) -> None:
        """Adds a job that is tried again, behind all others."""
        self._turns.append(turn)

    def take(self, running: Iterable[int], *, early: bool = False) -> Turn | None:
        """The next job that may begin beside others of these widths, or None; ``early``: of those that need little."""
        widths = list(running)
        room = min(widths, default=self._width)
        for turn in self._turns:
            if len(widths) < min(room, turn.width) and (turn.job.early or not early):
                self._turns.remove(turn)
                return turn
        return None

    def clear(self) -> list[Turn]:
        """Takes all that wait."""
        turns, self._turns = self._turns, []
        return turns
