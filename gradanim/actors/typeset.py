"""A line of text as words made of pieces: markup that stays, and numbers that follow the motion."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from gradanim.actors.formula import NAME, math_source
from gradanim.actors.lettering import math, prose
from gradanim.actors.signs import (
    AT_RELATION,
    RELATIONS,
    Joint,
    as_binary,
    ends_open,
    joints,
    space_after,
    typst_parts,
)
from gradanim.actors.terms import Terms, wholes
from gradanim.spec.templates import FormulaPart, Template, TextPart, ValuePart

# Mathematics that is recognised without dollar signs, besides what the arrows are called.
_IN_PROSE = re.compile(
    rf"(?P<partial>∂{NAME}/∂{NAME})|(?P<script>\b[A-Za-zα-ω][_^][A-Za-z0-9]\b)"
    r"|(?P<powers>\b[A-Za-z][²³](?![A-Za-z]))|(?P<letter>\b[A-Za-z](?=\s*[=≈<>≤≥]))"
    # A letter by itself, but for the words a, A and I; "3 m" is a length, "e.g." no mathematics.
    r"|(?P<lone>(?<![\w'’.\\/#@&<`\"-])(?<!\d )[b-zB-HJ-Zα-ω](?![\w'’`\"]|\.\w|-\w))"
)
# Signs that have a space on both sides where they stand between two terms.
_BETWEEN = "+−-=≈≠<>≤≥·×*"
# Between two words, in em.
SPACE = 0.3
# What it costs to begin a line with a number that belongs to the word before it, less than at any sign, and with
# another word of a text with several numbers, which are read as one row.
AT_NUMBER, IN_ROW = 1.0, 0.5


class Piece(Struct, frozen=True):
    """A stretch of one word: fixed markup, or a number to be asked for when a frame is drawn.

    Attributes:
        markup: Typst markup of a fixed piece, empty for a live one.
        colour: role in the theme.
        value: source of a live number's quantity, or None.
        format: its format spec, or None.
        begins: whether a line may be broken before it, though no space between words is there.
        gap: the space before it in em, where it begins a word but no line.
        cost: how unwelcome it is that it begins a line.
        open: whether it may not end a line, as a sign may not that belongs to what follows.
    """

    markup: str
    colour: str = "text"
    value: str | None = None
    format: str | None = None
    begins: bool = False
    gap: float = SPACE
    cost: float = 0.0
    open: bool = False


Word = tuple[Piece, ...]
# Gives the Typst source of the symbolic formula of a name such as ``f`` or ``gradient``.
Formulas = Callable[[str], str]


class Style(Struct, frozen=True):
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
            return self._formula(part.name)
        return self._math(part.text) if part.math else self._prose(part.text)

    def _formula(self, name: str) -> list[Piece | None]:
        role = self._role(name)
        return [
            _joined(Piece(math(source), role), joint) for source, joint in typst_parts(self.formulas(name))
        ]

    def _role(self, source: str) -> str:
        return self.terms.of_quantity(source) or self.colour

    def _symbols(self, text: str, role: str) -> Piece:
        return Piece(math(math_source(text, self.names)), role)

    def _math(self, text: str) -> list[Piece | None]:
        terms = self.terms.found(text)
        kept = [*wholes(text), *((start, end) for start, end, _ in terms)]
        places = {joint.at: joint for joint in joints(text, kept)}
        pieces: list[Piece | None] = []
        last = 0
        for start, end, role in [*terms, (len(text), len(text), "")]:
            pieces += self._runs(text, last, start, places)
            if end > start:
                pieces.append(_joined(self._symbols(text[start:end], role), places.get(start)))
            last = end
        return pieces

    def _runs(self, text: str, start: int, end: int, places: Mapping[int, Joint]) -> list[Piece | None]:
        """Mathematics between two terms, cut where a line may be broken."""
        cuts = [start, *(at for at in sorted(places) if start < at < end), end]
        pieces: list[Piece | None] = []
        for at, stop in pairwise(cuts):
            joint = places.get(at)
            piece = self._run(text, (at, stop), begins=joint is not None, ends=stop in places)
            if piece is not None:
                pieces.append(_joined(piece, joint))
        return pieces

    def _run(self, text: str, span: tuple[int, int], begins: bool, ends: bool) -> Piece | None:
        """Mathematics between two terms; a space next to a term keeps its width, and a sign between two its spaces.

        Where it begins or ends with a joint, that has the space.
        """
        start, end = span
        run = text[start:end]
        if not run.strip():
            return Piece(math("thin"), self.colour) if run and not ends else None
        before = not begins and (run[0].isspace() or (start > 0 and run[0] in _BETWEEN))
        after = not ends and (run[-1].isspace() or (end < len(text) and _joins(text[:end].rstrip())))
        source = math_source(run, self.names)
        source = as_binary(source) if begins else source
        spaced = f"{'thick ' if before else ''}{source}{' ' + space_after(run) if after else ''}"
        return Piece(math(spaced), self.colour, open=ends_open(text[:end]))

    def _capitals(self) -> frozenset[str]:
        """Capital letters that are mathematics wherever they stand by themselves."""
        return self.names | {self.terms.function}

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
            named = match["lone"] is None or not match["lone"].isupper() or match["lone"] in self._capitals()
            if named and all(end <= other[0] or other[1] <= start for other in found):
                found.append((start, end, self.colour))
        return sorted(found)


def _joins(before: str) -> bool:
    """Whether a text ends with a sign between two terms, not with that of the term that follows."""
    return before[-1:] in _BETWEEN and before[:-1].rstrip()[-1:] not in ("", *_BETWEEN, *"([{,")


def _joined(piece: Piece, joint: Joint | None) -> Piece:
    """A piece before which a line may be broken, at a joint."""
    return piece if joint is None else replace(piece, begins=True, gap=joint.gap, cost=joint.cost)


def words(template: Template, style: Style) -> tuple[Word, ...]:
    """The words of a template, in order: what no line is broken within."""
    made: list[list[Piece]] = [[]]
    spaced = True
    in_row = IN_ROW * (sum(isinstance(part, ValuePart) for part in template.parts) > 1)
    for part in template.parts:
        for piece in style.pieces(part):
            if piece is None:
                spaced = True
                continue
            if spaced or piece.begins:
                made.append([])
            if spaced:
                piece = replace(piece, cost=max(piece.cost, in_row if piece.value is None else AT_NUMBER))
            made[-1].append(replace(piece, gap=SPACE) if spaced and piece.gap != SPACE else piece)
            spaced = False
    return tuple(tuple(word) for word in made if word)


def _plain(text: str, colour: str) -> list[Piece | None]:
    pieces: list[Piece | None] = []
    for chunk in re.split(r"(\s+)", text):
        if chunk.isspace():
            pieces.append(None)
        elif chunk:
            sign = chunk in RELATIONS
            pieces.append(
                Piece(prose(chunk), colour, cost=AT_RELATION * sign, open=ends_open(chunk) and sign)
            )
    return pieces
