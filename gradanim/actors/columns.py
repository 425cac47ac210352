"""Room for live numbers: a number that changes its sign or its digits while it runs keeps its place all the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from gradanim.actors.context import Context
from gradanim.actors.measure import Measures
from gradanim.actors.numbers import number_writer
from gradanim.actors.paragraph import DIGIT_SPACE, SIGN_SPACE, Numbers
from gradanim.actors.state import SceneState
from gradanim.spec.templates import Template, ValuePart, parse_template

_NUMBER = re.compile(r"([−+]?)(\d+)(?:\.\d+)?")

# For every number of a text: whether some values have a sign and others not, and the most digits before the point.
Column = tuple[tuple[bool, int], ...]
# The columns of quantities by their source and format.
Columns = Mapping[tuple[str, str | None], Column]


def number_columns(
    context: Context, states: Iterable[SceneState]
) -> tuple[tuple[str, str | None, Column], ...]:
    """Source, format and column of every quantity in the texts of a scene that does not keep its width by itself.

    Args:
        context: the scene's field and spec.
        states: states from the whole length of the scene.
    """
    seen: dict[tuple[str, str | None], list[list[tuple[str, str]]]] = {}
    for state in states:
        live = set(_live(state))
        if not live:
            continue
        write = number_writer(Measures(state, context))
        for part in live:
            found = _numbers(write(part.source, part.format))
            if found:
                seen.setdefault((part.source, part.format), []).append(found)
    made = [(*key, _column(texts)) for key, texts in seen.items() if _varies(texts)]
    return tuple(sorted(made, key=lambda it: (it[0], it[1] or "")))


def in_columns(write: Numbers, columns: Columns) -> Numbers:
    """Texts of quantities with the room that their columns ask for."""
    return lambda source, spec: padded(write(source, spec), columns.get((source, spec)))


def padded(text: str, column: Column | None) -> str:
    """A number's text with room before each of its numbers for what others of its column have there."""
    if column is None or len(_numbers(text)) != len(column):
        return text
    wanted = iter(column)

    def widened(match: re.Match[str]) -> str:
        signed, digits = next(wanted)
        room = DIGIT_SPACE * (digits - len(match.group(2)))
        return f"{room}{SIGN_SPACE if signed and not match.group(1) else ''}{match.group(0)}"

    return _NUMBER.sub(widened, text)


def _live(state: SceneState) -> Iterator[ValuePart]:
    """The quantities in the texts of a state."""
    for line in state.lines:
        if isinstance(line.template, Template):
            yield from (part for part in line.template.parts if isinstance(part, ValuePart))
    readout = state.actors.get("readout")
    for text in readout.options.lines if readout is not None else ():
        yield from (part for part in parse_template(text).parts if isinstance(part, ValuePart))


def _numbers(text: str) -> list[tuple[str, str]]:
    """Sign and whole digits of the numbers of a text; none where one has a power of ten."""
    return [] if "×" in text else [(m.group(1), m.group(2)) for m in _NUMBER.finditer(text)]


def _column(texts: list[list[tuple[str, str]]]) -> Column:
    columns = zip(*texts, strict=True)
    return tuple(
        (len({bool(sign) for sign, _ in column}) == 2, max(len(digits) for _, digits in column))
        for column in columns
    )


def _varies(texts: list[list[tuple[str, str]]]) -> bool:
    """Whether the numbers are as many in all texts, and some of them differ in width."""
    shapes = {tuple((bool(sign), len(digits)) for sign, digits in text) for text in texts}
    return len({len(shape) for shape in shapes}) == 1 and len(shapes) > 1
