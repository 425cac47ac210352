"""Texts of a square frame that leave before a chart comes: until then they stand in two columns, as without a chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec import Struct

from gradanim.actors.paragraph import Numbers
from gradanim.actors.readout import readout_lines
from gradanim.actors.stacks import plain_line, side_stacks
from gradanim.actors.state import Line, SceneState
from gradanim.actors.text_columns import TextColumns, stack_height, text_columns
from gradanim.actors.typeset import Style


class Leaving(Struct, frozen=True):
    """What leaves before the chart of a scene comes.

    Attributes:
        columns: how these lines stand.
        lines: which they are.
        staying: lines that stand beside the chart, or with such a one; a line may be written again.
        height: of all that stands there before the chart comes, in em.
    """

    columns: TextColumns
    lines: frozenset[Line]
    staying: frozenset[Line]
    height: float

    def has(self, lines: Iterable[Line]) -> bool:
        """Whether these lines, one at least, all leave before the chart comes."""
        return _is_among(frozenset(map(plain_line, lines)), self.lines, self.staying)


def leaving(states: Sequence[SceneState], style: Style, numbers: Numbers) -> Leaving | None:
    """The texts that leave before the chart comes; None where there are none that gain by two columns.

    Args:
        states: states from the whole length of the scene, in order.
        style: what texts are set with.
        numbers: the longest texts of their numbers.
    """
    # Texts that stand together, or come while others are there, up to where there are none.
    runs = [list(run) for there, run in groupby(states, key=lambda state: bool(_lines(state))) if there]
    gone = [state for run in runs for state in run if run[-1].charted == 0.0 and run is not runs[-1]]
    stay = [state for run in runs for state in run if run[-1].charted > 0.0 or run is runs[-1]]
    lines, staying = (frozenset().union(*map(_lines, some)) for some in (gone, stay))
    told_apart = all(_is_among(_lines(state), lines, staying) for state in gone)
    if not told_apart or any(_is_among(_lines(state), lines, staying) for state in stay):
        return None
    columns = text_columns(side_stacks(gone), style, numbers)
    if columns is None:
        return None
    others = side_stacks(state for state in stay if state.charted == 0.0)
    height = max([columns.height, *(stack_height(stack, style) for stack in others)])
    return Leaving(columns, lines, staying, height)


def _is_among(lines: frozenset[Line], some: frozenset[Line], others: frozenset[Line]) -> bool:
    return bool(lines) and lines <= some and not lines <= others


def _lines(state: SceneState) -> frozenset[Line]:
    """What is to be read at the side."""
    lines = (*readout_lines(state), *(line for line in state.lines if line.slot == "side"))
    return frozenset(map(plain_line, lines))
