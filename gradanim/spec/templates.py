"""Text with computed numbers: ``{norm:.2f}`` is a value, ``{=gradient}`` a formula, ``$…$`` mathematics."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Final

from gradanim.problems import Problem, ProblemError, closest
from gradanim.spec.tex import EATEN, WORD, is_tex, plain_tex, read_tex, typed_word

FORMULAS: Final = ("f", "gradient", "hessian")
# Escapes first: `{{`, `}}` and `\$` stand for the bare character.
_TOKEN = re.compile(rf"\{{\{{|\}}\}}|\\\$|\$|\{{|\}}|{WORD}")
# What cannot stand in a formula, though it can be seen.
_BREAKS: Final = {"\n": "a line break", "\t": "a tab"}
_PARTIAL = re.compile(r"f_[^\W\d_]\w*")


@dataclass(frozen=True)
class TextPart:
    """Characters as they are; ``math`` where they stand between two ``$``."""

    text: str
    math: bool = False


@dataclass(frozen=True)
class ValuePart:
    """A number that is computed.

    Attributes:
        source: the quantity, for example ``norm`` or ``f - 1``.
        format: a format such as ``.3f`` (``calculus.formatting`` says which there are), or None to choose one.
        math: whether it stands between two ``$``.
        column: 1-based column of the quantity in the text.
    """

    source: str
    format: str | None = None
    math: bool = False
    column: int = field(default=0, compare=False)


@dataclass(frozen=True)
class FormulaPart:
    """A symbolic formula: ``f``, ``gradient``, ``hessian`` or a partial derivative such as ``f_x``."""

    name: str
    math: bool = False
    column: int = field(default=0, compare=False)


Part = TextPart | ValuePart | FormulaPart


@dataclass(frozen=True)
class Template:
    """A text of an author, split into its parts."""

    parts: tuple[Part, ...]

    @property
    def values(self) -> tuple[ValuePart, ...]:
        """The parts that are computed."""
        return tuple(part for part in self.parts if isinstance(part, ValuePart))

    @property
    def formulas(self) -> tuple[FormulaPart, ...]:
        """The parts that are symbolic formulas."""
        return tuple(part for part in self.parts if isinstance(part, FormulaPart))


def parse_template(text: str) -> Template:
    """The parts of an author's text.

    Raises:
        ProblemError: every fault of the text, each with its 1-based column in ``text``.
    """
    template, problems = read_template(text)
    if problems:
        raise ProblemError(problems)
    return template


def read_template(text: str) -> tuple[Template, tuple[Problem, ...]]:
    """What can be read of an author's text, and its faults, each with its 1-based column in ``text``."""
    reader = _Reader(text)
    parts = tuple(reader.parts())
    return Template(parts), tuple(reader.problems)


class _Reader:
    """Reads a text from left to right and collects its faults."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[Problem] = []
        self._math_from: int | None = None

    @property
    def _math(self) -> bool:
        return self._math_from is not None

    def parts(self) -> Iterator[Part]:
        plain, at = "", 0
        while match := _TOKEN.search(self.text, at):
            token, start = match.group(), match.start()
            plain, at = plain + self.text[at:start], match.end()
            if token != "\\$" and (token[0] == "\\" or token in EATEN):
                at, plain = self._tex(match, plain)
                continue
            if token in ("{{", "}}", "\\$"):
                plain += token[-1]
                continue
            if plain:
                yield TextPart(plain, self._math)
                plain = ""
            if token == "$":
                self._math_from = None if self._math else start
            elif token == "}":
                self._fault("spec_brace_closed", start)
            else:
                at = yield from self._braces(start)
        if plain + self.text[at:]:
            yield TextPart(plain + self.text[at:], self._math)
        if self._math_from is not None:
            self._fault("spec_dollar_open", self._math_from)

    def _tex(self, match: re.Match[str], plain: str) -> tuple[int, str]:
        """Where to read on behind a word of TeX, which is plain characters outside mathematics, and these."""
        token, start = match.group(), match.start()
        if not self._math:
            return match.end(), plain + token
        if token in EATEN and not is_tex(typed_word(self.text, start)):
            if token in _BREAKS:
                self._fault("spec_formula_break", start, found=_BREAKS[token], typed="\\" + EATEN[token])
            return match.end(), plain + token
        end, found, instead = read_tex(self.text, start)
        self._fault("spec_tex", start, instead, found=found)
        return end, plain

    def _braces(self, start: int) -> Generator[Part, None, int]:
        """The part in the braces that open at ``start``; returns where they end."""
        end = self.text.find("}", start)
        inner = self.text[start + 1 : end]
        if end < 0 or "{" in inner:
            # What follows is read for itself, so that its own faults are told as well.
            self._fault("spec_brace_open", start)
            return start + 1
        if self._math and self.text[start - 1] in "^_":
            self._fault(
                "spec_brace_script",
                start,
                found=self.text[start - 1] + "{" + inner + "}",
                inner=plain_tex(inner) or inner,
            )
        elif not inner.strip():
            self._fault("spec_brace_empty", start)
        elif inner.startswith("="):
            yield from self._formula(inner[1:], start + 3)
        else:
            yield from self._value(inner, start + 2)
        return end + 1

    def _formula(self, inner: str, column: int) -> Iterator[Part]:
        name = inner.strip()
        column += len(inner) - len(inner.lstrip())
        if name in FORMULAS:
            yield FormulaPart(name, self._math, column)
        elif _PARTIAL.fullmatch(name):
            # Imported here: most texts hold no partial derivative.
            from gradanim.calculus.names import canonical

            yield FormulaPart(canonical(name), self._math, column)
        else:
            known = ", ".join((*FORMULAS, "f_x"))
            self._fault(
                "spec_formula_unknown",
                column - 1,
                closest(name, (*FORMULAS, "f_x", "f_y")),
                found=name,
                expected=known,
            )

    def _value(self, inner: str, column: int) -> Iterator[Part]:
        source, colon, form = inner.partition(":")
        spaces = len(source) - len(source.lstrip())
        if colon and not form.strip():
            self._fault("spec_format_empty", column + len(source) - 1)
        elif not source.strip():
            self._fault("spec_brace_empty", column - 2)
        else:
            yield ValuePart(source.strip(), form.strip() or None, self._math, column + spaces)

    def _fault(self, code: str, offset: int, suggestion: str | None = None, **details: str) -> None:
        self.problems.append(Problem(code, details, column=offset + 1, suggestion=suggestion))
