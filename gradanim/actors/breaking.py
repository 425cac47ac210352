"""Breaking texts into lines: as few as can be, between words rather than in a formula, and no sign at an end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct


class Stretch(Struct, frozen=True):
    """A stretch of a line that is never broken.

    Attributes:
        width: in em.
        gap: space before it where it does not begin a line, in em.
        cost: how unwelcome it is that it begins a line.
        stays: whether it may not be parted from what stands before it.
    """

    width: float
    gap: float
    cost: float = 0.0
    stays: bool = False


# Lines too long, stretches parted that belong together, lines, and what their beginnings cost.
Fault = tuple[int, int, int, float]


def line_starts(stretches: Sequence[Stretch], room: float) -> list[int]:
    """Which stretches begin a line, so that every line fits ``room`` (em) if that can be."""
    return list(_broken(tuple(stretches), room)[1])


def fault(stretches: Sequence[Stretch], room: float) -> Fault:
    """What is wrong with the best way to break a line; less is better."""
    return _broken(tuple(stretches), room)[0]


# The same lines are set in every frame.
@lru_cache(maxsize=1024)
def _broken(stretches: tuple[Stretch, ...], room: float) -> tuple[Fault, tuple[int, ...]]:
    """From the last stretch to the first: the best way to set all that follow, for each that may begin a line."""
    best: list[tuple[Fault, int]] = [((0, 0, 0, 0.0), len(stretches))]
    for start in reversed(range(len(stretches))):
        first = stretches[start]
        begun = (0, int(first.stays and start > 0), 1, first.cost if start > 0 else 0.0)
        best.insert(0, min(_ways(stretches, start, room, best, begun), key=lambda way: (way[0], -way[1])))
    starts, at = [], 0
    while at < len(stretches):
        starts.append(at)
        at = best[at][1]
    return best[0][0], tuple(starts)


def _ways(
    stretches: Sequence[Stretch], start: int, room: float, best: Sequence[tuple[Fault, int]], begun: Fault
) -> list[tuple[Fault, int]]:
    """What it comes to where a line holds one stretch, two, and so on; ``best`` is of what comes after ``start``."""
    made: list[tuple[Fault, int]] = []
    width = 0.0
    for end in range(start + 1, len(stretches) + 1):
        last = stretches[end - 1]
        width += last.width + (last.gap if end - 1 > start else 0.0)
        long = int(width > room + 1e-9)
        if long and made and not last.stays:
            break
        rest = best[end - start - 1][0]
        made.append(((long + rest[0], begun[1] + rest[1], 1 + rest[2], begun[3] + rest[3]), end))
    return made
