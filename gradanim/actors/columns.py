"""Room for live numbers: a number that gets more digits while it runs keeps its place all the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gradanim.actors.context import Context
from gradanim.actors.measure import Measures
from gradanim.actors.numbers import number_writer
from gradanim.actors.paragraph import DIGIT_SPACE, Numbers, sign_space
from gradanim.actors.state import SceneState
from gradanim.spec.templates import Template, ValuePart, parse_template

_NUMBER = re.compile(r"([−+]?)(\d+)(?:\.\d+)?")

# For every number of a text the most digits before the point.
Column = tuple[int, ...]
# The columns of quantities by their source and format.
Columns = Mapping[tuple[str, str | None], Column]
# The rooms for the signs of quantities, likewise.
Rooms = Mapping[tuple[str, str | None], Sequence[float]]
# The texts of quantities in the course of a scene, by source and format.
NumberTexts = Mapping[tuple[str, str | None], tuple[str, ...]]
# Likewise at every look at it, None where a quantity is in no text.
NumberCourse = Mapping[tuple[str, str | None], tuple[str | None, ...]]


def number_course(context: Context, states: Iterable[SceneState]) -> NumberCourse:
    """What every quantity in the texts of a scene looks like at each of some states, in their order.

    Args:
        context: the scene's field and spec.
        states: the states.
    """
    looks = []
    for state in states:
        live = set(live_values(state))
        write = number_writer(Measures(state, context)) if live else None
        looks.append({(part.source, part.format): write(part.source, part.format) for part in live if write})
    keys = {key for look in looks for key in look}
    return {key: tuple(look.get(key) for look in looks) for key in sorted(keys, key=_order)}


def number_texts(context: Context, states: Iterable[SceneState]) -> NumberTexts:
    """What every quantity in the texts of a scene looks like in its course.

    Args:
        context: the scene's field and spec.
        states: states from the whole length of the scene.
    """
    course = number_course(context, states)
    return {key: tuple(dict.fromkeys(filter(None, texts))) for key, texts in course.items()}


def _order(key: tuple[str, str | None]) -> tuple[str, str]:
    return key[0], key[1] or ""


def number_columns(texts: NumberTexts) -> tuple[tuple[str, str | None, Column], ...]:
    """Source, format and column of every quantity that does not keep its width by itself."""
    made = []
    for key, written in texts.items():
        found = [numbers for text in written if (numbers := _numbers(text))]
        if found and _varies(found):
            made.append((*key, _column(found)))
    return tuple(made)


def widest_texts(texts: NumberTexts) -> tuple[tuple[str, str | None, str], ...]:
    """Source, format and longest text of every quantity: lines are broken for these, whatever is shown just now."""
    return tuple((*key, max(written, key=lambda text: (len(text), text))) for key, written in texts.items())


def in_columns(write: Numbers, columns: Columns, rooms: Rooms) -> Numbers:
    """Texts of quantities with the room that their columns and their signs ask for.

    Each is written once, however often it is asked for: to be measured, and to be set.
    """
    known: dict[tuple[str, str | None], str] = {}

    def written(source: str, spec: str | None) -> str:
        key = source, spec
        if key not in known:
            known[key] = padded(write(source, spec), columns.get(key), rooms.get(key))
        return known[key]

    return written


def padded(text: str, column: Column | None, rooms: Sequence[float] | None = None) -> str:
    """A number's text with room before each of its numbers for what others of its column have there.

    Args:
        text: the text.
        column: the digits of each number, or None where all have as many.
        rooms: how much of the room for a sign is kept before each number that has none, 0 to 1, or None.
    """
    count = len(_numbers(text))
    digits = iter(column if column is not None and len(column) == count else [0] * count)
    kept = iter(rooms if rooms is not None and len(rooms) == count else [0.0] * count)
    if not count:
        return text

    def widened(match: re.Match[str]) -> str:
        sign, room = match.group(1), next(kept)
        more = DIGIT_SPACE * (next(digits) - len(match.group(2)))
        return more + ("" if sign else sign_space(room)) + match.group(0)

    return _NUMBER.sub(widened, text)


def live_values(state: SceneState) -> Iterator[ValuePart]:
    """The quantities in the texts of a state."""
    for line in state.lines:
        if isinstance(line.template, Template):
            yield from (part for part in line.template.parts if isinstance(part, ValuePart))
    readout = state.actors.get("readout")
    for text in readout.options.lines if readout is not None else ():
        yield from (part for part in parse_template(text).parts if isinstance(part, ValuePart))


def _numbers(text: str) -> list[str]:
    """The whole digits of the numbers of a text; none where one has a power of ten."""
    return [] if "×" in text else [match.group(2) for match in _NUMBER.finditer(text)]


def signs(text: str) -> tuple[bool, ...]:
    """Which numbers of a text have a sign; none where one has a power of ten."""
    return () if "×" in text else tuple(match.group(1) != "" for match in _NUMBER.finditer(text))


def _column(texts: list[list[str]]) -> Column:
    return tuple(max(map(len, column)) for column in zip(*texts, strict=True))


def _varies(texts: list[list[str]]) -> bool:
    """Whether the numbers are as many in all texts, and some of them differ in width."""
    shapes = {tuple(map(len, text)) for text in texts}
    return len({len(shape) for shape in shapes}) == 1 and len(shapes) > 1
