"""Did-you-mean: the closest of the words that were allowed."""

from __future__ import annotations

from collections.abc import Iterable

# A word may be this many mistypings away for each of its letters; more, and it is another word.
_MISTYPED = 1 / 3
# The first letters of a word tell which it is, if there are as many as this.
_TELLING = 3


def closest(found: str, allowed: Iterable[str]) -> str | None:
    """The allowed word that ``found`` was most likely meant to be, or None where none is near.

    A word is near if one in three letters, or fewer, was left out, added, mistaken or swapped with the next
    (the distance of Damerau 1964), or if ``found`` is how it begins. Case and the choice of ``-``, ``_`` or space
    never count as a difference.
    """
    plain = {_plain(word): word for word in allowed}
    typed = _plain(found)
    most = int(len(typed) * _MISTYPED)
    near = {word: _distance(typed, word, most) for word in plain}
    # Few mistype the first letters: of two words that are equally near, the one that begins alike was meant.
    best = min(near, key=lambda word: (near[word], -_alike(typed, word), len(word)), default="")
    if best and near[best] <= most:
        return plain[best]
    begun = [word for word in plain if len(typed) >= _TELLING and word.startswith(typed)]
    return plain[min(begun, key=len)] if begun else None


def _plain(word: str) -> str:
    return word.strip().casefold().replace("-", "_").replace(" ", "_")


def _alike(one: str, other: str) -> int:
    """How many letters both begin with."""
    return next(
        (k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _distance(one: str, other: str, most: int) -> int:
    """How many mistypings make ``other`` of ``one``; some number above ``most`` where more are needed."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        above, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]
