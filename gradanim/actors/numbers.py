"""Live numbers: the text of a quantity at a state, in the author's format."""

from __future__ import annotations

from functools import lru_cache

from gradanim.actors.measure import Measures
from gradanim.actors.paragraph import Numbers
from gradanim.calculus import format_quantity, parse_quantity
from gradanim.calculus.quantities import Quantity

VECTORS = frozenset({"point", "gradient", "negative_gradient", "direction", "tangent", "step"})


@lru_cache(maxsize=512)
def quantity(source: str, scalars: frozenset[str]) -> Quantity:
    """A quantity as it is evaluated; parsed once."""
    return parse_quantity(source, scalars, VECTORS)


def scalar_names(measures: Measures) -> frozenset[str]:
    """The names that stand for a number."""
    return frozenset(measures) - VECTORS


def number_writer(measures: Measures) -> Numbers:
    """Gives the text of quantities at one state."""
    scalars = scalar_names(measures)

    def write(source: str, spec: str | None) -> str:
        value = quantity(source, scalars).evaluate(measures)
        return format_quantity(value, spec)

    return write



