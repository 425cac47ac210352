"""Labels stand on whole pixels wherever nothing moves, and between such places they glide by fractions of a pixel.

A label stands where what it belongs to is, which is between pixels nearly everywhere: blended over two pixels its stems
are blurred. It is set right by what brings it to whole pixels at the start and at the end of a motion; on the way from
the one to the other, so that nothing jumps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from gradanim.actors.letters import Letter, Mark, whole

# What a label is, and which of those that are alike.
Key = tuple[Mark, int]
Shift = tuple[float, float]


class Still(Struct, frozen=True, eq=False):
    """A label that has one place of rest.

    Attributes:
        rest: as it is drawn there.
        settled: the same on whole pixels.
        shift: pixels from the one to the other, right and down.
    """

    rest: Letter
    settled: Letter
    shift: Shift


class Settling(Struct, frozen=True, eq=False):
    """How the labels of a motion are set right.

    Attributes:
        still: labels that rest in one place only.
        gliding: pixels right and down at the start of the others, and what is added to that until the end.
        alike: labels of which a picture has more than one.
    """

    still: Mapping[Key, Still]
    gliding: Mapping[Key, tuple[Shift, Shift]]
    alike: frozenset[Mark]


def settling(before: Sequence[Letter], after: Sequence[Letter]) -> Settling:
    """How labels are set right between two pictures in which nothing moves.

    Args:
        before: the texts of the first picture as they are drawn, none where there is no such picture.
        after: those of the last one.
    """
    starts, ends = ({key: _still(letter) for key, letter in keyed(each)} for each in (before, after))
    still, gliding = {**starts, **ends}, {}
    for key in starts.keys() & ends.keys():
        start, end = starts[key], ends[key]
        if (start.rest.x, start.rest.y) != (end.rest.x, end.rest.y):
            del still[key]
            added = end.shift[0] - start.shift[0], end.shift[1] - start.shift[1]
            gliding[key] = start.shift, added
    alike = frozenset(mark for mark, index in (*starts, *ends) if index)
    return Settling(still, gliding, alike)


def settled(letters: Iterable[Letter], how: Settling, share: float) -> tuple[Letter, ...]:
    """The texts of a picture with its labels set right.

    Args:
        letters: as they are drawn; a label that is in neither of both pictures stays as it is.
        how: how labels are set right in the motion.
        share: how far it is from the first picture to the last, 0 to 1.
    """
    counts: dict[Mark, int] = {}
    made: list[Letter] = []
    for letter in letters:
        mark = letter.mark
        if mark is None:
            made.append(letter)
            continue
        index = 0
        if mark in how.alike:
            index = counts.get(mark, 0)
            counts[mark] = index + 1
        at_rest = how.still.get((mark, index))
        if at_rest is not None:
            made.append(_beside(letter, at_rest))
            continue
        glide = how.gliding.get((mark, index))
        if glide is not None:
            (right, down), (further, lower) = glide
            letter = replace(letter, x=letter.x + right + share * further, y=letter.y + down + share * lower)
        made.append(letter)
    return tuple(made)


def rested(letters: Iterable[Letter]) -> tuple[Letter, ...]:
    """The texts of a picture in which nothing moves, its labels on the nearest whole pixels."""
    return tuple(letter if letter.mark is None else _on_pixels(letter) for letter in letters)


def keyed(letters: Iterable[Letter]) -> Iterator[tuple[Key, Letter]]:
    """The labels among some texts, with what each is."""
    counted: Counter[Mark] = Counter()
    for letter in letters:
        if letter.mark is not None:
            yield (letter.mark, counted[letter.mark]), letter
            counted[letter.mark] += 1


def _still(letter: Letter) -> Still:
    made = _on_pixels(letter)
    return Still(letter, made, (made.x - letter.x, made.y - letter.y))


def _on_pixels(letter: Letter) -> Letter:
    return replace(letter, x=whole(letter.x), y=whole(letter.y))


def _beside(letter: Letter, at: Still) -> Letter:
    """A label with one place of rest, moved as it is there; exactly on whole pixels where it stands there."""
    rest = at.rest
    if letter.x != rest.x or letter.y != rest.y:
        return replace(letter, x=letter.x + at.shift[0], y=letter.y + at.shift[1])
    return at.settled if letter == rest else replace(letter, x=at.settled.x, y=at.settled.y)
