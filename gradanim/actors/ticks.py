"""Round numbers for axes and levels, and how they are written."""

from __future__ import annotations

import math

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def round_step(length: float, count: int) -> float:
    """The round step that divides a length into about ``count`` parts."""
    raw = length / max(1, count)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in STEPS if raw <= step * power * (1 + 1e-9))


def ticks(low: float, high: float, count: int) -> tuple[float, ...]:
    """Round numbers from ``low`` to ``high``, about ``count`` of them."""
    step = round_step(high - low, count)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(k * step for k in range(first, last + 1))


def round_down(value: float) -> float:
    """The largest of 1, 1.5, 2, 3 and 5 times a power of ten that is not above a positive number."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in (1.0, 1.5, 2.0, 3.0, 5.0) if step * power <= value * (1 + 1e-9))


def number_text(value: float, step: float) -> str:
    """A tick with as many decimals as its step needs, with a real minus sign."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if step / 10.0 ** math.floor(math.log10(step)) == 2.5:
        decimals += 1
    if abs(value) >= 1e5 or decimals > 4:
        mantissa, exponent = f"{value:.3g}", ""
        if "e" in f"{value:.2e}":
            mantissa, exponent = f"{value:.1e}".split("e")
            mantissa = mantissa.rstrip("0").rstrip(".")
            power = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
            return ("0" if value == 0 else f"{mantissa}×10{power}").replace("-", "−")
        return mantissa
    text = f"{value:.{decimals}f}"
    return "0" if float(text) == 0 else text.replace("-", "−")
