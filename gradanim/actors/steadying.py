"""Names that glide: in every picture one stands at the mean of the places that it has shortly before and after.

Where a name stands is found picture by picture, so that it may change sides from one to the next. On a long way, which
may lead over other things, it fades.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from gradanim.actors.easing import clamp, smooth
from gradanim.actors.letters import Letter

# Seconds before and after within which places are averaged.
REACH = 0.2
# How far places may lie from their mean, in em, for a name to be seen wholly, and from where on it is not seen.
STAYS, GONE = 0.1, 0.5
# A name that changes sides at once is not seen from here on, as a share of the whole way either way.
PARTED = 0.2
# The view, the markup, and which of those that are alike.
Key = tuple[str, str, int]
# Pixels of the frame from what is named to where its name begins, right and down.
Offset = tuple[float, float]
Places = Mapping[Key, Offset]


def places(letters: Iterable[Letter]) -> Places:
    """Where the texts that may be moved stand, as seen from what they name."""
    return {
        key: (letter.x - letter.tie.x, letter.y - letter.tie.y)
        for key, letter in _keyed(letters)
        if key is not None and letter.tie is not None
    }


def weights(reach: int) -> tuple[float, ...]:
    """How much the pictures from ``reach`` before to ``reach`` after one count; the sum is 1.

    Source: the window of Hann, without its zeros.
    """
    raw = [1.0 + math.cos(math.pi * k / (reach + 1)) for k in range(-reach, reach + 1)]
    return tuple(weight / sum(raw) for weight in raw)


def steadied(letters: Sequence[Letter], near: Sequence[Places]) -> tuple[Letter, ...]:
    """The texts of a picture, its names at their mean places.

    Args:
        letters: the texts where they stand in this picture alone.
        near: the places in the pictures around it, an odd number of them, this one in the middle; a name that is not in
            all of them has the mean of those in which it is.
    """
    shares = weights(len(near) // 2)
    moved: list[Letter] = []
    for key, letter in _keyed(letters):
        if key is None or letter.tie is None:
            moved.append(letter)
            continue
        known = [(share, seen[key]) for share, seen in zip(shares, near, strict=True) if key in seen]
        here = near[len(near) // 2][key]
        if all(offset == here for _, offset in known):
            moved.append(letter)
            continue
        whole = sum(share for share, _ in known)
        right = sum(share * offset[0] for share, offset in known) / whole
        down = sum(share * offset[1] for share, offset in known) / whole
        square = sum(share * ((x - right) ** 2 + (y - down) ** 2) for share, (x, y) in known) / whole
        wide = math.hypot(*(max(side) - min(side) for side in zip(*(it for _, it in known), strict=True)))
        seen = letter.opacity * (1.0 - _under_way(math.sqrt(square), wide, letter.size))
        moved.append(replace(letter, x=letter.tie.x + right, y=letter.tie.y + down, opacity=seen))
    return tuple(moved)


def _under_way(spread: float, wide: float, size: float) -> float:
    """How far a name has faded.

    Args:
        spread: how far its places lie from their mean, in pixels.
        wide: how far they lie apart.
        size: one em.
    """
    far = smooth(clamp((spread / size - STAYS) / (GONE - STAYS)))
    # Of two places far apart a small share on one side is a wide spread: it fades as that share grows, not at once.
    sides = smooth(spread / wide / math.sqrt(PARTED * (1.0 - PARTED)))
    return min(far, sides)


def _keyed(letters: Iterable[Letter]) -> Iterator[tuple[Key | None, Letter]]:
    counted: Counter[tuple[str, str]] = Counter()
    for letter in letters:
        if letter.tie is None:
            yield None, letter
            continue
        name = letter.tie.view, letter.markup
        yield (*name, counted[name]), letter
        counted[name] += 1
