"""Why a claim is false at a place: a side without a value, two sides that are equal, or two values that do not fit."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gradanim.calculus import format_quantity
from gradanim.calculus.claims import ClaimResult
from gradanim.problems import Problem

# What two equal sides are not.
_NOT: Mapping[str, str] = MappingProxyType({"<": "not less", ">": "not greater", "!=": "not different"})
FALSE_CLAIMS = frozenset({"film_claim_false", "film_claim_equal", "film_claim_undefined"})
_SHORT, _LONG = ".6g", ".15g"


def why_false(claim: str, place: str, result: ClaimResult) -> Problem:
    """The problem of a claim that is false.

    Args:
        claim: as it was typed.
        place: " at " with the coordinates in words; nothing where the claim does not hang on them.
        result: the comparison that fails, with the values of its sides.
    """
    said = {"claim": claim, "place": place}
    sides = {"left": result.left, "right": result.right}
    lost = [name for name, side in sides.items() if not np.isfinite(side).all()]
    if lost:
        what = "neither side has a value" if len(lost) == 2 else f"the {lost[0]} side has no value"
        return Problem("film_claim_undefined", {**said, "what": what})
    contrary = _NOT.get(result.comparison.relation)
    short = [format_quantity(side, _SHORT) for side in sides.values()]
    if contrary is not None and _equal(result.left, result.right):
        return Problem("film_claim_equal", {**said, "value": short[0], "contrary": contrary})
    # Numbers that differ are not printed alike.
    form = _LONG if short[0] == short[1] else _SHORT
    values = {name: format_quantity(side, form) for name, side in sides.items()}
    return Problem("film_claim_false", {**said, **values})


def _equal(left: ArrayLike, right: ArrayLike) -> bool:
    """Whether two sides differ by no more than rounding."""
    one: NDArray[np.float64] = np.asarray(left, dtype=float)
    return bool(np.allclose(one, np.asarray(right, dtype=float), rtol=1e-9, atol=1e-12))
