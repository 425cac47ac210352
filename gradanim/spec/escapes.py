"""Backslashes in double quotes, which begin escapes there: what was typed instead of a backslash, told in a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gradanim.problems import Problem
from gradanim.spec.columns import offset
from gradanim.spec.tex import EATEN, is_tex, plain_tex, read_tex, typed_word
from gradanim.spec.text import hidden_character, place

_SEEN: Final = {"\t": "a tab", "\n": "a line break"}
_UNSEEN: Final = "a character that cannot be seen"
# A word of TeX that is shorter may just as well be the beginning of what stands behind a line break or a tab.
_TELLING: Final = 4
_QUOTE: Final = re.compile(r'(?<!\\)"')
_DOLLAR: Final = re.compile(r"\\*\$")


def eaten_words(value: str, raw: str | None) -> Iterator[Problem]:
    """Words of a text of which an escape has made characters that are not meant, each with its 1-based column.

    Args:
        value: the text that was read.
        raw: its characters in the file with the quotes, or None where they are not known.
    """
    at, hidden_told = 0, False
    while at < len(value):
        problem, here = None, at
        if value[at] in EATEN and _by_letter(value, at, raw):
            at, problem = _eaten(value, at, raw)
        elif (found := hidden_character(value[at])) and not hidden_told:
            hidden_told, problem = True, Problem("spec_control", {"found": found})
        if problem is not None:
            yield problem.at(column=here + 1)
        at += 1


def _by_letter(value: str, at: int, raw: str | None) -> bool:
    """Whether a character may have been typed as a backslash with a letter, and not by its number."""
    if raw is None:
        return True
    start = offset(raw, at)
    return raw[start : start + 2] == "\\" + EATEN[value[at]]


def _eaten(value: str, at: int, raw: str | None) -> tuple[int, Problem | None]:
    """Where the word that an escape begins ends, and the problem with it, if there is one."""
    word, char = typed_word(value, at), value[at]
    formula = in_mathematics(value[:at])
    # In a formula both are told when texts are read; elsewhere a line break or a tab is mostly meant.
    if char in _SEEN and (formula or raw is None or len(word) < _TELLING or not is_tex(word)):
        return at, None
    if formula and is_tex(word):
        end, found, instead = read_tex(value, at)
        return end - 1, Problem("spec_tex", {"found": found}, suggestion=instead)
    details = {"word": word, "found": word[:2], "what": _SEEN.get(char, _UNSEEN)}
    return at, Problem("spec_escape", details, suggestion=_sign(word))


def unknown_escape(text: str, end: int, file: str) -> Problem:
    """The problem of an escape that means nothing, or lacks its digits, at its place.

    Args:
        text: the file.
        end: an offset in the file; the last backslash before it begins the escape.
        file: its name in places.
    """
    at = text.rindex("\\", 0, end)
    line, column = place(text, at)
    word = typed_word(text, at)
    opening = max(match.start() for match in _QUOTE.finditer(text, 0, at))
    if is_tex(word) and in_mathematics(text[opening:at]):
        _, found, instead = read_tex(text, at)
        problem = Problem("spec_tex", {"found": found}, suggestion=instead)
    else:
        word = word if len(word) > 1 else text[at : at + 2]
        problem = Problem("spec_escape_unknown", {"found": word}, suggestion=_sign(word))
    return problem.at(file=file, line=line, column=column)


def in_mathematics(before: str) -> bool:
    """Whether what follows on a text stands between two dollar signs."""
    return sum(match[0] == "$" for match in _DOLLAR.finditer(before)) % 2 == 1


def _sign(word: str) -> str | None:
    """The character that a word of TeX stands for, where it is one."""
    from gradanim.calculus.names import GREEK

    letters = {name: letter for letter, name in reversed(tuple(GREEK.items()))}
    return letters.get(word[1:]) or (plain_tex(word) if is_tex(word) else None) or None
