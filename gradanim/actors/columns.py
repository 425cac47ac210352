"""Room for live numbers: a number that gets more digits while it runs keeps its place all the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from gradanim.actors.context import Context
from gradanim.actors.measure import Measures
from gradanim.actors.numbers import number_writer
from gradanim.actors.paragraph import DIGIT_SPACE, Numbers
from gradanim.actors.state import SceneState
from gradanim.spec.templates import Template, ValuePart, parse_template

_NUMBER = re.compile(r"[−+]?(\d+)(?:\.\d+)?")

# For every number of a text the most digits before the point. A minus is given no room before it comes: the gap would
# stand in every line where there is none, and it comes but once.
Column = tuple[int, ...]
# The columns of quantities by their source and format.
Columns = Mapping[tuple[str, str | None], Column]
# The texts of quantities in the course of a scene, by source and format.
NumberTexts = Mapping[tuple[str, str | None], tuple[str, ...]]


def number_texts(context: Context, states: Iterable[SceneState]) -> NumberTexts:
    """What every quantity in the texts of a scene looks like in its course.

    Args:
        context: the scene's field and spec.
        states: states from the whole length of the scene.
    """
    seen: dict[tuple[str, str | None], dict[str, None]] = {}
    for state in states:
        live = set(_live(state))
        if not live:
            continue
        write = number_writer(Measures(state, context))
        for part in live:
            seen.setdefault((part.source, part.format), {})[write(part.source, part.format)] = None
    return {key: tuple(seen[key]) for key in sorted(seen, key=lambda it: (it[0], it[1] or ""))}


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


def in_columns(write: Numbers, columns: Columns) -> Numbers:
    """Texts of quantities with the room that their columns ask for."""
    return lambda source, spec: padded(write(source, spec), columns.get((source, spec)))


def padded(text: str, column: Column | None) -> str:
    """A number's text with room before each of its numbers for what others of its column have there."""
    if column is None or len(_numbers(text)) != len(column):
        return text
    wanted = iter(column)

    def widened(match: re.Match[str]) -> str:
        return DIGIT_SPACE * (next(wanted) - len(match.group(1))) + match.group(0)

    return _NUMBER.sub(widened, text)


def _live(state: SceneState) -> Iterator[ValuePart]:
    """The quantities in the texts of a state."""
    for line in state.lines:
        if isinstance(line.template, Template):
            yield from (part for part in line.template.parts if isinstance(part, ValuePart))
    readout = state.actors.get("readout")
    for text in readout.options.lines if readout is not None else ():
        yield from (part for part in parse_template(text).parts if isinstance(part, ValuePart))


def _numbers(text: str) -> list[str]:
    """The whole digits of the numbers of a text; none where one has a power of ten."""
    return [] if "×" in text else [match.group(1) for match in _NUMBER.finditer(text)]


def _column(texts: list[list[str]]) -> Column:
    return tuple(max(map(len, column)) for column in zip(*texts, strict=True))


def _varies(texts: list[list[str]]) -> bool:
    """Whether the numbers are as many in all texts, and some of them differ in width."""
    shapes = {tuple(map(len, text)) for text in texts}
    return len({len(shape) for shape in shapes}) == 1 and len(shapes) > 1
