"""Room for the signs of live numbers, beat by beat: kept where one comes or goes, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from gradanim.actors.columns import NumberTexts, signs
from gradanim.actors.easing import smooth

# For every number of a text whether it has a sign at some time of a beat; None where the text is not there.
Slots = tuple[bool, ...] | None
# Source and format of quantities with what each has in every beat.
SignSlots = tuple[tuple[str, str | None, tuple[Slots, ...]], ...]
# For every number of quantities, by source and format, how much of the room for its sign is kept, 0 to 1.
SignRooms = tuple[tuple[str, str | None, tuple[float, ...]], ...]

# Seconds in which room opens or closes as a beat begins: numbers hardly run yet.
GLIDE = 0.4


def sign_slots(beats: Sequence[NumberTexts]) -> SignSlots:
    """The quantities that have a sign in some beats and none in others, or now and then.

    Args:
        beats: what every quantity looks like in the course of each beat.
    """
    keys = sorted({key for texts in beats for key in texts}, key=lambda it: (it[0], it[1] or ""))
    made = []
    for source, spec in keys:
        seen = [texts.get((source, spec), ()) for texts in beats]
        if len({text for written in seen for text in map(signs, written)}) > 1:
            made.append((source, spec, tuple(map(_slots, seen))))
    return tuple(made)


def _slots(written: Iterable[str]) -> Slots:
    """Which numbers of some texts ever have a sign; None without texts, or where they have not as many numbers."""
    found = list(map(signs, written))
    if not found or len({len(text) for text in found}) > 1:
        return None
    return tuple(any(column) for column in zip(*found, strict=True))


def rooms_at(slots: SignSlots, index: int, seconds: float) -> SignRooms:
    """The rooms at a time.

    Args:
        slots: of the scene.
        index: place of the beat.
        seconds: since the beat began.
    """
    share = smooth(seconds / GLIDE)
    made = []
    for source, spec, beats in slots:
        now, before = beats[index], beats[index - 1] if index else None
        if now is None:
            continue
        # A text that has just come has its room at once.
        begun = before if before is not None and len(before) == len(now) else now
        made.append((source, spec, tuple(a + (b - a) * share for a, b in zip(begun, now, strict=True))))
    return tuple(made)


def most_rooms(slots: SignSlots) -> Mapping[tuple[str, str | None], tuple[float, ...]]:
    """The rooms of all signs that ever come: lines are broken for these."""
    return {
        (source, spec): tuple(
            float(any(numbers))
            for numbers in zip_longest(*(beat for beat in beats if beat is not None), fillvalue=False)
        )
        for source, spec, beats in slots
    }
