"""Letters: stretches of text with their place in the frame, ready to be drawn on top of the picture."""

from __future__ import annotations

import math
from typing import NamedTuple

from msgspec import Struct

from gradanim.actors.theme import RGB

# How far ink reaches from the baseline in em: most capitals and digits, most descenders.
INK_ABOVE = 0.72
INK_BELOW = 0.22


def whole(pixels: float) -> float:
    """The nearest whole number of pixels, the upper one of two: texts at rest stand on these, where they are sharpest.

    What lies between two places of rest is not rounded, so that texts glide by fractions of a pixel.
    """
    return float(math.floor(pixels + 0.5))


# The kind of view that a label is in, and what tells it apart there.
Mark = tuple[str, str]


class Tie(Struct, frozen=True):
    """What a text belongs to that may be moved aside.

    Attributes:
        view: the kind of view.
        x: pixels of the frame, the place that it names.
        y: the same, down.
    """

    view: str
    x: float
    y: float


class Letter(Struct, frozen=True):
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
        tie: what it stands beside, if it may be moved aside.
        mark: what tells a label apart from others in a picture, the same in every picture; None for other texts.
    """

    markup: str
    x: float
    y: float
    size: float
    colour: RGB
    opacity: float = 1.0
    written: float = 1.0
    role: str = "text"
    tie: Tie | None = None
    mark: Mark | None = None

    def __hash__(self) -> int:
        # Texts are looked up in every frame: what tells nearly all of them apart is enough.
        return hash((self.markup, self.x, self.y))


class Box(NamedTuple):
    """A rectangle in pixels of the frame, for keeping texts apart; some hundred are made for every frame."""

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
