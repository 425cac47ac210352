"""The texts at the side: they stand over each other, in one size for a whole scene that lets all of them fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from gradanim.actors import legend
from gradanim.actors.breaking import Fault, fault
from gradanim.actors.lettering import width
from gradanim.actors.letters import Letter, whole
from gradanim.actors.paragraph import TALL, Numbers, Setting, is_tall, stretches
from gradanim.actors.readout import readout_lines
from gradanim.actors.rect import Rect
from gradanim.actors.stacks import Stack
from gradanim.actors.stage import Stage
from gradanim.actors.state import Line, SceneState
from gradanim.actors.text_columns import BETWEEN, TextColumns
from gradanim.actors.typeset import Word

# From line to line, in em.
GAP = 0.35
# Shares of the usual size that are tried, the largest first.
SHRINKS = (1.0, 0.96, 0.92, 0.88, 0.85, 0.82, 0.78, 0.74, 0.7, 0.66, 0.62)
# So much smaller than it must be a text may be, where a formula then stands in one line.
SLIGHTLY = 0.86

# For a size in design pixels whether all texts fit, and what is wrong with their lines.
Try = Callable[[float], tuple[bool, Fault]]


# Gives the letters of a line and where it ends, set from some y in pixels of the frame.
SetLine = Callable[[Line, Setting, float, Numbers], tuple[list[Letter], float]]


class Side(Struct, frozen=True, eq=False, dict=True):
    """Sets what stands beside, or below, the picture of one scene.

    Attributes:
        stage: the scene's stage.
        setter: what the names in a legend are set with.
        words: gives the words of a line.
        set_line: sets a line.
        widest: the longest text of every number in the scene.
    """

    stage: Stage
    setter: Callable[[Numbers], legend.Setter]
    words: Callable[[Line], tuple[Word, ...]]
    set_line: SetLine
    widest: Numbers

    def letters(self, state: SceneState, numbers: Numbers) -> list[Letter]:
        """The texts of a state."""
        if self.stage.layout.side is None:
            return []
        written = tuple(line for line in state.lines if line.slot == "side")
        stack = Stack(tuple(readout_lines(state)), written)
        if self.leaves(state):
            return self._until_chart(stack, self.size, numbers)[0]
        return self._stack(stack, self.size, self._legend_height(state, numbers), numbers)[0]

    def leaves(self, state: SceneState) -> bool:
        """Whether the texts of a state stand in columns until a chart comes, where nothing moves them."""
        written = (line for line in state.lines if line.slot == "side")
        return state.charted == 0.0 and self._is_leaving((*readout_lines(state), *written))

    def _is_leaving(self, lines: Iterable[Line]) -> bool:
        found = self.stage.layout.leaving
        return found is not None and found.has(lines)

    @cached_property
    def size(self) -> float:
        """The size, in design pixels, in which all texts of the scene fit."""
        sizes = self.stage.layout.sizes
        return side_size(sizes.text, sizes.least, self._tried)

    @cached_property
    def longest(self) -> float:
        """The width, in design pixels, of the longest line that stands there before the chart comes; 0 without any."""
        rect, unit = self.stage.layout.side, self.stage.unit
        waiting = (it for it in self.stage.waiting if not self._is_leaving((*it.read, *it.written)))
        made = (self._stack(stack, self.size, 0.0, self.widest)[0] for stack in waiting)
        return 0.0 if rect is None else max((_right(it) / unit - rect.x for it in made if it), default=0.0)

    def _tried(self, size: float) -> tuple[bool, Fault]:
        """Whether all that stands together fits in a size, and what is wrong with its lines."""
        rect, unit = self.stage.layout.side, self.stage.unit
        if rect is None:
            return True, together(())
        fits, faults = True, []
        for stack in self.stage.stacks:
            lines = (*stack.read, *stack.written)
            if self._is_leaving(lines):
                letters, bottom = self._until_chart(stack, size, self.widest)
                room = self._bare
                fits = fits and bottom <= room.bottom * unit and _right(letters) <= room.right * unit
                continue
            above = self._legend_height(stack.racing(), self.widest)
            letters, bottom = self._stack(stack, size, above, self.widest)
            lowest = (rect.y + self._height(stack)) * unit
            fits = fits and bottom <= lowest and _right(letters) <= rect.right * unit
            for line in lines:
                faults.append(fault(stretches(self.words(line), self.widest), self._width / size))
        return fits, together(faults)

    def _height(self, stack: Stack) -> float:
        """The height that texts have where they stand, in design pixels."""
        layout = self.stage.layout
        assert layout.side is not None
        only_later = layout.leaving is not None and stack not in self.stage.waiting
        return layout.side.height if only_later else layout.text_height

    @property
    def _bare(self) -> Rect:
        """The room of the texts that leave before the chart comes: all of the width."""
        layout = self.stage.layout
        assert layout.bare.side is not None
        return replace(layout.bare.side, x=layout.safe.x, width=layout.safe.width)

    def _until_chart(self, stack: Stack, size: float, numbers: Numbers) -> tuple[list[Letter], float]:
        """Letters of texts that leave before the chart comes, and where they end in pixels of the frame."""
        found, rect, unit = self.stage.layout.leaving, self._bare, self.stage.unit
        assert found is not None
        width = (rect.width - BETWEEN) / 2
        setting = Setting(whole(rect.x * unit), whole(rect.y * unit), width * unit, size * unit)
        return self._in_columns(found.columns, stack, setting, numbers)

    @property
    def _width(self) -> float:
        """The room for a line, in design pixels."""
        layout = self.stage.layout
        assert layout.side is not None
        return layout.side.width if layout.columns is None else (layout.side.width - BETWEEN) / 2

    def _legend_height(self, state: SceneState, numbers: Numbers) -> float:
        """Room over the texts for the legend of a race, in pixels of the frame, where no chart has it over itself."""
        if self.stage.layout.panel is not None:
            return 0.0
        return self.stage.unit * legend.height(self.stage, state, self.setter(numbers))

    def _stack(self, stack: Stack, size: float, above: float, numbers: Numbers) -> tuple[list[Letter], float]:
        """Letters in a size in design pixels, and where they end in pixels of the frame."""
        rect, unit = self.stage.layout.side, self.stage.unit
        assert rect is not None
        setting = Setting(whole(rect.x * unit), whole(rect.y * unit), self._width * unit, size * unit)
        setting = replace(setting, y=setting.y + whole(above))
        if self.stage.layout.columns is not None:
            return self._in_columns(self.stage.layout.columns, stack, setting, numbers)
        gap = whole(GAP * setting.size)
        y = setting.y
        letters: list[Letter] = []
        for line in stack.read:
            made, y = self.set_line(line, setting, y, numbers)
            letters += made
        y += gap * max((line.room for line in stack.read), default=0.0)
        for line in stack.written:
            made, y = self.set_line(line, setting, y, numbers)
            letters += made
            y += gap * line.room
        return letters, y

    def _in_columns(
        self, columns: TextColumns, stack: Stack, setting: Setting, numbers: Numbers
    ) -> tuple[list[Letter], float]:
        """Letters in two columns, whose lines stand side by side, and where the last row ends."""
        rows = [setting.y + whole(row * setting.size) for row in columns.rows()]
        right = setting.x + whole(setting.width + BETWEEN * self.stage.unit)
        letters: list[Letter] = []
        for line, column, row in columns.placed(stack):
            # A line between two rows is on its way.
            y = float(np.interp(row, np.arange(len(rows)), rows))
            beside_tall = columns.tall[min(int(row), len(columns.tall) - 1)] and not is_tall(self.words(line))
            y += whole(TALL / 2 * setting.size) * beside_tall
            letters += self.set_line(line, replace(setting, x=right if column else setting.x), y, numbers)[0]
        return letters, rows[-1] - whole(GAP * setting.size)


def _right(letters: Sequence[Letter]) -> float:
    """The right end of the longest line, in pixels of the frame."""
    return max((letter.x + width(letter.markup) * letter.size for letter in letters), default=0.0)


def side_size(usual: float, least: float, tried: Try) -> float:
    """The size in design pixels: the largest that fits, or one slightly smaller where that spares a formula its break.

    Args:
        usual: the size of texts in this format.
        least: no type is smaller.
        tried: sets the texts in a size.
    """
    sizes = list(dict.fromkeys(max(least, shrink * usual) for shrink in SHRINKS))
    fitting = [(size, fault) for size in sizes for fits, fault in [tried(size)] if fits]
    if not fitting:
        return sizes[-1]
    near = [(size, fault) for size, fault in fitting if size >= SLIGHTLY * fitting[0][0]]
    return min(near, key=lambda it: (it[1][0], it[1][1], it[1][3], -it[0]))[0]


def together(faults: Iterable[Fault]) -> Fault:
    """The faults of several lines as one."""
    long = parted = lines = 0
    cost = 0.0
    for one in faults:
        long, parted, lines, cost = long + one[0], parted + one[1], lines + one[2], cost + one[3]
    return long, parted, lines, cost
