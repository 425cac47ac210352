"""What a plain word of YAML 1.2 stands for: the core schema, so that `no` is a word and `1e-3` a number."""

from __future__ import annotations

import math
import re

from gradanim.spec.nodes import Scalar

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {word: value for value, spelled in ((True, "true"), (False, "false")) for word in
          (spelled, spelled.capitalize(), spelled.upper())}  # fmt: skip
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)")
_NANS = frozenset({".nan", ".NaN", ".NAN"})
# Python refuses to convert far longer ones, and no number of a spec needs more.
_MOST_DIGITS = 300


def resolve(word: str) -> Scalar:
    """The value of a scalar without quotes, by the core schema (YAML 1.2.2, section 10.3.2)."""
    if word in _NULLS:
        return None
    if word in _BOOLS:
        return _BOOLS[word]
    if _INTEGER.fullmatch(word):
        return int(word) if len(word) <= _MOST_DIGITS else float(word)
    if _OCTAL.fullmatch(word) and len(word) <= _MOST_DIGITS:
        return int(word[2:], 8)
    if _HEXADECIMAL.fullmatch(word) and len(word) <= _MOST_DIGITS:
        return int(word[2:], 16)
    if _FLOAT.fullmatch(word):
        return float(word)
    if _INFINITE.fullmatch(word):
        return -math.inf if word.startswith("-") else math.inf
    return math.nan if word in _NANS else word
