"""What texts are called when they are reported: by their role and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gradanim.actors.letters import Letter

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_TEXT_MARK = re.compile(r'\$?#(?=")')
# Typst's words for what is shown as a sign.
_SIGNS = {
    "nabla": "∇",
    "partial": "∂",
    "minus": "−",
    "theta": "θ",
    "alpha": "α",
    "eta": "η",
    "lambda": "λ",
    "mu": "μ",
    "eq": "=",
    "plus": "+",
    "dot.op": "·",
    "slash": "/",
    "comma": ",",
    "paren.l": "(",
    "paren.r": ")",
    "thin": "",
    "thick": " ",
}
_WORD = re.compile(r"[a-z]+(?:\.[a-z]+)?")
_FRACTION = re.compile(r"frac\((.+?), (.+?), style: .*?\)$")
_NORM = re.compile(r"norm\((.+?)\)")
MOST = 40


def said(markup: str) -> str:
    """A line of markup as plain characters, near enough to be recognised."""
    if markup.startswith("#"):
        match = _STRING.search(markup)
        return re.sub(r"\\(.)", r"\1", match.group(1)) if match else markup
    # Where mathematics and a text follow each other, the text begins with a mark of its own.
    source = _TEXT_MARK.sub("", markup.strip("$"))
    source = _FRACTION.sub(r"\1/\2", source)
    source = _NORM.sub(r"‖\1‖", source)
    source = _WORD.sub(lambda word: _SIGNS.get(word.group(), word.group()), source)
    source = re.sub(r"([∇∂−‖]) +", r"\1", source)
    source = re.sub(r" ?([_^])\((\w)\)", r"\1\2", source)
    return _STRING.sub(r"\1", source).strip()


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
