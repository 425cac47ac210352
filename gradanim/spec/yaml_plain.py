"""Reads the plain part of YAML that nearly every spec keeps to, ten times as fast as a parser of the whole language."""

from __future__ import annotations

import re
from typing import Final, NoReturn

from gradanim.spec.builder import DEEPEST, MOST_NODES
from gradanim.spec.nodes import Mark, Node, Path
from gradanim.spec.scalars import resolve
from gradanim.spec.text import hidden_character

# A word without quotes begins with none of the characters that mean something to YAML.
_FIRST: Final = r"(?:[^ \-?:,\[\]{}#&*!|>'\"%@`]|-(?=[0-9A-Za-z.]))"
_KEY: Final = re.compile(r"([^\W\d][\w.-]{0,99}):(?: +|$)")
_FLOW_KEY: Final = re.compile(r"([^\W\d][\w.-]{0,99}): +")
_WORDS: Final = re.compile(_FIRST + r"(?:[^ :]+|:(?! |$)| +(?![ #]|$))*")
_FLOW_WORDS: Final = re.compile(_FIRST + r"(?:[^ :#,\[\]{}]+| +(?![ :#,\[\]{}]|$))*")
_QUOTED: Final = re.compile(r"'(?:[^']|'')*'(?!')|\"[^\"\\]*\"")
_END: Final = re.compile(r" *(?: #.*)?$")
_DASH: Final = re.compile(r"- +(?![ #]|$)")


class _NotPlainError(Exception):
    """The text holds something that is left to a parser of the whole language."""


def read_plain(text: str, file: str) -> Node | None:
    """The tree of a YAML text: the very one that ``read_yaml`` gives.

    Blocks of mappings and lists, and scalars and flow collections that end on the line on which they begin. For
    everything else that YAML has, and for every mistake, the answer is None.

    Args:
        text: what was read.
        file: its name in places.
    """
    if "\t" in text or "\r" in text or hidden_character(text):
        return None
    try:
        return _Reader(text, file).document()
    except _NotPlainError:
        return None


def _refuse() -> NoReturn:
    raise _NotPlainError


class _Reader:
    """Goes through the lines that hold something; a block knows the column, from 0, in which it stands."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._lines: list[tuple[int, int, str]] = []
        for number, line in enumerate(text.split("\n"), 1):
            start = line.lstrip(" ")
            if start and start[0] != "#":
                self._lines.append((number, len(line) - len(start), line))
        # Behind the last line, and left of everything.
        self._lines.append((0, -1, ""))
        self._at = 0
        self._number, self._indent, self._line = self._lines[0]
        self._nodes = 0

    def document(self) -> Node:
        root = self._block(self._indent, (), None)
        return root if self._indent < 0 and root.is_mapping else _refuse()

    def _advance(self) -> None:
        self._at += 1
        self._number, self._indent, self._line = self._lines[self._at]

    def _goes_on(self, column: int) -> bool:
        """Whether the next line stands in a block's column; one between two blocks' columns is not plain."""
        return self._indent == column if self._indent <= column else _refuse()

    def _mark(self, column: int, path: Path) -> Mark:
        self._nodes += 1
        if len(path) >= DEEPEST or 2 * self._nodes > MOST_NODES:
            _refuse()
        return Mark(self._file, self._number, column + 1)

    def _block(self, column: int, path: Path, key_mark: Mark | None) -> Node:
        """What begins in a column of this line; the next line to read is behind it."""
        if _DASH.match(self._line, column):
            return self._list(column, path, key_mark)
        if _KEY.match(self._line, column):
            return self._mapping(column, path, key_mark)
        return self._in_line(column, path, key_mark)

    def _mapping(self, column: int, path: Path, key_mark: Mark | None) -> Node:
        mark = self._mark(column, path)
        entries: dict[str, Node] = {}
        while True:
            match = _KEY.match(self._line, column) or _refuse()
            key = self._key(match, entries)
            here = Mark(self._file, self._number, column + 1)
            entries[key] = self._value(match.end(), column, (*path, key), here)
            if not self._goes_on(column):
                return Node(entries, mark, key_mark or mark, path)

    def _key(self, match: re.Match[str], entries: dict[str, Node]) -> str:
        key = match[1]
        if key in entries or not isinstance(resolve(key), str):
            _refuse()
        return key

    def _value(self, start: int, column: int, path: Path, key_mark: Mark) -> Node:
        """What stands behind a key: on its line, or below it."""
        if self._line[start : start + 1] not in ("", "#"):
            return self._in_line(start, path, key_mark)
        self._advance()
        if self._indent == column and _DASH.match(self._line, column):
            return self._list(column, path, key_mark)
        return self._block(self._indent, path, key_mark) if self._indent > column else _refuse()

    def _list(self, column: int, path: Path, key_mark: Mark | None) -> Node:
        mark = self._mark(column, path)
        items: list[Node] = []
        while match := _DASH.match(self._line, column):
            items.append(self._block(match.end(), (*path, len(items)), None))
            if not self._goes_on(column):
                break
        return Node(tuple(items), mark, key_mark or mark, path)

    def _in_line(self, column: int, path: Path, key_mark: Mark | None) -> Node:
        """A scalar or a flow collection that takes the rest of this line."""
        node, end = self._flow(column, path, key_mark, _WORDS)
        if not _END.match(self._line, end):
            _refuse()
        self._advance()
        return node

    def _flow(
        self, column: int, path: Path, key_mark: Mark | None, words: re.Pattern[str]
    ) -> tuple[Node, int]:
        """A scalar or a flow collection, and where it ends."""
        first = self._line[column : column + 1]
        mark = self._mark(column, path)
        if first == "[":
            items, end = self._flow_items(column + 1, path)
            return Node(items, mark, key_mark or mark, path), end
        if first == "{":
            entries, end = self._flow_entries(column + 1, path)
            return Node(entries, mark, key_mark or mark, path), end
        match = (_QUOTED if first in ("'", '"') else words).match(self._line, column) or _refuse()
        raw = match.group()
        return Node(_scalar(first, raw), mark, key_mark or mark, path, raw), match.end()

    def _flow_items(self, at: int, path: Path) -> tuple[tuple[Node, ...], int]:
        items: list[Node] = []
        at = self._skip(at)
        while self._line[at : at + 1] != "]":
            node, at = self._flow_item(at, (*path, len(items)))
            items.append(node)
            at = self._next(at, "]")
        return tuple(items), at + 1

    def _flow_item(self, at: int, path: Path) -> tuple[Node, int]:
        """One item; ``[a: 1]`` is a list of mappings."""
        if not _FLOW_KEY.match(self._line, at):
            return self._flow(at, path, None, _FLOW_WORDS)
        mark = self._mark(at, path)
        entries: dict[str, Node] = {}
        end = self._flow_entry(at, path, entries)
        return Node(entries, mark, mark, path), end

    def _flow_entries(self, at: int, path: Path) -> tuple[dict[str, Node], int]:
        entries: dict[str, Node] = {}
        at = self._skip(at)
        while self._line[at : at + 1] != "}":
            at = self._next(self._flow_entry(at, path, entries), "}")
        return entries, at + 1

    def _flow_entry(self, at: int, path: Path, entries: dict[str, Node]) -> int:
        """One key with its value; returns where they end."""
        match = _FLOW_KEY.match(self._line, at) or _refuse()
        key = self._key(match, entries)
        here = Mark(self._file, self._number, at + 1)
        entries[key], end = self._flow(match.end(), (*path, key), here, _FLOW_WORDS)
        return end

    def _skip(self, at: int) -> int:
        return len(self._line) - len(self._line[at:].lstrip(" "))

    def _next(self, at: int, closing: str) -> int:
        """Where the next item of a flow collection begins, or the bracket that closes it."""
        at = self._skip(at)
        found = self._line[at : at + 1]
        if found == ",":
            return self._skip(at + 1)
        return at if found == closing else _refuse()


def _scalar(first: str, raw: str) -> str | int | float | bool | None:
    if first == "'":
        return raw[1:-1].replace("''", "'")
    return raw[1:-1] if first == '"' else resolve(raw)
