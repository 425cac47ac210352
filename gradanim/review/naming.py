"""What texts are called when they are reported: by their role and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

from gradanim.actors.letters import Letter

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
# A stretch of mathematics, or of text, in a line of markup.
_STRETCH = re.compile(rf"\$(?P<math>[^$]*)\$|#{_STRING.pattern}")
# Typst's words for what is shown as a sign.
_SIGNS = {
    "nabla": "∇",
    "partial": "∂",
    "grad": "grad",
    "minus": "−",
    "theta": "θ",
    "alpha": "α",
    "eta": "η",
    "lambda": "λ",
    "mu": "μ",
    "eq": "=",
    "lt": "<",
    "gt": ">",
    "lt.eq": "≤",
    "gt.eq": "≥",
    "eq.not": "≠",
    "approx": "≈",
    "plus": "+",
    "dot.op": "·",
    "dots.h": "…",
    "slash": "/",
    "comma": ",",
    "paren.l": "(",
    "paren.r": ")",
    "space": " ",
    "med": " ",
    "thin": "",
    "thick": " ",
}
_WORD = re.compile(r"[a-z]+(?:\.[a-z]+)*")
_SCRIPT = re.compile(r" ?([_^]) ?\(((?:[^()]|\([^()]*\))*)\)")
# What is set by a function of Typst, and how it is said with its first two arguments.
_CALLS = {"frac": "{0}/{1}", "norm": "‖{0}‖", "abs": "|{0}|", "sqrt": "√{0}", "upright": "{0}", "hat": "{0}̂"}
_CALL = re.compile(r"\b(" + "|".join(_CALLS) + r")\(")
# Those whose arguments stand in parentheses where they are more than a word.
_BINDING = frozenset({"frac", "sqrt"})
_ONE = re.compile(r"\w+|partial \w+")
MOST = 40


def said(markup: str) -> str:
    """A line of markup as plain characters, near enough to be recognised."""
    if markup.startswith("#box("):
        return "a line"
    found = list(_STRETCH.finditer(markup))
    if not found:
        return markup
    stretches = [_mathematics(it["math"]) if it["math"] is not None else _unquoted(it[2]) for it in found]
    return normalize("NFC", re.sub(r" +", " ", "".join(stretches)).strip())


def _mathematics(source: str) -> str:
    while (match := _CALL.search(source)) is not None:
        end, arguments = _arguments(source, match.end())
        if match[1] in _BINDING:
            arguments = [it if _ONE.fullmatch(it) else f"({it})" for it in arguments]
        source = source[: match.start()] + _CALLS[match[1]].format(*arguments, "") + source[end:]
    source = _WORD.sub(lambda word: _SIGNS.get(word.group(), word.group()), source)
    source = _STRING.sub(r"\1", source)
    source = re.sub(r" +", " ", source)
    source = _SCRIPT.sub(_script, source)
    return re.sub(r"([∇∂−‖√(]) +| +(?=[,)])", r"\1", source)


def _arguments(source: str, start: int) -> tuple[int, list[str]]:
    """Where a call ends whose arguments start somewhere, and what they are."""
    depth, begin, made = 1, start, []
    for index in range(start, len(source)):
        depth += {"(": 1, ")": -1}.get(source[index], 0)
        if depth == 0 or (depth == 1 and source[index] == ","):
            made.append(source[begin:index].strip())
            begin = index + 1
        if depth == 0:
            return index + 1, made
    return len(source), [*made, source[begin:].strip()]


def _script(match: re.Match[str]) -> str:
    plain = match[2].replace(" ", "")
    return match[1] + (plain if plain.isalnum() else f"({plain})")


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def name_of(letters: Iterable[Letter]) -> str:
    """The name of a line of text: its role and the beginning of what it says."""
    row = sorted(letters, key=lambda letter: letter.x)
    text = ""
    end = row[0].x
    for letter in row:
        text += (" " if letter.x - end > 0.1 * letter.size and text else "") + said(letter.markup)
        end = letter.x + _advance(letter)
    text = text.strip()
    short = text if len(text) <= MOST else text[: MOST - 1].rstrip() + "…"
    return f"the {row[0].role} `{short}`"


def _advance(letter: Letter) -> float:
    from gradanim.actors.lettering import width

    return width(letter.markup) * letter.size
