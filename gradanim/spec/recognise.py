"""Whether a file in a folder is meant as a spec: told by the keys at its top, however broken the rest is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from gradanim.spec.forms import FILE_KEYS
from gradanim.spec.series import SERIES_KEYS
from gradanim.spec.text import LARGEST_FILE

_KNOWN = frozenset((*FILE_KEYS, *SERIES_KEYS))
_BLOCK_KEY = re.compile(
    r"""^(?:"([^"\n]+)"|'([^'\n]+)'|([^\s#:,\[\]{}&*!|>'"%@?-][^:#\n]*?))[ \t]*:(?=\s|$)""", re.M
)
_TOML_KEY = re.compile(r"""^[ \t]*(?:\[+[ \t]*)?["']?([\w-]+)""", re.M)
_TOKEN = re.compile(r"""("(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?)|([\[{])|([\]}])|([:,])|([^\s"'\[\]{}:,]+)""")
# What may stand before the first key of a YAML file.
_BEFORE = re.compile(r"(?:\s+|#[^\n]*|---|%[^\n]*)*")


def meant_as_spec(path: Path) -> bool:
    """Whether at least half of the keys at the top of a file are those of a scene or a series.

    Records that stand beside films, settings of other programs and data are not. A file that cannot be read is
    taken for a spec, since only then its reader tells why.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError:
        return True
    # Text in 16 bits has a zero in every other byte.
    keys = set(
        top_keys(data.decode("utf-8", "replace").replace("\0", "").lstrip("\ufeff"), path.suffix.lower())
    )
    known = len(keys & _KNOWN)
    return known > 0 and 2 * known >= len(keys)


def top_keys(text: str, suffix: str) -> Iterator[str]:
    """The keys at the top of a text, as far as they can be told without reading all of it.

    Args:
        text: the file.
        suffix: of its name, which tells the format.
    """
    if suffix == ".toml":
        yield from _toml_keys(text)
        return
    start = _BEFORE.match(text)
    assert start is not None
    if suffix == ".json" or text[start.end() :].startswith("{"):
        yield from _flow_keys(text[start.end() :])
    else:
        yield from (next(filter(None, found.groups())) for found in _BLOCK_KEY.finditer(text))


def _toml_keys(text: str) -> Iterator[str]:
    try:
        yield from tomllib.loads(text)
    except (ValueError, RecursionError):
        inside = False
        for found in _TOML_KEY.finditer(text):
            table = found[0].lstrip().startswith("[")
            inside = inside or table
            if table or not inside:
                yield found[1]


def _flow_keys(text: str) -> Iterator[str]:
    """The words before a colon inside the first bracket and no other."""
    depth, word = 0, None
    for quoted, opened, closed, mark, plain in _TOKEN.findall(text):
        depth += bool(opened) - bool(closed)
        if mark == ":" and depth == 1 and word is not None:
            yield word
        word = quoted.strip("\"'") if quoted else plain or None
