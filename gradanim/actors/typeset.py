"""A line of text as words made of pieces: markup that stays, and numbers that follow the motion."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gradanim.actors.formula import math_source
from gradanim.actors.lettering import math, prose
from gradanim.spec.templates import FormulaPart, Template, TextPart, ValuePart

# A quantity has the colour of the arrow or curve that it belongs to, wherever it is written.
QUANTITY_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "gradient": "gradient",
        "norm": "gradient",
        "negative_gradient": "negative_gradient",
        "direction": "direction",
        "slope": "direction",
        "angle": "direction",
        "tangent": "level_curve",
        "level": "level_curve",
        "f_x": "partial_0",
        "f_y": "partial_1",
    }
)
# Mathematics that is recognised without dollar signs: what the arrows are called.
_IN_PROSE = re.compile(
    r"(?P<norm>‖[−-]?∇\s?[A-Za-z]‖)|(?P<negative>[−-]\s?∇\s?[A-Za-z]\b)|(?P<gradient>∇\s?[A-Za-z]\b)"
    r"|(?P<slope>D_u(?:\s?f)?\b)|(?P<partial>∂[A-Za-z]/∂[A-Za-z])|(?P<script>\b[A-Za-zα-ω][_^][A-Za-z0-9]\b)"
    r"|(?P<powers>\b[A-Za-z][²³](?![A-Za-z]))|(?P<letter>\b[A-Za-z](?=\s*[=≈<>≤≥]))"
)
_IN_MATH = re.compile(
    r"(?P<negative>[−-]\s?∇\s?[A-Za-z]\b)|(?P<gradient>‖∇\s?[A-Za-z]‖|∇\s?[A-Za-z]\b)|(?P<slope>D_u\b(?:\s?f\b)?)"
)
_COLOUR_OF = {
    "norm": "gradient",
    "gradient": "gradient",
    "negative": "negative_gradient",
    "slope": "direction",
}


@dataclass(frozen=True)
class Piece:
    """A stretch of one word: fixed markup, or a number to be asked for when a frame is drawn.

    Attributes:
        markup: Typst markup of a fixed piece, empty for a live one.
        colour: role in the theme.
        value: source of a live number's quantity, or None.
        format: its format spec, or None.
    """

    markup: str
    colour: str = "text"
    value: str | None = None
    format: str | None = None


Word = tuple[Piece, ...]
# Gives the Typst source of the symbolic formula of a name such as ``f`` or ``gradient``.
Formulas = Callable[[str], str]


def words(
    template: Template, names: frozenset[str], formulas: Formulas, colour: str = "text"
) -> tuple[Word, ...]:
    """The words of a template, in order.

    Args:
        template: the author's text, parsed.
        names: variables and parameters, for setting mathematics.
        formulas: gives the symbolic formulas that ``{=name}`` asks for.
        colour: role of the text that has no colour of its own.
    """
    made: list[list[Piece]] = [[]]
    for part in template.parts:
        for piece in _pieces(part, names, formulas, colour):
            if piece is None:
                if made[-1]:
                    made.append([])
            else:
                made[-1].append(piece)
    return tuple(tuple(word) for word in made if word)


def _pieces(
    part: TextPart | ValuePart | FormulaPart, names: frozenset[str], formulas: Formulas, colour: str
) -> list[Piece | None]:
    """Pieces of a part; None stands for the space between two words."""
    if isinstance(part, ValuePart):
        return [Piece("", QUANTITY_COLOURS.get(part.source, colour), part.source, part.format)]
    if isinstance(part, FormulaPart):
        return [Piece(math(formulas(part.name)), QUANTITY_COLOURS.get(part.name, colour))]
    if part.math:
        return _math_pieces(part.text, names, colour)
    return _prose_pieces(part.text, names, colour)


def _math_pieces(text: str, names: frozenset[str], colour: str) -> list[Piece | None]:
    pieces: list[Piece | None] = []
    last = 0
    for match in _IN_MATH.finditer(text):
        pieces += _math_run(text[last : match.start()], names, colour)
        pieces.append(Piece(math(math_source(match.group(0), names)), _COLOUR_OF[match.lastgroup or ""]))
        last = match.end()
    return pieces + _math_run(text[last:], names, colour)


def _math_run(text: str, names: frozenset[str], colour: str) -> list[Piece | None]:
    """Mathematics of one colour; a space next to it in the source keeps its width, an operator its space."""
    if not text.strip():
        return [Piece(math("thin"), colour)] if text else []
    before = "thick " if text[0].isspace() else ""
    after = " thick" if text[-1].isspace() else ""
    return [Piece(math(f"{before}{math_source(text, names)}{after}"), colour)]


def _prose_pieces(text: str, names: frozenset[str], colour: str) -> list[Piece | None]:
    pieces: list[Piece | None] = []
    last = 0
    for match in _IN_PROSE.finditer(text):
        pieces += _plain(text[last : match.start()], colour)
        role = _COLOUR_OF.get(match.lastgroup or "", colour)
        pieces.append(Piece(math(math_source(match.group(0), names)), role))
        last = match.end()
    return pieces + _plain(text[last:], colour)


def _plain(text: str, colour: str) -> list[Piece | None]:
    pieces: list[Piece | None] = []
    for chunk in re.split(r"(\s+)", text):
        if chunk.isspace():
            pieces.append(None)
        elif chunk:
            pieces.append(Piece(prose(chunk), colour))
    return pieces
