"""Authors' mathematics, the way people type it, as Typst mathematics made of nothing but known symbols."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from gradanim.actors.lettering import quoted
from gradanim.calculus.names import canonical
from gradanim.calculus.typst import typst_name

GREEK = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "zeta",
    "eta",
    "theta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "pi",
    "rho",
    "sigma",
    "tau",
    "phi",
    "chi",
    "psi",
    "omega",
    "Gamma",
    "Delta",
    "Theta",
    "Lambda",
    "Xi",
    "Pi",
    "Sigma",
    "Phi",
    "Psi",
    "Omega",
]
OPERATORS = frozenset(
    [
        "sin",
        "cos",
        "tan",
        "ln",
        "log",
        "exp",
        "max",
        "min",
        "lim",
        "arcsin",
        "arccos",
        "arctan",
        "sinh",
        "cosh",
        "tanh",
    ]
)
# Calls whose arguments are set by Typst: the fraction and the root.
CALLS = frozenset({"frac", "sqrt"})
# Dots have more space on both sides than there is between them, else commas beside them would be read as two more.
GLYPHS: Mapping[str, str] = MappingProxyType(
    {
        "∇": "nabla", "∂": "partial", "√": "sqrt", "∞": "infinity", "∈": "in", "·": "dot.op", "×": "times",
        "*": "dot.op", "−": "minus", "-": "minus", "+": "plus", "=": "eq", "≈": "approx", "≠": "eq.not",
        "<": "lt", ">": "gt", "≤": "lt.eq", "≥": "gt.eq", "→": "arrow.r", "⟂": "perp", "⊥": "perp", "∥": "parallel",
        "‖": "bar.v.double", "|": "bar.v", "(": "paren.l", ")": "paren.r", "[": "bracket.l", "]": "bracket.r",
        "{": "brace.l", "}": "brace.r", ",": "comma", ":": "colon", ";": "semi", "!": "excl", "?": "quest",
        "°": "degree", "′": "prime", "'": "prime", "…": "thick dots.h thin", "ℝ": "RR", "∑": "sum", "Σ": "sum",
        "/": "slash",
        "%": "percent", ".": "dot.basic", "²": "^2", "³": "^3", "ⁿ": "^n", "₀": "_0", "₁": "_1", "₂": "_2",
        "₃": "_3", "ₖ": "_k", "ₙ": "_n", "ᵢ": "_i",
    }
)  # fmt: skip
TWO_GLYPHS: Mapping[str, str] = MappingProxyType(
    {
        "->": "arrow.r",
        "<=": "lt.eq",
        ">=": "gt.eq",
        "!=": "eq.not",
        "==": "eq",
        "||": "bar.v.double",
        "~=": "approx",
    }
)
# A letter with an index, as people type it beside ∂.
NAME = r"[A-Za-zα-ωΑ-Ω](?:[0-9₀-₉]+|_[0-9]+|_[A-Za-z]+)?"
# Bars that stand on both sides of something.
FENCES: Mapping[str, str] = MappingProxyType({"‖": "norm", "|": "abs"})
_TOKEN = re.compile(
    rf"(?P<partial>∂(?P<top>{NAME})\s*/\s*∂(?P<below>{NAME}))"
    r"|(?P<number>\d+(?:\.\d+)?)|(?P<word>[A-Za-z]+|[α-ωΑ-Ω])|(?P<two>->|<=|>=|!=|==|\|\||~=)"
    r"|(?P<script>[_^])|(?P<space>\s+)|(?P<other>.)",
    re.DOTALL,
)
_DEEPEST = 12


def math_source(text: str, names: frozenset[str] = frozenset()) -> str:
    """Typst mathematics for an author's stretch of mathematics.

    Args:
        text: what stands between two dollar signs.
        names: variables and parameters of the field, set as one symbol even where they have several letters.
    """
    return _Reader(text, names).sequence(0)


def _joined(parts: list[str]) -> str:
    """Symbols with spaces between them; a script with nothing before it hangs on an empty text."""
    if parts and parts[0][0] in "_^":
        parts = [quoted(""), *parts]
    return " ".join(parts)


class _Reader:
    """Reads tokens from left to right; every token becomes a known symbol or a quoted text."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.tokens = [match for match in _TOKEN.finditer(text) if match.lastgroup]
        self.names = names
        self.position = 0

    def sequence(self, depth: int, stop: str = "") -> str:
        """Symbols up to the closing glyph ``stop``, or to the end."""
        parts: list[str] = []
        while self.position < len(self.tokens):
            if stop and self._peek() == stop:
                break
            parts.append(self._one(depth))
        return _joined([part for part in parts if part])

    def _peek(self) -> str:
        return self.tokens[self.position].group(0) if self.position < len(self.tokens) else ""

    def _one(self, depth: int) -> str:
        match = self.tokens[self.position]
        self.position += 1
        text = match.group(0)
        if match.group("partial"):
            return f"frac(partial {typst_name(match['top'])}, partial {typst_name(match['below'])})"
        if match.group("number"):
            return text
        if match.group("word"):
            return self._word(text, depth)
        if match.group("script"):
            return text + self._script(depth, text)
        if match.group("space"):
            return ""
        if text in FENCES and depth < _DEEPEST and self._closes(text):
            inside = self.sequence(depth + 1, text)
            self.position += 1
            return f"{FENCES[text]}({inside or quoted('')})"
        return TWO_GLYPHS.get(text) or GLYPHS.get(text) or quoted(text)

    def _closes(self, fence: str) -> bool:
        """Whether the same bar stands once more ahead."""
        return any(match.group(0) == fence for match in self.tokens[self.position :])

    def _word(self, word: str, depth: int) -> str:
        if word in CALLS and self._peek() == "(" and depth < _DEEPEST:
            return self._call(word, depth)
        if self._peek().isdecimal() and canonical(word + self._peek()) in self.names:
            self.position += 1
            return typst_name(word + self.tokens[self.position - 1].group(0))
        if word in OPERATORS or word in GREEK:
            return word
        if len(word) == 1:
            return word
        declared = self._declared(word)
        if declared:
            return typst_name(declared)
        letters = all(letter in self.names for letter in word)
        return " ".join(word) if letters else f"upright({quoted(word)})"

    def _declared(self, word: str) -> str:
        """The longest name that begins with a word and that the field has, such as ``learning_rate``; else empty."""
        found, joined, ahead = word if word in self.names else "", word, self.position
        while [match.group(0) for match in self.tokens[ahead : ahead + 1]] == ["_"]:
            parts = [match.group(0) for match in self.tokens[ahead : ahead + 2]]
            joined, ahead = joined + "".join(parts), ahead + 2
            if joined in self.names:
                found, self.position = joined, ahead
        return found

    def _call(self, name: str, depth: int) -> str:
        arguments: list[list[str]] = [[]]
        self.position += 1
        level = 0
        while self.position < len(self.tokens):
            glyph = self._peek()
            if glyph == ")" and level == 0:
                self.position += 1
                break
            if glyph == "," and level == 0:
                self.position += 1
                arguments.append([])
                continue
            level += (glyph == "(") - (glyph == ")")
            arguments[-1].append(self._one(depth + 1))
        wanted = 2 if name == "frac" else 1
        made = [_joined([part for part in argument if part]) for argument in (*arguments, [])[:wanted]]
        filled = [argument or quoted("") for argument in made]
        return f"{name}({', '.join(filled)})"

    def _script(self, depth: int, kind: str) -> str:
        """What a subscript or superscript holds: a group in braces or parentheses, or the next symbol."""
        opening = self._peek()
        closing = {"{": "}", "(": ")"}.get(opening)
        if closing and depth < _DEEPEST:
            self.position += 1
            inside = self.sequence(depth + 1, closing)
            self.position += 1
            return f"({inside or quoted('')})"
        if self.position >= len(self.tokens) or opening in "_^":
            return quoted("")
        sign = ""
        if opening in "-−" and self.position + 1 < len(self.tokens):
            sign = self._one(depth) + " "
        shown = self._one(depth)
        if kind == "_" and shown and self._peek() == "_" and depth < _DEEPEST:
            # An index of an index, as in f_x_1; two numbers stand side by side, as in w_1_2.
            self.position += 1
            between = " comma " if shown.isdecimal() else "_"
            shown += between + self._script(depth + 1, kind)
        return f"({sign}{_joined([shown]) if shown else quoted('')})"
