"""Letters: stretches of text with their place in the frame, ready to be drawn on top of the picture."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gradanim.actors.lettering import width
from gradanim.actors.stage import Label
from gradanim.actors.theme import RGB, Theme

# How far ink reaches from the baseline in em: most capitals and digits, most descenders.
INK_ABOVE = 0.72
INK_BELOW = 0.22
# Where a label would cover another, it is tried in these directions, in degrees from the one it wants,
# and then in the same ones further out. Never back over the arrow that it names.
DETOURS = (0.0, 30.0, -30.0, 60.0, -60.0, 90.0, -90.0)
RINGS = (1.0, 1.8, 2.8)


@dataclass(frozen=True)
class Letter:
    """A stretch of text.

    Attributes:
        markup: Typst markup, one line.
        x: pixels of the frame, left end of the advance width.
        y: pixels of the frame, baseline.
        size: em in pixels of the frame.
        colour: RGB, 0 to 1.
        opacity: 0 to 1.
        written: how much of it is there, from the left, 0 to 1.
        role: what it is, for layout checks.
    """

    markup: str
    x: float
    y: float
    size: float
    colour: RGB
    opacity: float = 1.0
    written: float = 1.0
    role: str = "text"


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels of the frame, for keeping texts apart."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, margin: float = 0.0) -> bool:
        """Whether two boxes overlap or come nearer than a margin."""
        return (
            self.left < other.right + margin
            and other.left < self.right + margin
            and self.top < other.bottom + margin
            and other.top < self.bottom + margin
        )


def place_labels(labels: Iterable[Label], theme: Theme, unit: float) -> list[Letter]:
    """Letters for labels: those that may not move first, the others beside them where there is room.

    Args:
        labels: in the order of their importance.
        theme: gives the colours.
        unit: pixels per design pixel.
    """
    ordered = sorted((label for label in labels if label.opacity > 0.004), key=lambda label: label.movable)
    taken: list[Box] = []
    letters: list[Letter] = []
    for label in ordered:
        size = label.size * unit
        box = _free_box(label, size, taken) if label.movable else _box(label, size, label.away)
        if label.opacity > 0.3:
            taken.append(box)
        letters.append(
            Letter(
                label.markup,
                box.left,
                box.bottom - INK_BELOW * size,
                size,
                theme.colours[label.colour],
                label.opacity,
                role="label",
            )
        )
    return letters


def _free_box(label: Label, size: float, taken: Sequence[Box]) -> Box:
    for ring, degrees in itertools.product(RINGS, DETOURS):
        c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        away = (c * label.away[0] - s * label.away[1], s * label.away[0] + c * label.away[1])
        box = _box(label, size, away, ring)
        if not any(box.meets(other, 0.1 * size) for other in taken):
            return box
    return _box(label, size, label.away)


def _box(label: Label, size: float, away: tuple[float, float], ring: float = 1.0) -> Box:
    """The label's box: the anchor lies on its edge, and its middle in the direction away from there."""
    w, h = width(label.markup) * size, (INK_ABOVE + INK_BELOW) * size
    across = w / 2 / abs(away[0]) if abs(away[0]) > 1e-9 else math.inf
    along = h / 2 / abs(away[1]) if abs(away[1]) > 1e-9 else math.inf
    distance = min(across, along) * ring
    cx = label.at[0] + away[0] * distance
    cy = label.at[1] + away[1] * distance
    return Box(cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2)
