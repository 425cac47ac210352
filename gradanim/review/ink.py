"""What a text covers: the true pixels of its glyphs, set by Typst alone, at any place and size."""

from __future__ import annotations

import io
from functools import cached_property, lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.lettering import ASCENT, EM, PREAMBLE, extent, fonts, page
from gradanim.actors.letters import Box, Letter

# Resolution at which the shapes of texts are known, in pixels per em.
FINE = 64
# A pixel belongs to a glyph where at least half of it is covered.
HALF = 128
# Typst's points per inch.
POINTS = 72.0


class Ink(Struct, frozen=True, eq=False, dict=True):
    """The shape of a line of markup.

    Attributes:
        cover: ``(h, w)`` from 0 to 255, ``FINE`` pixels per em.
        baseline: em from the upper side of ``cover`` to the baseline.
    """

    cover: NDArray[np.uint8]
    baseline: float

    @cached_property
    def points(self) -> NDArray[np.float64]:
        """Places that are inked, ``(k, 2)`` in em, x from the start of the line, y down from the baseline."""
        rows, columns = np.nonzero(self.cover >= HALF)
        return np.column_stack([(columns + 0.5) / FINE, (rows + 0.5) / FINE - self.baseline])

    @cached_property
    def box(self) -> tuple[float, float, float, float] | None:
        """Left, top, right and bottom of the ink in em, as ``points`` are; None where nothing is inked."""
        if not len(self.points):
            return None
        half = 0.5 / FINE
        (left, top), (right, bottom) = self.points.min(axis=0) - half, self.points.max(axis=0) + half
        return float(left), float(top), float(right), float(bottom)


@lru_cache(maxsize=4096)
def ink(markup: str) -> Ink:
    """The shape of a line of markup."""
    import typst
    from PIL import Image

    source = (PREAMBLE + page(markup)).encode()
    drawn = typst.compile(source, format="png", font_paths=fonts(), ppi=POINTS * FINE / EM)
    with Image.open(io.BytesIO(drawn)) as picture:
        cover = np.asarray(picture.convert("RGBA"))[..., 3].copy()
    above = extent(markup)[1] - (extent("")[1] - ASCENT)
    return Ink(cover, above)


class Inked(Struct, frozen=True, eq=False, dict=True):
    """A letter in a frame together with its shape."""

    letter: Letter
    ink: Ink
    box: Box

    @cached_property
    def points(self) -> NDArray[np.float64]:
        """Inked places, ``(k, 2)`` pixels of the frame."""
        return self.ink.points * self.letter.size + [self.letter.x, self.letter.y]

    @property
    def area(self) -> float:
        """Square pixels of the frame that one row of ``points`` stands for."""
        return float((self.letter.size / FINE) ** 2)


def inked(letter: Letter) -> Inked | None:
    """A letter with its shape; None where nothing of it can be seen."""
    shape = ink(letter.markup)
    if shape.box is None:
        return None
    left, top, right, bottom = (edge * letter.size for edge in shape.box)
    box = Box(letter.x + left, letter.y + top, letter.x + right, letter.y + bottom)
    return Inked(letter, shape, box)
