"""Paragraphs: words of fixed text and live numbers, broken into lines and set on a common baseline."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from gradanim.actors.breaking import Stretch, line_starts
from gradanim.actors.lettering import math, prose, width
from gradanim.actors.letters import Letter, whole
from gradanim.actors.theme import Theme
from gradanim.actors.typeset import Piece, Word

# Distances in em.
LEADING = 1.38
# A line with a tall formula, such as a fraction, takes this much more.
TALL = 0.75

# What stands in a live number for the room of a digit. So many steps there are in the room of a sign, which opens and
# closes; for each a character stands that no number has.
DIGIT_SPACE = "\u2007"
_STEPS, _NO_SIGN = 64, 0xE000

# A power of ten is set as in a formula: its sign has the spaces of one between two terms, and the exponent is as high
# and as wide as that of a formula, not as the raised characters of a text are.
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_LOWERED, _TIMES = str.maketrans(_RAISED, "0123456789-"), "med times med"
_GLYPHS = re.compile(rf"[{_RAISED}]+|.", re.DOTALL)

# Gives the text of a live number for its source and its format.
Numbers = Callable[[str, str | None], str]


class Setting(Struct, frozen=True):
    """Where and how a paragraph is set, in pixels of the frame.

    Attributes:
        x: left side.
        y: top side.
        width: room for a line.
        size: one em.
        align: ``left`` or ``center``.
        opacity: 0 to 1.
        written: how much of the paragraph is there, 0 to 1.
        role: what it is, for layout checks.
    """

    x: float
    y: float
    width: float
    size: float
    align: str = "left"
    opacity: float = 1.0
    written: float = 1.0
    role: str = "text"


def paragraph(
    words: Sequence[Word], setting: Setting, numbers: Numbers, theme: Theme, widest: Numbers | None = None
) -> tuple[list[Letter], float]:
    """Letters of a paragraph and the y of its lower side; its lines are broken for the ``widest`` numbers.

    A paragraph whose left upper corner is on whole pixels has its letters on whole pixels, but for what stands behind
    the room of a sign that opens or closes.
    """
    lines = _lines(words, setting, widest or numbers)
    letters: list[Letter] = []
    y = 0.0
    share = 1.0 / max(1, len(lines))
    for index, line in enumerate(lines):
        tall = TALL if is_tall(line) else 0.0
        y += (1.05 + tall / 2) * setting.size
        written = min(1.0, max(0.0, (setting.written - index * share) / share))
        letters += _set_line(line, setting.y + whole(y), written, setting, theme, numbers)
        y += (LEADING - 1.05 + tall / 2) * setting.size
    return letters, setting.y + whole(y)


def is_tall(line: Sequence[Word]) -> bool:
    """Whether words in a row have a formula among them that is higher than a line."""
    return any("frac(" in piece.markup or "mat(" in piece.markup for word in line for piece in word)


def piece_width(piece: Piece, numbers: Numbers) -> float:
    """Advance in em; a live number is measured glyph by glyph, so that no number is set as a whole."""
    if piece.markup:
        return width(piece.markup)
    return _advance(numbers(piece.value or "", piece.format))


def line_width(line: Sequence[Word], numbers: Numbers) -> float:
    """Advance of words in a row, in em."""
    gaps = sum(word[0].gap for word in line[1:])
    return gaps + sum(piece_width(piece, numbers) for word in line for piece in word)


def stretches(words: Sequence[Word], numbers: Numbers) -> list[Stretch]:
    """The words of a paragraph as what its lines are broken between; one after a sign stays with it."""
    made: list[Stretch] = []
    for index, word in enumerate(words):
        length = sum(piece_width(piece, numbers) for piece in word)
        stays = index > 0 and words[index - 1][-1].open
        made.append(Stretch(length, word[0].gap, word[0].cost, stays))
    return made


def _lines(words: Sequence[Word], setting: Setting, numbers: Numbers) -> list[Sequence[Word]]:
    starts = line_starts(stretches(words, numbers), setting.width / setting.size)
    return [words[a:b] for a, b in pairwise([*starts, len(words)])]


def _set_line(
    line: Sequence[Word], y: float, written: float, setting: Setting, theme: Theme, numbers: Numbers
) -> list[Letter]:
    total = line_width(line, numbers)
    start, length = setting.x, max(total, 1e-9) * setting.size
    if setting.align == "center":
        start += whole((setting.width - total * setting.size) / 2)
    letters: list[Letter] = []
    # From the start to what comes next: all of it, the part that is no sign, and the signs in whole pixels.
    along = fixed = signs = 0.0
    for index, word in enumerate(line):
        gap = word[0].gap * setting.size if index else 0.0
        along, fixed = along + gap, fixed + gap
        for piece in word:
            for markup, wide, sign in _glyphs(piece, numbers):
                advance = wide * setting.size
                share = (written * length - along) / advance if advance > 0 else 1.0
                if markup:
                    letters.append(
                        Letter(
                            markup,
                            start + whole(fixed) + signs,
                            y,
                            setting.size,
                            theme.colours[piece.colour],
                            setting.opacity,
                            min(1.0, max(0.0, share)),
                            setting.role,
                        )
                    )
                along += advance
                fixed += 0.0 if sign else advance
                signs += sign * whole(width(prose("−")) * setting.size)
    return [letter for letter in letters if letter.written > 0.0]


def sign_space(share: float) -> str:
    """What stands in a live number for a share of the room of a sign, from 0 to 1."""
    steps = round(share * _STEPS)
    return chr(_NO_SIGN + steps) if steps > 0 else ""


def _glyphs(piece: Piece, numbers: Numbers) -> Sequence[tuple[str, float, float]]:
    """Markup that is set one behind the other, its advance in em, and how much of the room of a sign that is.

    The markup is empty where only room is kept.
    """
    if piece.markup:
        return [(piece.markup, width(piece.markup), 0.0)]
    return _in_glyphs(numbers(piece.value or "", piece.format))


# A number is measured, broken into lines and set, and its neighbours in time mostly show the same.
@lru_cache(maxsize=1024)
def _in_glyphs(text: str) -> tuple[tuple[str, float, float], ...]:
    return tuple(_glyph(glyph) for glyph in _GLYPHS.findall(text))


@lru_cache(maxsize=1024)
def _advance(text: str) -> float:
    return sum(wide for _, wide, _ in _in_glyphs(text))


@lru_cache(maxsize=256)
def _glyph(glyph: str) -> tuple[str, float, float]:
    if glyph == DIGIT_SPACE:
        return "", width(prose("0")), 0.0
    if glyph[0] in _RAISED:
        markup = math(f'""^({glyph.translate(_LOWERED)})')
        return markup, width(markup), 0.0
    steps = ord(glyph) - _NO_SIGN
    if 0 < steps <= _STEPS:
        return "", width(prose("−")) * steps / _STEPS, steps / _STEPS
    markup = math(_TIMES) if glyph == "×" else prose(glyph)
    return markup, width(markup), float(glyph in "−+")
