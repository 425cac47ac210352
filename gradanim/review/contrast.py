"""Whether texts stand off from what is under them, by the contrast ratio of the Web Content guidelines (WCAG)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.lettering import prose
from gradanim.actors.theme import RGB
from gradanim.render.patches import HALO_OPACITY, MARGIN, halo
from gradanim.review.geometry import Finding, Text
from gradanim.review.ink import FINE, Inked, ink

Array = NDArray[np.float64]
Cover = NDArray[np.float32]

# WCAG 2.2, success criterion 1.4.3, for text that is not large.
LEAST = 4.5
# The same, success criterion 1.4.11, for signs that are no text.
LEAST_SIGN = 3.0
# The ground of a text is what lies close to its glyphs; a halo that fills in their details counts as ground, say the
# guidelines. It fades out at its rim: close is where it has at least this share of its strength.
COLLAR = 0.75
SIGNS = frozenset({prose("●")})
# The guidelines judge a text on one colour. On a picture this share of the ground close to the glyphs may come
# nearer to the text's colour: a grid line or a contour that passes under a letter is thinner than its stems.
CROSSED = 0.2


def luminance(colours: Array) -> Array:
    """Relative luminance of sRGB colours ``(…, 3)`` from 0 to 1, by WCAG 2.2."""
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    found: Array = linear @ np.array([0.2126, 0.7152, 0.0722])
    return found


def ratio(one: Array, other: Array) -> Array:
    """Contrast ratio of colours ``(…, 3)``, from 1 to 21, by WCAG 2.2."""
    a, b = luminance(one), luminance(other)
    found: Array = (np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)
    return found


def faint(texts: Sequence[Text], drawn: NDArray[np.uint8], ground: RGB, settled: bool) -> Iterator[Finding]:
    """Texts that can hardly be told from what is under them.

    Args:
        texts: of the frame.
        drawn: the picture without its texts, ``(H, W, 4)``.
        ground: colour of the halo around labels.
        settled: whether nothing is entering or leaving any more, so that a text's opacity is what it stays at.
    """
    for text in texts:
        found = min(contrast(part, drawn, ground, settled) * _ease(part) for part in text.parts)
        if found < LEAST:
            # Rounded down, so that no number is printed that would be enough.
            shown = math.floor(10 * found) / 10
            details = {"found": f"{shown:.1f}", "expected": f"{LEAST:g}"}
            yield Finding("review_contrast", text.key, text.name, details=details)


def _ease(part: Inked) -> float:
    """How much less is asked of a part: of a coloured dot no more than of a drawing."""
    return LEAST / LEAST_SIGN if part.letter.markup in SIGNS else 1.0


def contrast(part: Inked, drawn: NDArray[np.uint8], ground: RGB, settled: bool = True) -> float:
    """The contrast of a letter to the ground close to its glyphs; infinite where it stands outside the frame."""
    letter = part.letter
    _cover, around = _shape(letter.markup, round(letter.size, 3))
    left = round(letter.x - MARGIN * letter.size)
    top = round(letter.y - (part.ink.baseline + MARGIN) * letter.size)
    rows, columns = np.nonzero(around > COLLAR * HALO_OPACITY)
    y, x = rows + top, columns + left
    inside = (y >= 0) & (x >= 0) & (y < drawn.shape[0]) & (x < drawn.shape[1])
    if not inside.any():
        return math.inf
    rows, columns = rows[inside], columns[inside]
    under = drawn[y[inside], x[inside], :3] / 255.0
    # What is on its way is judged as it will be.
    opacity = letter.opacity if settled else 1.0
    if letter.role == "label":
        strength = (around[rows, columns] * opacity)[:, None]
        under = under * (1.0 - strength) + np.asarray(ground) * strength
    colour = np.broadcast_to(np.asarray(letter.colour, dtype=float), under.shape)
    seen = under + opacity * (colour - under)
    return float(np.quantile(ratio(seen, under), CROSSED))


@lru_cache(maxsize=2048)
def _shape(markup: str, size: float) -> tuple[Cover, Cover]:
    """A text's cover and its halo's opacity ``(h, w)`` from 0 to 1 at a size in pixels, with a margin around it."""
    from PIL import Image

    fine = ink(markup).cover
    shape = (max(1, round(fine.shape[1] * size / FINE)), max(1, round(fine.shape[0] * size / FINE)))
    small = np.asarray(Image.fromarray(fine).resize(shape, Image.Resampling.BOX), dtype=np.float32) / 255.0
    cover = np.pad(small, round(MARGIN * size))
    return cover, halo(cover, size)
