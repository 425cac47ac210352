"""TeX in mathematics, which is not read: what stands there, and how the same is written here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# What an escape of double quotes becomes, and its letter: the backslash and the t of "\\theta" are a tab.
EATEN: Mapping[str, str] = MappingProxyType(
    {
        "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e",
        "\x85": "N", "\u2028": "L", "\u2029": "P",
    }
)  # fmt: skip
# A letter by itself behind a backslash is no TeX.
WORD: Final = rf"\\[A-Za-z]{{2,}}|[{''.join(EATEN)}]"
_WORD = re.compile(r"\\([A-Za-z]{2,})\*?|\\[,;:! ]|\\([{}|])")
_SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "nabla": "∇", "partial": "∂", "cdot": "·", "times": "×", "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=",
        "ne": "!=", "neq": "!=", "approx": "≈", "to": "->", "rightarrow": "->", "infty": "∞", "in": "∈", "sum": "∑",
        "perp": "⟂", "parallel": "∥", "Vert": "‖", "lVert": "‖", "rVert": "‖", "vert": "|", "lvert": "|", "rvert": "|",
        "mid": "|", "dots": "…", "ldots": "…", "cdots": "…", "circ": "°", "prime": "′", "quad": " ", "qquad": " ",
        "left": "", "right": "", "big": "", "Big": "", "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi",
        "lt": "<", "gt": ">", "lbrace": "{{", "rbrace": "}}",
    }
)  # fmt: skip
# Words whose argument stands for itself.
_DRESS = frozenset(
    {
        "text", "mathrm", "mathbf", "mathit", "boldsymbol", "operatorname", "vec", "mathbb", "mathcal", "overline",
        "hat", "bar", "tilde",
    }
)  # fmt: skip
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac"})
# What needs no brackets above or below a fraction line.
_ONE = re.compile(r"[∂∇√]?[\w.∞]+|[a-z]+\([^()]*\)")
_LETTERS = re.compile(r"[A-Za-z]*")


def typed_word(text: str, at: int) -> str:
    """The word that begins with a backslash at ``at``, or with what its backslash and first letter have become."""
    letters = _LETTERS.match(text, at + 1)
    assert letters is not None
    return "\\" + EATEN.get(text[at], "") + letters[0]


def is_tex(word: str) -> bool:
    """Whether a word with its backslash is one of TeX that can be written in another way here."""
    name = word.removeprefix("\\")
    return name in _DRESS | _FRACTIONS | {"sqrt"} or _word(name, []) is not None


def read_tex(text: str, at: int) -> tuple[int, str, str | None]:
    """A word of TeX and its arguments in braces.

    Args:
        text: the text that holds it.
        at: index of its backslash, or of what its backslash and first letter have become.

    Returns:
        Where it ends, what stands there as it was typed, and what to write instead, or None where that is not known.
    """
    if text[at] in EATEN:
        restored = "\\" + EATEN[text[at]] + text[at + 1 :]
        end = _end(restored, 0)
        return at + end - 1, restored[:end], plain_tex(restored[:end])
    end = _end(text, at)
    return end, text[at:end], plain_tex(text[at:end])


def plain_tex(text: str) -> str | None:
    """Mathematics with its TeX in our notation; None where there is a word with no counterpart."""
    made, at = "", 0
    while match := _WORD.search(text, at):
        made += text[at : match.start()]
        end = _end(text, match.start()) if match[1] else match.end()
        here = _word(match[1], _arguments(text[match.end() : end])) if match[1] else (match[2] or " ")
        if here is None:
            return None
        made, at = made + here, end
    made = re.sub(r"([∂∇]) +", r"\1", made + text[at:])
    return re.sub(r"\{([^{}]*)\}", r"(\1)", made).strip()


def _word(word: str, arguments: list[str]) -> str | None:
    inner = [plain_tex(argument) for argument in arguments]
    if None in inner:
        return None
    parts = [part or "" for part in inner]
    if word in _FRACTIONS:
        return "/".join(map(_bracketed, parts)) if len(parts) == 2 else None
    if word == "sqrt":
        return f"sqrt({parts[0]})" if len(parts) == 1 else None
    if word in _DRESS:
        return parts[0] if len(parts) == 1 else None
    # Imported here: hardly any text holds TeX.
    from gradanim.calculus.names import FUNCTIONS, GREEK, function_name

    if word in _SIGNS:
        return _SIGNS[word] + "".join(f"({part})" for part in parts)
    known = word in GREEK.values() or function_name(word) in FUNCTIONS or word == "lim"
    return word + "".join(f"({part})" for part in parts) if known else None


def _bracketed(part: str) -> str:
    return part if _ONE.fullmatch(part) else f"({part})"


def _end(text: str, at: int) -> int:
    """Where a word and the groups in braces behind it end; what is not closed does not belong to it."""
    match = _WORD.match(text, at)
    end = match.end() if match else at + 1
    while end < len(text) and text[end] == "{":
        depth = 0
        for index in range(end, len(text)):
            depth += (text[index] == "{") - (text[index] == "}")
            if depth == 0 or text[index] == "$":
                break
        if depth:
            return end
        end = index + 1
    return end


def _arguments(groups: str) -> list[str]:
    """What stands in ``{1}{2}``; braces that were doubled, as braces of texts are, count once."""
    found, start, depth = [], 0, 0
    for index, letter in enumerate(groups):
        start = index + 1 if letter == "{" and depth == 0 else start
        depth += (letter == "{") - (letter == "}")
        if letter == "}" and depth == 0:
            found.append(groups[start:index])
    return [
        part[1:-1] if part.startswith("{") and part.endswith("}") else part for part in map(str.strip, found)
    ]
