"""The bytes of a file as text that holds nothing but what can be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gradanim.problems import Problem, ProblemError

LARGEST_FILE: Final = 256 * 1024
# The line breaks that YAML alone knows (U+0085, U+2028, U+2029) would shift our lines against the editor's.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def decode(data: bytes, file: str) -> str:
    """The text of a file in UTF-8, with or without a byte order mark, its line ends made one character each.

    Raises:
        ProblemError: ``spec_too_large``, ``spec_encoding``, ``spec_control``.
    """
    if len(data) > LARGEST_FILE:
        raise ProblemError(Problem("spec_too_large", {"limit": LARGEST_FILE // 1024}, file=file))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        raise ProblemError(Problem("spec_encoding", {}, file=file, line=line)) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if problems := list(_hidden(text, file)):
        raise ProblemError(problems[:5])
    return text


def _hidden(text: str, file: str) -> Iterator[Problem]:
    for match in _HIDDEN.finditer(text):
        line, column = place(text, match.start())
        code = f"U+{ord(match.group()):04X}"
        yield Problem("spec_control", {"found": code}, file=file, line=line, column=column)


def hidden_character(value: str) -> str | None:
    """The name of the first character of a value that cannot be seen, such as ``U+0000``, or None."""
    match = _HIDDEN.search(value)
    return f"U+{ord(match.group()):04X}" if match else None


def place(text: str, offset: int) -> tuple[int, int]:
    """1-based line and column of an offset."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, start) + 1, offset - start + 1
