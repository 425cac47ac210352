"""Round numbers for axes and levels, and how they are written."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

Places = Callable[[float, float, int], tuple[float, ...]]

# How far below the lowest value of an axis a tick may stand, as a part of the step between ticks.
NEAR_BELOW = 0.1
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def round_step(length: float, count: int) -> float:
    """The round step that divides a length into about ``count`` parts."""
    raw = length / max(1, count)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in STEPS if raw <= step * power * (1 + 1e-9))


def ticks(low: float, high: float, count: int) -> tuple[float, ...]:
    """Round numbers from ``low`` to ``high``, about ``count`` of them."""
    return multiples(low, high, round_step(high - low, count))


def multiples(low: float, high: float, step: float) -> tuple[float, ...]:
    """The multiples of a step from ``low`` to ``high``."""
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(k * step for k in range(first, last + 1))


def ticks_and_below(low: float, high: float, count: int) -> tuple[float, ...]:
    """Ticks of an axis that runs on below ``low``: one that is just below belongs to it too.

    Values of many fields begin a hair above zero, and their axis has a zero all the same.
    """
    found = ticks(low, high, count)
    step = round_step(high - low, count)
    below = step * (math.ceil(low / step - 1e-9) - 1)
    return (below, *found) if low - below <= NEAR_BELOW * step else found


def at_least_two(low: float, high: float, count: int, places: Places = ticks_and_below) -> int:
    """Into about how many parts a length is divided so that two round numbers lie in it; ``count`` if that will do.

    A single number tells where an axis is, and not how long its units are.

    Args:
        low: one end.
        high: the other.
        count: of parts that are wanted.
        places: gives the numbers of two ends and so many parts.
    """
    tries = range(count, 3 * count)
    return next((parts for parts in tries if len(places(low, high, parts)) >= 2), count)


def whole_step(length: float, count: int) -> int:
    """The whole round number that divides a length into at most ``count`` parts: 1, 2 or 5 times a power of ten."""
    raw = max(1.0, length / max(1, count))
    power: int = 10 ** math.floor(math.log10(raw))
    return next(step * power for step in (1, 2, 5, 10) if raw <= step * power * (1 + 1e-9))


def power_ticks(low: float, high: float, count: int) -> tuple[tuple[float, str], ...]:
    """Ticks of a logarithmic axis: places from ``low`` to ``high``, logarithms to base 10, and what stands there.

    Powers of ten; where fewer than two of them are in the range, their double and fivefold too.
    """
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    if last > first:
        step = whole_step(last - first, count)
        return tuple((float(k), _power(k)) for k in range(first, last + 1) if k % step == 0)
    near = [
        (math.log10(digit) + k, f"{digit * 10.0**k:.15g}" if -4 <= k <= 4 else f"{digit}×{_power(k)}")
        for k in range(math.floor(low), math.floor(high) + 1)
        for digit in (1, 2, 5)
    ]
    return tuple(tick for tick in near if low - 1e-9 <= tick[0] <= high + 1e-9)


def _power(exponent: int) -> str:
    return ("1", "10")[exponent] if exponent in (0, 1) else f"10{_raised(exponent)}"


def _raised(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def round_down(value: float, steps: Sequence[float] = (1.0, 1.5, 2.0, 3.0, 5.0)) -> float:
    """The largest of some steps, from 1 to less than 10, times a power of ten that is not above a positive number."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in steps if step * power <= value * (1 + 1e-9))


def number_text(value: float, step: float) -> str:
    """A tick with as many digits as tell it from the next one, with a real minus sign; zero has none."""
    power = math.floor(math.log10(step) + 1e-9)
    finer = 1 if step / 10.0 ** math.floor(math.log10(step)) == 2.5 else 0
    decimals = max(0, finer - power)
    if abs(value) < 1e-6 * step:
        return "0"
    if abs(value) >= 1e5 or (abs(value) < 1e-3 and decimals > 4):
        digits = max(0, math.floor(math.log10(abs(value)) + 1e-9) - power + finer)
        mantissa, exponent = f"{value:.{min(15, digits)}e}".split("e")
        mantissa = (mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa).replace("-", "−")
        return f"{mantissa}×10{_raised(int(exponent))}"
    text = f"{value:.{min(15, decimals)}f}"
    return "0" if float(text) == 0 else text.replace("-", "−")
