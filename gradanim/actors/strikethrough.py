"""The stroke through lines of text that were struck out."""

from __future__ import annotations

from collections.abc import Sequence

from gradanim.actors.lettering import width
from gradanim.actors.letters import Letter, whole
from gradanim.actors.theme import Theme

# Thickness, height over the baseline, and how far it reaches beyond the text, in em.
THICK, HIGH, BEYOND = 0.085, 0.25, 0.12


def struck_through(letters: Sequence[Letter], progress: float, theme: Theme) -> list[Letter]:
    """A stroke through every line of a paragraph, drawn one line after the other.

    Args:
        letters: those of the paragraph, in reading order.
        progress: how much of the whole stroke is drawn, 0 to 1.
        theme: gives the colour.
    """
    if progress <= 0.0 or not letters:
        return []
    baselines = list(dict.fromkeys(letter.y for letter in letters))
    made = []
    for index, baseline in enumerate(baselines):
        written = min(1.0, progress * len(baselines) - index)
        if written > 0.0:
            made.append(_stroke([it for it in letters if it.y == baseline], written, theme))
    return made


def _stroke(line: Sequence[Letter], written: float, theme: Theme) -> Letter:
    size = line[0].size
    left = min(letter.x for letter in line) - whole(BEYOND * size)
    right = max(letter.x + width(letter.markup) * letter.size for letter in line) + BEYOND * size
    # Rounded, so that a line whose numbers change is drawn anew only where it has become visibly longer.
    long = round((right - left) / size, 1)
    markup = (
        f"#box(width: {long}em, height: {THICK}em, baseline: -{HIGH}em, radius: {THICK / 2}em, fill: white)"
    )
    return Letter(
        markup,
        left,
        line[0].y,
        size,
        theme.colours["wrong"],
        max(letter.opacity for letter in line),
        written,
        "strike",
    )
