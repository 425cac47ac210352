"""What the YAML parser says, in words that help an author."""

from __future__ import annotations

import re
from typing import Any

from gradanim.problems import Problem
from gradanim.spec.braces import braces_fault
from gradanim.spec.escapes import unknown_escape
from gradanim.spec.text import place

# The parser's sentence -> our code; the first that matches counts.
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        (r"character '\\t' that cannot start", "spec_yaml_tab"),
        (r"character '(?P<found>[@`%|>])' that cannot start", "spec_yaml_start"),
        (r"mapping values are not allowed", "spec_yaml_colon"),
        (r"mapping keys are not allowed", "spec_yaml_start"),
        (r"could not find expected ':'", "spec_yaml_no_colon"),
        (r"expected <block end>, but found '<scalar>'", "spec_yaml_after"),
        (r"expected <block end>|block collection|sequence entries are not allowed", "spec_yaml_indent"),
        (r"expected ',' or '(?P<found>[\]}])'", "spec_yaml_bracket"),
    )
)
_AFTER_KEY = re.compile(r": *\Z")
_BLOCK = re.compile(r"expected chomping or indentation indicators|expected a comment or a line break")
_ESCAPE = re.compile(r"unknown escape character|expected escape sequence")


def fault_of(error: Any, text: str, file: str) -> Problem:
    """The problem that an error of the parser tells, at its place.

    Args:
        error: a ``MarkedYAMLError``.
        text: what was read.
        file: its name in places.
    """
    said = str(error.problem or error.context or "")
    if _ESCAPE.search(said):
        return unknown_escape(text, error.problem_mark.index, file)
    problem, mark = _fault(error, said, text)
    if mark is None:
        return problem.at(file=file)
    line, column = place(text, mark) if isinstance(mark, int) else (mark.line + 1, mark.column + 1)
    return problem.at(file=file, line=line, column=column)


def _fault(error: Any, said: str, text: str) -> tuple[Problem, Any]:
    """The problem, and its place: a mark of the parser or an offset in the text."""
    context = str(error.context or "")
    if "quoted scalar" in context and ("end of stream" in said or "document separator" in said):
        return Problem("spec_yaml_quote"), error.context_mark
    mark = error.problem_mark or error.context_mark
    braces = braces_fault(text, mark.index, said) if mark is not None else None
    if braces is not None:
        return braces
    if _BLOCK.search(said) and mark is not None:
        # Where `|` or `>` begins a text of several lines nothing may stand behind it.
        at = max(text.rfind(sign, 0, mark.index) for sign in "|>")
        return Problem("spec_yaml_start", {"found": text[at]}), at
    if "sequence entries are not allowed" in said and _AFTER_KEY.search(text, 0, mark.index):
        return Problem("spec_yaml_start", {"found": "- "}), mark
    for pattern, code in _PATTERNS:
        match = pattern.search(said)
        if match:
            bracket = code == "spec_yaml_bracket" or ("flow" in context and code == "spec_yaml_indent")
            here = error.context_mark or mark if bracket else mark
            sign = {"found": text[mark.index]} if code == "spec_yaml_start" and mark is not None else {}
            return Problem(code, sign | match.groupdict()), here
    if mark is not None and mark.index < len(text) and text[mark.index] == "\t":
        return Problem("spec_yaml_tab"), mark
    return Problem("spec_yaml", {"found": said}), mark
