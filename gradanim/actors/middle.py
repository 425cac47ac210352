"""Texts in the middle of the frame: those that stand together have one size, in which no formula is broken in vain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from gradanim.actors.breaking import Fault, Stretch, fault
from gradanim.actors.layout import Layout
from gradanim.actors.needs import flattened
from gradanim.actors.side import side_size, together
from gradanim.spec import Beat
from gradanim.spec.templates import Template, parse_template
from gradanim.spec.verbs import ClearAction, WriteAction

# How much larger they are than texts at the side.
LARGER = 1.5


def middle_size(layout: Layout) -> float:
    """The usual size of texts in the middle, in design pixels."""
    return LARGER * layout.sizes.text


def middle_sizes(
    beats: Iterable[Beat], layout: Layout, stretches: Callable[[Template], Sequence[Stretch]]
) -> Mapping[Template, float]:
    """The size, in design pixels, of every text that a scene writes in the middle.

    Args:
        beats: of the scene.
        layout: gives the width of a line.
        stretches: what the lines of a text are broken between.
    """
    sizes: dict[Template, float] = {}
    for texts in _companies(beats):
        lines = [stretches(text) for text in texts]

        def tried(size: float, lines: Sequence[Sequence[Stretch]] = lines) -> tuple[bool, Fault]:
            return True, together(fault(line, layout.safe.width / size) for line in lines)

        sizes |= dict.fromkeys(texts, side_size(middle_size(layout), layout.sizes.least, tried))
    return sizes


def _companies(beats: Iterable[Beat]) -> list[list[Template]]:
    """The texts that come to stand together in the middle, up to what clears them."""
    found: list[list[Template]] = [[]]
    for beat in flattened(beats):
        if isinstance(beat.action, ClearAction):
            found.append([])
        elif isinstance(beat.action, WriteAction) and beat.action.at == "center":
            found[-1] += map(parse_template, beat.action.text)
    return [texts for texts in found if texts]
