"""The room that numbers and names take around a map and around a chart, from how wide they are there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from gradanim.actors import symbols
from gradanim.actors.lettering import math, prose, width
from gradanim.actors.letters import INK_ABOVE, INK_BELOW
from gradanim.actors.ticks import number_text, round_step, ticks
from gradanim.spec.field import FieldSpec

# Into about how many parts the ticks of a map divide each of its axes.
MAP_PARTS = 4
# All in em of the numbers of ticks: the ticks of a map, and from an axis to its numbers there and in a chart, where a
# point on the axis must not touch them.
TICK, MAP_NUMBER, CHART_NUMBER = 0.3, 0.5, 0.5
# From the end of an axis to its name, from the numbers of a chart to the name below them, from that to what is below.
CLEAR, CHART_NAME, UNDER = 0.6, 0.25, 0.25
# A line of text, and the size of a chart's names.
LINE, CHART_NAME_SIZE = INK_ABOVE + INK_BELOW, 1.1
# The dot at the end of a curve reaches so far beyond the end of an axis, in design pixels.
DOT = 14.0
_DIGIT = re.compile("[0-9]")

Range = tuple[float, float]


class Around(Struct, frozen=True):
    """The room around the plot of a map or a chart, in design pixels.

    Attributes:
        left, right, below, above: between the plot and the sides of its region.
        corner: how far across and down the upper left corner of the region is empty: the name of the upright axis
            stands to the right of it, its numbers below.
    """

    left: float = 0.0
    right: float = 0.0
    below: float = 0.0
    above: float = 0.0
    corner: tuple[float, float] = (0.0, 0.0)

    @property
    def across(self) -> float:
        """What a region is wider than its plot."""
        return self.left + self.right

    @property
    def up(self) -> float:
        """What a region is higher than its plot."""
        return self.below + self.above

    def at_least(self, beside: float, over: float) -> Around:
        """No less room than that at the left and the right, and below and above."""
        left, right, below, above = (
            max(room, least)
            for room, least in (
                (self.left, beside), (self.right, beside), (self.below, over), (self.above, over)
            )
        )  # fmt: skip
        return replace(self, left=left, right=right, below=below, above=above)


class Lettering(Struct, frozen=True):
    """How wide what stands around a plot is, in em of its own size.

    Attributes:
        numbers: the widest number of the horizontal axis and of the upright one.
        names: of the horizontal axis, where it stands beyond its end and not below, and of the upright one.
    """

    numbers: tuple[float, float]
    names: tuple[float, float]

    def joined(self, other: Lettering) -> Lettering:
        """What is as wide as either."""
        numbers, names = (
            (max(one[0], two[0]), max(one[1], two[1]))
            for one, two in ((self.numbers, other.numbers), (self.names, other.names))
        )
        return Lettering(numbers, names)


# Where nothing is known of a chart: numbers of three digits with a sign, and a letter.
USUAL = Lettering((1.5, 2.3), (0.7, 0.7))


def widest(texts: Iterable[str]) -> float:
    """The width of the widest of some numbers in em; all digits are as wide as each other."""
    return max((width(prose(text)) for text in {_DIGIT.sub("0", text) for text in texts}), default=0.0)


def tick_texts(between: Range, parts: int) -> tuple[tuple[float, str], ...]:
    """The ticks of an axis that is divided into about so many parts, and what stands there."""
    low, high = between
    step = round_step(high - low, parts)
    return tuple((value, number_text(value, step)) for value in ticks(low, high, parts))


def map_lettering(spec: FieldSpec) -> Lettering:
    """What stands around the map of a field of two variables."""
    across, up = (widest(text for _, text in tick_texts(side, MAP_PARTS)) for side in spec.domain)
    return Lettering((across, up), (_name(spec, 0), _name(spec, 1)))


def around_map(texts: Lettering, tick: float, label: float) -> Around:
    """The room around a map.

    Args:
        texts: what stands there.
        tick: one em of its numbers in design pixels.
        label: one em of its names.
    """
    half = texts.names[1] * label / 2
    left = max((MAP_NUMBER + texts.numbers[1]) * tick, half)
    above = CLEAR * tick + LINE * label
    return Around(
        left=left,
        right=max(texts.numbers[0] * tick / 2, CLEAR * tick + texts.names[0] * label),
        below=max((MAP_NUMBER + LINE) * tick, LINE * label / 2),
        above=above,
        corner=(left - half, above - LINE * tick / 2),
    )


def around_chart(texts: Lettering, tick: float) -> Around:
    """The room around a chart; arguments as above, where names are as large as numbers but for a constant."""
    name = CHART_NAME_SIZE * tick
    return Around(
        left=max(
            (CHART_NUMBER + texts.numbers[1]) * tick, texts.numbers[0] * tick / 2, texts.names[1] * name / 2
        ),
        right=max(texts.numbers[0] * tick / 2, DOT),
        below=(CHART_NUMBER + LINE + CHART_NAME + UNDER) * tick + LINE * name,
        above=CLEAR * tick + LINE * name,
    )


def _name(spec: FieldSpec, axis: int) -> float:
    return width(math(symbols.variable(spec, axis)))
