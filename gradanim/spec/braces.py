"""Texts with braces that stand without quotes: YAML takes the braces for a mapping, or stumbles over what follows."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from gradanim.problems import Problem
from gradanim.spec.nodes import Node

# What may stand before a value on its line.
_VALUE_BEGINS: Final = re.compile(r"(?:^|[:\-,\[{])[ ]*$")
# What the parser says where a block goes on on a line that has ended for it.
_STUMBLED: Final = (
    "expected <block end>",
    "mapping values are not allowed",
    "expected a comment or a line break",
    "expected chomping",
)
_CLAIM: Final = re.compile(r"\b(?:claim|that): *$")
_COMMENT: Final = re.compile(r"\s+#.*$")


def braces_fault(text: str, at: int, said: str) -> tuple[Problem, int] | None:
    """The problem of a text that needs quotes for its braces, and its offset; None where it is something else.

    Args:
        text: the file.
        at: where the parser stumbled.
        said: what it said.
    """
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line, column = text[start : len(text) if end < 0 else end], at - start
    if said.startswith("expected ',' or"):
        return _inside(line, column, start)
    if not said.startswith(_STUMBLED):
        return None
    # Behind `>` and `|` nothing may stand, and what they stand behind is looked at.
    opening = _opening(line, len(line[:column].rstrip(" >|")))
    if opening is None or not _VALUE_BEGINS.search(line[:opening]):
        return None
    typed = _COMMENT.sub("", line[opening:]).strip()
    return braced(typed, claim=_CLAIM.search(line[:opening]) is not None), start + opening


def text_in_braces(node: Node) -> str | None:
    """What was typed where a text in braces was read as a mapping on one line; None for any other value."""
    marks = [child.key_mark for child in node.keys.values()]
    # A mapping in a block begins with its first key.
    if not marks or any(mark.line != node.mark.line for mark in marks) or marks[0] == node.mark:
        return None
    parts = [
        key if child.value is None else f"{key}: {child.raw or child.value}"
        for key, child in node.keys.items()
        if not (child.is_mapping or child.is_list)
    ]
    return "{" + ", ".join(parts) + "}" if len(parts) == len(marks) else None


def is_text(node: Node, keys: Collection[str]) -> bool:
    """Whether what stands behind a verb or an actor is its text, be it one in braces that was read as a mapping.

    Args:
        node: what stands there.
        keys: the keys of a mapping that may stand there.
    """
    if not node.is_mapping:
        return node.value is not None
    return not any(key in keys for key in node.keys) and text_in_braces(node) is not None


def _inside(line: str, column: int, start: int) -> tuple[Problem, int] | None:
    """A text with braces within brackets: a brace in the middle of it, or something behind a brace at its beginning."""
    before = line[:column].rstrip()
    if line[column : column + 1] == "{" and before and before[-1] not in ",[{:":
        brace = column
    else:
        opening = _opening(line, len(before))
        if opening is None or not _VALUE_BEGINS.search(line[:opening]):
            return None
        brace = opening
    first = _entry_begins(line, brace)
    wanted = quoted(line[first : _entry_ends(line, brace)].strip())
    return Problem("spec_yaml_brace_inside", {"wanted": wanted}), start + first


def _opening(line: str, end: int) -> int | None:
    """Where the brace opens that is closed by the last character before ``end``."""
    if line[end - 1 : end] != "}":
        return None
    depth = 0
    for index in range(end - 1, -1, -1):
        depth += (line[index] == "}") - (line[index] == "{")
        if depth == 0:
            return index
    return None


def _entry_begins(line: str, brace: int) -> int:
    """Where the item of a flow collection begins that holds an opening brace."""
    index = brace
    while index > 0 and line[index - 1] not in ",[{" and line[index - 2 : index] != ": ":
        index -= 1
    return index + len(line[index:brace]) - len(line[index:brace].lstrip())


def _entry_ends(line: str, brace: int) -> int:
    """Where it ends: at the next comma or closing bracket that is not inside of brackets of its own."""
    depth = 0
    for index in range(brace, len(line)):
        depth += line[index] in "{["
        if depth == 0 and line[index] in ",]}":
            return index
        depth -= line[index] in "}]"
    return len(line)


def braced(typed: str, *, claim: bool) -> Problem:
    """The problem, without its place, of a text that begins with a brace and has no quotes, or of a ``claim``."""
    if claim:
        return without_braces(typed)
    return Problem("spec_yaml_brace", {"wanted": quoted(typed)})


def without_braces(claim: str) -> Problem:
    """The problem of a claim that has braces around what it names."""
    return Problem("spec_claim_braces", {"wanted": " ".join(re.sub(r"[{}]", " ", claim).split())})


def quoted(text: str) -> str:
    """A text as it is written in quotes in YAML."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"
