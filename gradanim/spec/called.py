"""Quantities as they are written in mathematics, and what they are called where they are computed."""

from __future__ import annotations

import re
from typing import Final

from gradanim.problems import Problem

# The first that fits counts: the bars belong to what is between them.
_SIGNS: Final = tuple(
    (re.compile(pattern), called)
    for pattern, called in (
        (r"(?:\|{1,2}|‖)\s*∇\s*\w*\s*(?:\|{1,2}|‖)", "norm"),
        (r"[-−]\s*∇\s*\w*", "negative_gradient"),
        (r"∇\s*\w*", "gradient"),
        (r"[∂d]\w\s*/\s*[∂d](\w+)", r"f_\1"),
        (r"\b(?:grad|nabla)\b(?:\s*\(?f\)?)?", "gradient"),
    )
)


def called(source: str) -> Problem | None:
    """The problem of an expression, which could not be read, that writes a quantity with its signs, or None.

    Args:
        source: the expression; columns of the problem count in it, from 1.
    """
    found = [(match.start(), match, name) for pattern, name in _SIGNS if (match := pattern.search(source))]
    if not found:
        return None
    start, match, name = min(found, key=lambda each: each[0])
    details = {"found": match[0].strip(), "wanted": match.expand(name)}
    return Problem("spec_quantity_called", details, column=start + 1)
