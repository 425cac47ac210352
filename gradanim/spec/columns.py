"""Where a character of a value stands in its file."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from gradanim.problems import Problem
from gradanim.spec.nodes import Mark, Node

# One character of a quoted scalar, as it is written.
_SINGLE: Final = re.compile(r"''|.", re.DOTALL)
_DOUBLE: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\.|.",
    re.DOTALL,
)


def spot(node: Node, column: int) -> Mark:
    """The place of the character at a 1-based column of a node's text.

    Exact for scalars on one line, plain or quoted; elsewhere the place where the value begins.
    """
    if node.raw is None or node.mark.column is None or not isinstance(node.value, str):
        return node.mark
    return replace(node.mark, column=node.mark.column + offset(node.raw, column - 1))


def offset(raw: str, index: int) -> int:
    """Where the character of a value stands among those of the file: both count from 0, quotes among the latter."""
    quote = raw[:1]
    if quote not in ("'", '"'):
        return min(index, max(len(raw) - 1, 0))
    pattern = _SINGLE if quote == "'" else _DOUBLE
    starts = [match.start() for match in pattern.finditer(raw, 1, len(raw) - 1)]
    return starts[index] if index < len(starts) else len(raw) - 1


def placed(problem: Problem, node: Node) -> Problem:
    """A problem of a text, whose column counts in the text, at its place in the file."""
    mark = spot(node, problem.column) if problem.column is not None else node.mark
    if "column" in problem.details and node.raw is not None:
        # The sentence and the place name the same column.
        problem = replace(problem, details={**problem.details, "column": mark.column})
    return problem.at(file=mark.file, line=mark.line, column=mark.column, where=node.where)


def fault(
    code: str, node: Node, *, at_key: bool = False, suggestion: str | None = None, **details: Any
) -> Problem:
    """A problem with a node, at its value or at its key."""
    mark = node.key_mark if at_key else node.mark
    return Problem(code, details, mark.file, mark.line, mark.column, node.where, suggestion)


def shown(node: Node) -> str:
    """A value as a problem names it, shortened."""
    if node.is_mapping:
        return "a mapping"
    if node.is_list:
        return "a list"
    if node.value is None:
        return "nothing"
    if isinstance(node.value, bool):
        return str(node.value).lower()
    text = node.raw if node.raw and not isinstance(node.value, str) else str(node.value)
    text = " ".join(text.split())
    return f"`{text}`" if len(text) <= 40 else f"`{text[:37]}…`"
