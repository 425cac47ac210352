"""Splits what an author typed into tokens that remember the column they came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from gradanim.calculus.limits import check_length, check_number
from gradanim.calculus.names import canonical
from gradanim.problems import Problem, ProblemError

__all__ = ["Token", "tokenise"]

_GREEK = "α-ωΑ-Ωϑϕϵϱµ"
# A Greek letter stands for itself (`πr` is π·r), with its index; a Latin word is one name, however long.
_PATTERN = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<name>(?:[A-Za-z][A-Za-z0-9_]*_)?[{_GREEK}][0-9₀-₉]*(?:_[A-Za-z0-9]+)*[₀-₉]*|[A-Za-z_][A-Za-z0-9_]*[₀-₉]*)
  | (?P<superscript>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
  | (?P<relation>==|!=|<=|>=|=<|=>|[=<>≤≥≠≈])
  | (?P<power>\*\*|\^)
  | (?P<sign>[+\-−–])
  | (?P<times>[*·×∙⋅∗])
  | (?P<divide>[/÷∕])
  | (?P<root>[√∛])
  | (?P<bar>[|‖∣∥])
  | (?P<open>[(\[])
  | (?P<close>[)\]])
  | (?P<comma>,)
  | (?P<dot>\.)
    """,
    re.VERBOSE,
)
_TEX = re.compile(r"\\[A-Za-z]+")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_PLAIN: Mapping[str, str] = MappingProxyType(
    {
        "−": "-",
        "–": "-",
        "^": "**",
        "∣": "|",
        "∥": "‖",
        "√": "sqrt",
        "∛": "cbrt",
        "≤": "<=",
        "≥": ">=",
        "≠": "!=",
    }
)


class Token(Struct, frozen=True):
    """One piece of a formula.

    Attributes:
        kind: number, name, superscript, relation, power, sign, times, divide, root, bar, open, close, comma
            or dot.
        text: its plain spelling (``**`` for ``^``, ``alpha`` for ``α``, ``12`` for ``¹²``).
        found: what was typed.
        column: 1-based column of its first character.
        glued: whether nothing stands between it and the token before it.
    """

    kind: str
    text: str
    found: str
    column: int
    glued: bool


def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of a formula.

    Raises:
        ProblemError: ``formula_long``, ``number_long``; and for what no formula holds ``formula_character``,
            ``formula_tex`` or ``formula_brace``.
    """
    check_length(text)
    tokens: list[Token] = []
    position, glued = 0, False
    while position < len(text):
        match = _PATTERN.match(text, position)
        if match is None:
            raise ProblemError(_stranger(text, position))
        position, kind, found = match.end(), str(match.lastgroup), match.group()
        if kind != "space":
            tokens.append(Token(kind, _spelled(kind, found), found, match.start() + 1, glued))
            if kind == "number":
                check_number(found, match.start() + 1)
        glued = kind != "space"
    return tuple(tokens)


def _spelled(kind: str, found: str) -> str:
    if kind == "name":
        return canonical(found)
    if kind == "superscript":
        return found.translate(_SUPERSCRIPTS)
    if kind == "number":
        return found.lower()
    return {"times": "*", "divide": "/"}.get(kind, _PLAIN.get(found, found))


def _stranger(text: str, position: int) -> Problem:
    """The problem of a character that no formula holds; what begins a word of TeX, or groups in it, is told as that."""
    character, column = text[position], position + 1
    word = _TEX.match(text, position)
    if word is not None:
        return Problem("formula_tex", {"found": word[0], "column": column}, column=column)
    if character in "{}":
        return Problem("formula_brace", {"found": character, "column": column}, column=column)
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return Problem("formula_character", {"found": shown, "column": column}, column=column)
