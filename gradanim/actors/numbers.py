"""Live numbers: the text of a quantity at a state, in the author's format."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.measure import Measures
from gradanim.actors.paragraph import Numbers
from gradanim.calculus import format_quantity, parse_quantity
from gradanim.calculus.quantities import Quantity
from gradanim.spec.quantities import VECTORS

MOST_PLAIN = 1e5
# A domain narrower than this, in its own units, needs more than two decimals; numbers below the other a power of ten.
NARROW, SMALL, MOST_DECIMALS = 0.1, 1e-3, 12
# Quantities that count.
COUNTS = frozenset({"steps"})


@lru_cache(maxsize=512)
def quantity(source: str, scalars: frozenset[str], variables: tuple[str, ...]) -> Quantity:
    """A quantity as it is evaluated; parsed once."""
    return parse_quantity(source, scalars, tuple(VECTORS), components=variables)


def _usual(value: NDArray[np.float64], width: float) -> str | None:
    """Two decimals, so that a number that passes through zero keeps its width; very large ones as powers of ten.

    Where the domain is so narrow that two decimals tell nothing there are more of them, or a power of ten for what is
    small.

    Args:
        value: what is written.
        width: that of the narrowest side of the domain.
    """
    sizes = np.abs(value)
    if not np.all(sizes < MOST_PLAIN):
        return None
    if width >= NARROW or not np.any(sizes):
        return ".2f"
    decimals = min(MOST_DECIMALS, 2 - math.floor(math.log10(width)))
    return ".2e" if np.max(sizes) < SMALL else f".{decimals}f"


def number_writer(measures: Measures) -> Numbers:
    """Gives the text of quantities at one state."""
    scalars = measures.scalars

    def write(source: str, spec: str | None) -> str:
        value = quantity(source, scalars, measures.variables).evaluate(measures)
        return format_quantity(value, spec or ("d" if source in COUNTS else _usual(value, measures.width)))

    return write
