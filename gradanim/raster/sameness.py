"""At which places two rows of items differ, told without a step of Python for each item that is the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from operator import is_, is_not


def same_objects(before: Sequence[object], now: Sequence[object]) -> bool:
    """Whether two rows hold the very same objects."""
    return len(before) == len(now) and all(map(is_, before, now))


def unlike_places(before: Sequence[object], now: Sequence[object]) -> list[int] | None:
    """The places at which two rows hold different objects.

    Returns:
        The places in order; None where the rows are of different lengths, or where an object has moved to another
        place, so that places tell nothing.
    """
    if len(before) != len(now):
        return None
    places = list(compress(range(len(now)), map(is_not, before, now)))
    moved = {id(before[place]) for place in places} & {id(now[place]) for place in places}
    return None if moved else places
