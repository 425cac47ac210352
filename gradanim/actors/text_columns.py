"""Two columns of texts below the picture of a square frame: short lines in one column would leave half of it empty."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from msgspec import Struct

from gradanim.actors.paragraph import LEADING, TALL, Numbers, is_tall, line_width
from gradanim.actors.stacks import Stack
from gradanim.actors.state import Line
from gradanim.actors.typeset import Style, words
from gradanim.spec.templates import FormulaPart, ValuePart

# From row to row besides the lines themselves, in em, and between the columns, in design pixels.
GAP, BETWEEN = 0.35, 30.0
# What the mark of a claim and the room of signs that come and go may take besides the longest line, in em.
MARK, SIGNS = 1.2, 0.8
# So few lines stand over each other without costing the picture much.
FEW = 2
# All lines of a kind.
ALL = 99


class TextColumns(Struct, frozen=True):
    """How the texts of a scene stand in two columns.

    Attributes:
        read: how many lines of the readout stand in the left column.
        written: how many of the lines that are written, asked and claimed.
        tall: for every row whether a formula in it needs more room.
        width: of the longest line, in em.
    """

    read: int
    written: int
    tall: tuple[bool, ...]
    width: float

    @property
    def height(self) -> float:
        """Of all rows, in em."""
        return self.rows()[-1]

    def rows(self) -> list[float]:
        """Where each row begins, and where the last one ends, in em."""
        return [0.0, *accumulate(LEADING + GAP + TALL * tall for tall in self.tall)]

    def placed(self, stack: Stack) -> list[tuple[Line, int, float]]:
        """The lines of a stack, each with its column and its row; rows close as far as lines have left them."""
        made: list[tuple[Line, int, float]] = []
        taken = [0.0, 0.0]
        for lines, left in ((stack.read, self.read), (stack.written, self.written)):
            before = 0.0
            for line in lines:
                column = int(before + 0.5 >= left)
                made.append((line, column, taken[column]))
                taken[column] += line.room
                before += line.room
        return made


def text_columns(stacks: Iterable[Stack], style: Style, numbers: Numbers) -> TextColumns | None:
    """The columns of a scene's texts; None where they are few, or where it is not known how long they are.

    Where there is a readout and something else is written, each has its own column, so that nothing moves aside; one
    that is much longer ends in, or begins in, the other column where nothing moves aside either.

    Args:
        stacks: the texts that stand together.
        style: what they are set with.
        numbers: the longest texts of their numbers.
    """
    stacks = tuple(stacks)
    every = {line for stack in stacks for line in (*stack.read, *stack.written)}
    most = max((len(stack.read) + len(stack.written) for stack in stacks), default=0)
    symbolic = any(isinstance(part, FormulaPart) for line in every for part in line.template.parts)
    if most <= FEW or symbolic:
        return None
    read, written = (max(map(len, found)) for found in zip(*map(_both, stacks), strict=True))
    columns = _parted(stacks, (most + 1) // 2, (read, written))
    set_lines = {line: words(line.template, style) for line in every}
    tall: dict[int, bool] = {}
    for stack in stacks:
        for line, _, row in columns.placed(stack):
            tall[int(row)] = tall.get(int(row), False) or is_tall(set_lines[line])
    width = max(
        line_width(made, numbers) + MARK * (line.role == "claim") + SIGNS * _has_numbers(line)
        for line, made in set_lines.items()
    )
    rows = tuple(tall[row] for row in range(len(tall)))
    return TextColumns(columns.read, columns.written, rows, width) if len(rows) < most else None


def stack_height(stack: Stack, style: Style) -> float:
    """The height of texts that stand over each other, in em, where no line is broken."""
    made = [words(line.template, style) for line in (*stack.read, *stack.written)]
    return sum(LEADING + GAP + TALL * is_tall(line) for line in made)


def _parted(stacks: tuple[Stack, ...], half: int, there: tuple[int, int]) -> TextColumns:
    """How many lines stand in the left column: of the ways in which every line has one place, one with fewest rows.

    Args:
        stacks: the texts that stand together.
        half: of the lines of the fullest stack.
        there: the largest numbers of lines that are read and that are written.
    """
    read, written = there
    first = TextColumns(ALL if written else half, 0 if read else half, (), 0.0)
    if not (read and written):
        return first
    others = [(left, 0) for left in range(read - 1, 0, -1)] + [
        (ALL, left) for left in range(written - 1, 0, -1)
    ]
    steady = (way for way in (TextColumns(*left, (), 0.0) for left in others) if _is_steady(way, stacks))
    return min((first, *steady), key=lambda way: _rows(way, stacks))


def _is_steady(way: TextColumns, stacks: tuple[Stack, ...]) -> bool:
    """Whether every line has one place in all stacks."""
    places: dict[Line, tuple[int, float]] = {}
    return all(
        places.setdefault(line, (column, row)) == (column, row)
        for stack in stacks
        for line, column, row in way.placed(stack)
    )


def _rows(way: TextColumns, stacks: tuple[Stack, ...]) -> float:
    return max(row for stack in stacks for _, _, row in way.placed(stack))


def _has_numbers(line: Line) -> bool:
    return any(isinstance(part, ValuePart) for part in line.template.parts)


def _both(stack: Stack) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    return stack.read, stack.written
