"""A line of text as words made of pieces: markup that stays, and numbers that follow the motion."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from gradanim.actors.formula import NAME, math_source
from gradanim.actors.lettering import math, prose
from gradanim.actors.terms import Terms
from gradanim.spec.templates import FormulaPart, Template, TextPart, ValuePart

# Mathematics that is recognised without dollar signs, besides what the arrows are called.
_IN_PROSE = re.compile(
    rf"(?P<partial>∂{NAME}/∂{NAME})|(?P<script>\b[A-Za-zα-ω][_^][A-Za-z0-9]\b)"
    r"|(?P<powers>\b[A-Za-z][²³](?![A-Za-z]))|(?P<letter>\b[A-Za-z](?=\s*[=≈<>≤≥]))"
)
# Signs that have a space on both sides where they stand between two terms.
_BETWEEN = "+−-=≈≠<>≤≥·×*"


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


@dataclass(frozen=True)
class Style:
    """What a text is set with.

    Attributes:
        names: variables and parameters, for setting mathematics.
        formulas: gives the symbolic formulas that ``{=name}`` asks for.
        colour: role of the text that has no colour of its own.
        terms: the colours of terms.
    """

    names: frozenset[str]
    formulas: Formulas
    colour: str = "text"
    terms: Terms = field(default_factory=Terms)

    def pieces(self, part: TextPart | ValuePart | FormulaPart) -> list[Piece | None]:
        """Pieces of a part; None stands for the space between two words."""
        if isinstance(part, ValuePart):
            return [Piece("", self._role(part.source), part.source, part.format)]
        if isinstance(part, FormulaPart):
            return [Piece(math(self.formulas(part.name)), self._role(part.name))]
        return self._math(part.text) if part.math else self._prose(part.text)

    def _role(self, source: str) -> str:
        return self.terms.of_quantity(source) or self.colour

    def _symbols(self, text: str, role: str) -> Piece:
        return Piece(math(math_source(text, self.names)), role)

    def _math(self, text: str) -> list[Piece | None]:
        pieces: list[Piece | None] = []
        last = 0
        for start, end, role in self.terms.found(text):
            pieces += self._run(text, last, start)
            pieces.append(self._symbols(text[start:end], role))
            last = end
        return pieces + self._run(text, last, len(text))

    def _run(self, text: str, start: int, end: int) -> list[Piece | None]:
        """Mathematics between two terms; a space next to a term keeps its width, and a sign between two its spaces."""
        run = text[start:end]
        if not run.strip():
            return [Piece(math("thin"), self.colour)] if run else []
        before = run[0].isspace() or (start > 0 and run[0] in _BETWEEN)
        after = run[-1].isspace() or (end < len(text) and _joins(text[:end].rstrip()))
        source = math_source(run, self.names)
        spaced = f"{'thick ' if before else ''}{source}{' thick' if after else ''}"
        return [Piece(math(spaced), self.colour)]

    def _prose(self, text: str) -> list[Piece | None]:
        pieces: list[Piece | None] = []
        last = 0
        for start, end, role in self._mathematics(text):
            pieces += _plain(text[last:start], self.colour)
            pieces.append(self._symbols(text[start:end], role))
            last = end
        return pieces + _plain(text[last:], self.colour)

    def _mathematics(self, text: str) -> list[tuple[int, int, str]]:
        """What is mathematics in prose: start, end and role."""
        found = self.terms.found(text)
        for match in _IN_PROSE.finditer(text):
            start, end = match.span()
            if all(end <= other[0] or other[1] <= start for other in found):
                found.append((start, end, self.colour))
        return sorted(found)


def _joins(before: str) -> bool:
    """Whether a text ends with a sign between two terms, not with that of the term that follows."""
    return before[-1:] in _BETWEEN and before[:-1].rstrip()[-1:] not in ("", *_BETWEEN, *"([{,")


def words(template: Template, style: Style) -> tuple[Word, ...]:
    """The words of a template, in order."""
    made: list[list[Piece]] = [[]]
    for part in template.parts:
        for piece in style.pieces(part):
            if piece is None:
                if made[-1]:
                    made.append([])
            else:
                made[-1].append(piece)
    return tuple(tuple(word) for word in made if word)


def _plain(text: str, colour: str) -> list[Piece | None]:
    pieces: list[Piece | None] = []
    for chunk in re.split(r"(\s+)", text):
        if chunk.isspace():
            pieces.append(None)
        elif chunk:
            pieces.append(Piece(prose(chunk), colour))
    return pieces
