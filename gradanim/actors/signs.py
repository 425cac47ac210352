"""Where a formula may be broken: before a relation, before an operator, or behind a comma, never inside brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

# Widths of the spaces of mathematics, in em.
THICK, MEDIUM, THIN = 5 / 18, 4 / 18, 3 / 18
# What it costs to begin a line at each; between two words it costs nothing.
AT_RELATION, AT_SUM, AT_PRODUCT, AT_COMMA = 3.0, 5.0, 8.0, 2.0
RELATIONS = frozenset({"->", "<=", ">=", "!=", "==", "~=", *"=≈≠<>≤≥→∈"})
SUMS = frozenset("+−-")
PRODUCTS = frozenset("·×*")
# What may not end a line: what follows belongs to it. A hyphen by itself is a dash between words.
OPEN = RELATIONS | PRODUCTS | {"+", "−"}
_TOKEN = re.compile(r"->|<=|>=|!=|==|~=|\|\||\s+|[\w∂∇]+|.", re.DOTALL)
_BRACKETS: Mapping[str, int] = MappingProxyType({**dict.fromkeys("([{", 1), **dict.fromkeys(")]}", -1)})
_FENCES = frozenset({"‖", "|", "||"})
# The same signs in Typst mathematics of our own making, with spaces around them.
_IN_TYPST = re.compile(r"(?<= )(?:[+-]|=)(?= )")


class Joint(Struct, frozen=True):
    """How a piece joins what stands before it, where a line may be broken.

    Attributes:
        at: place in the text.
        gap: space in em, which a line does not begin with.
        cost: how unwelcome the break is.
    """

    at: int
    gap: float
    cost: float


def joints(text: str, kept: Sequence[tuple[int, int]] = ()) -> list[Joint]:
    """Places of a stretch of mathematics where a line may be broken, from left to right.

    Args:
        text: the way authors type it.
        kept: start and end of what is set as a whole.
    """
    made: list[Joint] = []
    depth, before, fences = 0, "", set[str]()
    for match in _TOKEN.finditer(text):
        token, at = match.group(), match.start()
        if token.isspace():
            within = fences or depth or not _parts(match.end() - 0.5, kept)
            if before == "," and not within and text[at:].strip():
                made.append(Joint(match.end(), THIN, AT_COMMA))
            continue
        if token in _FENCES:
            fences ^= {token}
        depth += _BRACKETS.get(token, 0)
        found = _sign(token, before)
        outside = depth == 0 and not fences and _parts(at, kept)
        if found is not None and outside:
            made.append(Joint(at, *found))
        before = token
    return made


def _parts(at: float, kept: Sequence[tuple[int, int]]) -> bool:
    """Whether a place lies outside all that is set as a whole."""
    return not any(start <= at < end for start, end in kept)


def _sign(token: str, before: str) -> tuple[float, float] | None:
    """Space and cost before a sign between two terms; None for anything else, a sign of a term among it."""
    if token in RELATIONS:
        # At the beginning there is nothing that it could be parted from.
        return (THICK, AT_RELATION) if before else None
    if not before or before in OPEN | SUMS or before in ("^", "_", ",", ";", ":", "/", *"([{"):
        return None
    if token in SUMS:
        return MEDIUM, AT_SUM
    return (MEDIUM, AT_PRODUCT) if token in PRODUCTS else None


def ends_open(text: str) -> bool:
    """Whether a text ends with a sign that a line may not end with."""
    bare = text.rstrip()
    return bare[-1:] in OPEN or bare[-2:] in OPEN


def space_after(text: str) -> str:
    """Typst mathematics for the space behind a text: that of an operator is less than that of a relation."""
    last = text.rstrip()[-1:]
    return "med" if last in SUMS | PRODUCTS else "thick"


def typst_parts(source: str) -> list[tuple[str, Joint | None]]:
    """Typst mathematics cut before the signs that stand outside all brackets, each part with its joint."""
    cuts = [0]
    joined: list[Joint | None] = [None]
    for match in _IN_TYPST.finditer(source):
        before = source[: match.start()]
        if _level(before) == 0 and before.strip() and before.split()[-1] not in ("+", "-", "=", "eq"):
            equal = match.group() == "="
            cuts.append(match.start())
            joined.append(Joint(match.start(), *((THICK, AT_RELATION) if equal else (MEDIUM, AT_SUM))))
    parts = [source[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(source)], strict=True)]
    return [(as_binary(part) if it else part, it) for part, it in zip(parts, joined, strict=True)]


def _level(source: str) -> int:
    """How many brackets are open at the end; those inside quotes do not count."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", source)
    return sum(map(bare.count, "([{")) - sum(map(bare.count, ")]}"))


def as_binary(source: str) -> str:
    """Typst mathematics that begins with a sign between two terms: by itself Typst takes it for the sign of one."""
    sign, _, rest = source.partition(" ")
    return f"{sign} med {rest}" if rest and sign in ("+", "-", "plus", "minus") else source
