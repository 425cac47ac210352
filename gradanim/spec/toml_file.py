"""Reads TOML into a tree; a value's place is that of its key, as far as the lines tell it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final

from gradanim.spec.builder import DEEPEST, Builder
from gradanim.spec.escapes import unknown_escape
from gradanim.spec.nodes import Mark, Node, Path

_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY: Final = re.compile(r"\s*([A-Za-z0-9_.\-\"' ]+?)\s*=\s*(?=\S)")
_AT: Final = re.compile(r"(?P<said>.*?) \(at line (?P<line>\d+), column (?P<column>\d+)\)")
_ESCAPES: Final = ("Unescaped '\\' in a string", "Invalid hex value")
_TWICE: Final = re.compile(r"Cannot (overwrite a value|declare .* twice|mutate immutable namespace .*)")


def read_toml(text: str, file: str) -> Node:
    """The tree of a TOML text.

    Raises:
        ProblemError: every fault of form, or the first place where it stops being TOML.
    """
    builder = Builder(file)
    if not text.strip():
        raise builder.stop("spec_empty", builder.mark(1, 1))
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _AT.match(str(error))
        mark = builder.mark(int(match["line"]), int(match["column"])) if match else Mark(file)
        said = match["said"] if match else str(error)
        if match and said in _ESCAPES:
            raise builder.stopped(unknown_escape(text, _offset(text, mark), file)) from None
        code = "spec_toml_twice" if _TWICE.match(said) else "spec_toml"
        raise builder.stop(code, mark, found=said) from None
    except RecursionError:
        raise builder.stop("spec_depth", Mark(file), limit=DEEPEST) from None
    except ValueError as error:  # A whole number with thousands of digits.
        raise builder.stop("spec_toml", Mark(file), found=str(error).partition(";")[0]) from None
    places = _places(text, builder)
    return builder.finish(_node(data, builder.mark(1, 1), (), builder, places))


def _offset(text: str, mark: Mark) -> int:
    """Where a place is in the text."""
    lines = text.split("\n")[: (mark.line or 1) - 1]
    return sum(len(line) + 1 for line in lines) + (mark.column or 1) - 1


Places = Mapping[Path, tuple[Mark, Mark]]


def _places(text: str, builder: Builder) -> Places:
    """The marks of keys and of their values, by path.

    Lines are read one by one, so a line within a text of several lines may be taken for a key; no path of the
    data leads to it unless it looks just like one.
    """
    places: dict[Path, tuple[Mark, Mark]] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(line):
            mark = builder.mark(number, header.start(1) + 1)
            table = _resolve(_split(header[2]), counts)
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                places.setdefault(table, (mark, mark))
                table = (*table, counts[table])
            places.setdefault(table, (mark, mark))
        elif key := _KEY.match(line):
            path = (*table, *_split(key[1]))
            places.setdefault(
                path, (builder.mark(number, key.start(1) + 1), builder.mark(number, key.end() + 1))
            )
    return places


def _split(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _resolve(names: Path, counts: Mapping[Path, int]) -> Path:
    """The path of a table, with the index of the last item of every array of tables it lies in."""
    path: Path = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if path in counts and position < len(names) - 1:
            path = (*path, counts[path])
    return path


def _node(value: Any, around: Mark, path: Path, builder: Builder, places: Places) -> Node:
    key_mark, mark = places.get(path, (around, around))
    builder.check(path, mark)
    if isinstance(value, dict):
        children = {key: _node(item, mark, (*path, key), builder, places) for key, item in value.items()}
        return Node(children, mark, key_mark, path)
    if isinstance(value, list):
        items = tuple(_node(item, mark, (*path, i), builder, places) for i, item in enumerate(value))
        return Node(items, mark, key_mark, path)
    if isinstance(value, str | int | float):
        return builder.scalar(value, mark, key_mark, path, None)
    builder.fault("spec_toml_date", mark)
    return Node(None, mark, key_mark, path)
