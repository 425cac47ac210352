"""Live numbers: the text of a quantity at a state, in the author's format."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.measure import Measures
from gradanim.actors.paragraph import Numbers
from gradanim.calculus import format_quantity, parse_quantity
from gradanim.calculus.quantities import Quantity
from gradanim.spec.quantities import VECTORS

MOST_PLAIN = 1e5
# Quantities that count.
COUNTS = frozenset({"steps"})


@lru_cache(maxsize=512)
def quantity(source: str, scalars: frozenset[str], variables: tuple[str, ...]) -> Quantity:
    """A quantity as it is evaluated; parsed once."""
    return parse_quantity(source, scalars, tuple(VECTORS), components=variables)


def _usual(value: NDArray[np.float64]) -> str | None:
    """Two decimals, so that a number that passes through zero keeps its width; very large ones as powers of ten."""
    return ".2f" if np.all(np.abs(value) < MOST_PLAIN) else None


def number_writer(measures: Measures) -> Numbers:
    """Gives the text of quantities at one state."""
    scalars = measures.scalars

    def write(source: str, spec: str | None) -> str:
        value = quantity(source, scalars, measures.variables).evaluate(measures)
        return format_quantity(value, spec or ("d" if source in COUNTS else _usual(value)))

    return write
