"""Reads JSON into a tree with places."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from gradanim.spec.builder import DEEPEST, Builder
from gradanim.spec.escapes import unknown_escape
from gradanim.spec.nodes import Mark, Node, Path
from gradanim.spec.text import place

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_DECODER: Final = json.JSONDecoder()


def read_json(text: str, file: str) -> Node:
    """The tree of a JSON text.

    Raises:
        ProblemError: every fault of form, or the first place where it stops being JSON.
    """
    builder = Builder(file)
    if not text.strip():
        raise builder.stop("spec_empty", builder.mark(1, 1))
    try:
        json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        if error.msg.startswith("Invalid \\"):
            raise builder.stopped(unknown_escape(text, error.pos + 1, file)) from None
        raise builder.stop("spec_json", builder.mark(error.lineno, error.colno), found=error.msg) from None
    except RecursionError:
        raise builder.stop("spec_depth", Mark(file), limit=DEEPEST) from None
    except ValueError as error:
        raise builder.stop("spec_json", Mark(file), found=str(error).partition(";")[0]) from None
    return builder.finish(_Reader(text, builder).value(()))


def _refuse_constant(word: str) -> Any:
    raise ValueError(f"{word} is no number of JSON")


class _Reader:
    """Walks through JSON that is known to be well-formed; ``at`` is the offset of the next character."""

    def __init__(self, text: str, builder: Builder) -> None:
        self.text = text
        self.builder = builder
        self.at = 0

    def value(self, path: Path, key_mark: Mark | None = None) -> Node:
        mark = self._mark()
        self.builder.check(path, mark)
        key_mark = key_mark or mark
        opener = self.text[self.at]
        if opener == "{":
            return Node(self._mapping(path), mark, key_mark, path)
        if opener == "[":
            return Node(self._list(path), mark, key_mark, path)
        start = self.at
        value = self._scalar()
        return self.builder.scalar(value, mark, key_mark, path, self.text[start : self.at])

    def _mark(self) -> Mark:
        self._space()
        return self.builder.mark(*place(self.text, self.at))

    def _space(self) -> str:
        """Pass over white space; the character after it."""
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.text[self.at]

    def _scalar(self) -> Any:
        value, self.at = _DECODER.raw_decode(self.text, self.at)
        return value

    def _list(self, path: Path) -> tuple[Node, ...]:
        items: list[Node] = []
        self.at += 1
        while self._space() != "]":
            items.append(self.value((*path, len(items))))
            self.at += self._space() == ","
        self.at += 1
        return tuple(items)

    def _mapping(self, path: Path) -> dict[str, Node]:
        mapping: dict[str, Node] = {}
        self.at += 1
        while self._space() != "}":
            key_mark = self._mark()
            key = self._scalar()
            self._space()
            self.at += 1  # the colon
            self.builder.add(mapping, key, key_mark, self.value((*path, key), key_mark))
            self.at += self._space() == ","
        self.at += 1
        return mapping
