"""Where the lines of a floor's grid are, and which of them have ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gradanim.actors.ticks import at_least_two, multiples, round_step, ticks

Domain = Sequence[tuple[float, float]]

# Into about so many parts the grid divides the longer side of a floor, and how many numbers a side has if it can.
PARTS, NUMBERS = 6, 3
# From number to number there are as many lines as one of these.
LINES = (1, 2, 4, 5, 10)
# First digits of a distance between numbers that is easy to count in.
ROUND = (1.0, 2.0, 2.5, 4.0, 5.0)


def tick_step(domain: Domain, axis: int) -> float:
    """From number to number along a side: so many lines of the grid, or less where that has no two in a short side."""
    grid, (low, high) = _grid_step(domain), domain[axis]

    def count(step: float) -> int:
        return len(multiples(low, high, step))

    wide = [step for step in (grid * lines for lines in LINES) if _is_round(step) and count(step) >= 2]
    if wide:
        return min(wide, key=lambda step: (abs(count(step) - NUMBERS), step))
    return round_step(high - low, at_least_two(low, high, NUMBERS, ticks))


def lines(domain: Domain, axis: int) -> tuple[float, ...]:
    """Values of a variable at which the grid has lines: as far apart as those of the other, or at its ticks."""
    return multiples(*domain[axis], min(_grid_step(domain), tick_step(domain, axis)))


def _grid_step(domain: Domain) -> float:
    return round_step(max(high - low for low, high in domain), PARTS)


def _is_round(step: float) -> bool:
    digits = step / 10.0 ** math.floor(math.log10(step) + 1e-9)
    return any(math.isclose(digits, each, rel_tol=1e-9) for each in ROUND)
