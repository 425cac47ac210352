"""Room for the signs of live numbers, beat by beat: kept while one comes or goes, and closed when all have gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import zip_longest

from msgspec import Struct

from gradanim.actors.columns import NumberCourse, signs
from gradanim.actors.easing import smooth

# Seconds in which room opens as a beat begins, when numbers hardly run yet, and in which it closes as they come to
# rest; where less time than LEAST is left for that, it closes as the next beat begins.
GLIDE, LEAST = 0.4, 0.2
# Where nothing moves for so many seconds, room closes though the next beat opens it again.
RESTS = 0.8
# So often the time between two looks is halved to find when a sign goes.
HALVINGS = 6


class Slots(Struct, frozen=True):
    """The room for the signs of a text in one beat, for each of its numbers.

    Attributes:
        begun: whether it is there as the beat begins; of a text that has just come it is at once.
        kept: whether it is in the course of the beat.
        left: whether it is in the end.
        closing: seconds of the beat at which room that is not left begins to close, and has closed.
    """

    begun: tuple[bool, ...]
    kept: tuple[bool, ...]
    left: tuple[bool, ...]
    closing: tuple[float, float] = (0.0, 0.0)


# Source and format of quantities with what each has in every beat; None where its text is not there.
SignSlots = tuple[tuple[str, str | None, tuple[Slots | None, ...]], ...]
# For every number of quantities, by source and format, how much of the room for its sign is kept, 0 to 1.
SignRooms = tuple[tuple[str, str | None, tuple[float, ...]], ...]
# Seconds in which a beat moves, and of all of it.
Times = tuple[float, float]
# Gives the text of one quantity, or the texts of all, of a beat, by its place, at a progress from 0 to 1.
Closer = Callable[[int, float], str | None]
Look = Callable[[int, float], Mapping[tuple[str, str | None], str | None]]


def sign_slots(beats: Sequence[NumberCourse], times: Sequence[Times], look: Look | None = None) -> SignSlots:
    """The quantities that have a sign in some beats and none in others, or now and then.

    Args:
        beats: what every quantity looks like in the course of each beat.
        times: of the beats. One in which room cannot close softly keeps it.
        look: tells between which frames a sign goes; None where that is not to be known better than the looks tell.
    """
    keys = sorted({key for texts in beats for key in texts}, key=lambda it: (it[0], it[1] or ""))
    made = []
    for source, spec in keys:
        seen = [texts.get((source, spec), ()) for texts in beats]
        if len({text for written in seen for text in map(signs, filter(None, written))}) > 1:
            closer = None if look is None else _closer(look, (source, spec))
            made.append((source, spec, _slots(seen, times, closer)))
    return tuple(made)


def _closer(look: Look, key: tuple[str, str | None]) -> Closer:
    return lambda index, share: look(index, share).get(key)


def _slots(
    seen: Sequence[Sequence[str | None]], times: Sequence[Times], look: Closer | None
) -> tuple[Slots | None, ...]:
    ever = [*map(_ever, seen), None]
    made: list[Slots | None] = []
    before: Slots | None = None
    for index, now in enumerate(ever[:-1]):
        if now is None:
            before = None
        else:
            begun = before.left if before is not None and len(before.left) == len(now) else now
            short = times[index][1] < GLIDE
            kept = tuple(a or b for a, b in zip(begun, now, strict=True)) if short else now
            closer = None if look is None else partial(look, index)
            before = _closed(Slots(begun, kept, kept), (seen[index], closer), times[index], ever[index + 1])
        made.append(before)
    return tuple(made)


def _closed(
    slots: Slots,
    course: tuple[Sequence[str | None], Callable[[float], str | None] | None],
    times: Times,
    after: tuple[bool, ...] | None,
) -> Slots:
    """The slots, with room closed that no sign stands in at the end, nor in the beat after.

    Args:
        slots: with all room kept that the beat needs.
        course: the text at looks at the beat, and at any progress if that is to be known.
        times: of the beat.
        after: which numbers have a sign in the next beat.
    """
    seen, look = course
    if not seen or seen[-1] is None:
        return slots
    needed = after if after is not None and len(after) == len(slots.kept) else (False,) * len(slots.kept)
    motion, length = times
    rests = min(motion * _rested(seen), length)
    stays = length - rests < RESTS
    last = zip(slots.kept, signs(seen[-1]), needed, strict=True)
    left = tuple(kept and (sign or (more and stays)) for kept, sign, more in last)
    closes = [index for index, (kept, rest) in enumerate(zip(slots.kept, left, strict=True)) if kept > rest]
    begin = max(motion * _gone(seen, closes, look), rests - GLIDE)
    end = min(begin + GLIDE, length)
    if not closes or end - begin < LEAST:
        return slots
    return Slots(slots.begun, slots.kept, left, (begin, end))


def _gone(
    seen: Sequence[str | None], numbers: Sequence[int], look: Callable[[float], str | None] | None
) -> float:
    """The progress of a beat from which on none of some numbers has a sign."""

    def signed(text: str | None) -> bool:
        found = signs(text) if text is not None else ()
        return any(index < len(found) and found[index] for index in numbers)

    # From the look after the last sign on there is none.
    after = max((k + 1 for k, text in enumerate(seen) if signed(text)), default=0)
    parts = max(1, len(seen) - 1)
    low, high = (after - 1) / parts, after / parts
    if look is None or not 0.0 <= low < high <= 1.0:
        return high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if signed(look(middle)) else (low, middle)
    return high


def _rested(seen: Sequence[str | None]) -> float:
    """The progress of a beat from which on its numbers look as they do in the end, though they may still run."""
    return next((k + 1 for k in reversed(range(len(seen))) if seen[k] != seen[-1]), 0) / max(1, len(seen) - 1)


def _ever(written: Sequence[str | None]) -> tuple[bool, ...] | None:
    """Which numbers of some texts ever have a sign; None without texts, or where they have not as many numbers."""
    found = [signs(text) for text in written if text is not None]
    if not found or len({len(text) for text in found}) > 1:
        return None
    return tuple(any(column) for column in zip(*found, strict=True))


def elapsed(frame: int, frames: int, fps: float) -> float:
    """Seconds of a beat that have passed at one of its frames, counted from 0: none at the first, all at its last."""
    return frames / fps * (frame / max(1, frames - 1))


def rooms_at(slots: SignSlots, index: int, times: tuple[float, float]) -> SignRooms:
    """The rooms in the course of a beat.

    Args:
        slots: of the scene.
        index: place of the beat.
        times: seconds of it that have passed, and of all of it.
    """
    seconds, length = times
    opened = smooth(seconds / min(GLIDE, length))
    made = []
    for source, spec, now in in_beat(slots, index):
        begin, end = now.closing
        closed = smooth((seconds - begin) / (end - begin)) if end > begin else 0.0
        rooms = []
        for begun, kept, left in zip(now.begun, now.kept, now.left, strict=True):
            room = begun + (kept - begun) * opened
            rooms.append(room + (left - kept) * closed)
        made.append((source, spec, tuple(rooms)))
    return tuple(made)


def in_beat(slots: SignSlots, index: int) -> tuple[tuple[str, str | None, Slots], ...]:
    """What decides the rooms in a beat."""
    return tuple((source, spec, now) for source, spec, beats in slots if (now := beats[index]) is not None)


def most_rooms(slots: SignSlots) -> Mapping[tuple[str, str | None], tuple[float, ...]]:
    """The rooms of all signs that ever come: lines are broken for these."""
    return {
        (source, spec): tuple(
            float(any(numbers))
            for numbers in zip_longest(*(beat.kept for beat in beats if beat is not None), fillvalue=False)
        )
        for source, spec, beats in slots
    }
