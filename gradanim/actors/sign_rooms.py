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


def sign_slots(beats: Sequence[NumberTexts], lengths: Sequence[float] | None = None) -> SignSlots:
    """The quantities that have a sign in some beats and none in others, or now and then.

    Args:
        beats: what every quantity looks like in the course of each beat.
        lengths: of the beats, in seconds; None where all are long. One in which room cannot close softly keeps it.
    """
    keys = sorted({key for texts in beats for key in texts}, key=lambda it: (it[0], it[1] or ""))
    made = []
    for source, spec in keys:
        seen = [texts.get((source, spec), ()) for texts in beats]
        if len({text for written in seen for text in map(signs, written)}) > 1:
            made.append((source, spec, _kept(list(map(_slots, seen)), lengths or [GLIDE] * len(beats))))
    return tuple(made)


def _kept(slots: list[Slots], lengths: Sequence[float]) -> tuple[Slots, ...]:
    for index in range(1, len(slots)):
        before, now = slots[index - 1], slots[index]
        if lengths[index] < GLIDE and before is not None and now is not None and len(before) == len(now):
            slots[index] = tuple(a or b for a, b in zip(before, now, strict=True))
    return tuple(slots)


def glided(frame: int, frames: int, fps: float) -> float:
    """How far room has opened or closed at a frame of a beat, counted from 0: not yet at the first, 1 at its last."""
    return min(1.0, frame / max(1.0, min(GLIDE * fps, frames - 1.0)))


def _slots(written: Iterable[str]) -> Slots:
    """Which numbers of some texts ever have a sign; None without texts, or where they have not as many numbers."""
    found = list(map(signs, written))
    if not found or len({len(text) for text in found}) > 1:
        return None
    return tuple(any(column) for column in zip(*found, strict=True))


def rooms_at(slots: SignSlots, index: int, share: float) -> SignRooms:
    """The rooms in the course of a beat.

    Args:
        slots: of the scene.
        index: place of the beat.
        share: how far they have come from those of the beat before, 0 to 1.
    """
    share = smooth(share)
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
