"""Did-you-mean: the closest of the words that were allowed."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def closest(found: str, allowed: Iterable[str]) -> str | None:
    """The allowed word most like ``found``, or None where none is near.

    Case and the choice of ``-``, ``_`` or space never count as a difference.
    """
    plain = {_plain(word): word for word in allowed}
    near = get_close_matches(_plain(found), plain, n=1, cutoff=0.6)
    return plain[near[0]] if near else None


def _plain(word: str) -> str:
    return word.strip().casefold().replace("-", "_").replace(" ", "_")
