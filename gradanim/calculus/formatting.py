"""Writes numbers and vectors as a film shows them: a true minus sign, powers of ten, never -0.00."""

from __future__ import annotations

import math
import re

import numpy as np
from numpy.typing import ArrayLike

from gradanim.problems import Problem, ProblemError

__all__ = ["UNDEFINED", "check_spec", "format_quantity"]

# What a number is called that has no value.
UNDEFINED = "undefined"

_SPEC = re.compile(r"(?P<sign>\+?)(?:\.(?P<digits>[0-9]|1[0-5]))?(?P<kind>[feg])|(?P<plus>\+?)d")
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LARGE = 1e5  # from here on a number is written with a power of ten
_ROUNDING = 1e-9  # below here it is what rounding leaves of zero


def check_spec(spec: str) -> str:
    """A format that was asked for: ``.3f``, ``.2e``, ``.4g`` or ``d``, each with ``+`` before it for a sign.

    Raises:
        ProblemError: ``format_unknown``.
    """
    if not _SPEC.fullmatch(spec):
        # `2f` and `0.2f` are meant as two decimals.
        numbers = re.findall(r"[0-9]+", spec)
        near = f".{numbers[-1]}f" if numbers and len(numbers[-1]) == 1 else None
        raise ProblemError(Problem("format_unknown", {"found": spec}, suggestion=near))
    return spec


def format_quantity(value: ArrayLike, spec: str | None = None, digits: int = 2) -> str:
    """The text of a number, or of a vector of shape (n,): ``(4.00, 7.00)``.

    Without a format a number has ``digits`` decimals; from 10⁵ on, and where it is not zero but would look
    like it, it has a power of ten instead: ``1.20×10⁵``. Less than 10⁻⁹ is shown as zero. ``d`` shows a whole
    number without decimals, and any other number as without a format. nan is ``undefined``.

    Raises:
        ProblemError: ``format_unknown``.
    """
    chosen = check_spec(spec) if spec is not None else None
    numbers = np.asarray(value, dtype=np.float64)
    if np.isnan(numbers).any():
        return UNDEFINED
    if numbers.ndim == 0:
        return _number(float(numbers), chosen, digits)
    return f"({', '.join(_number(float(number), chosen, digits) for number in numbers)})"


def _number(value: float, spec: str | None, digits: int) -> str:
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    plus = "+" if spec and spec.startswith("+") else ""
    if spec is None or spec.endswith("d"):
        whole = spec is not None and abs(value - round(value)) < _ROUNDING
        text = f"{round(value):{plus}d}" if whole else f"{value:{plus}{_usual(value, digits)}}"
    else:
        text = f"{value:{spec}}"
    return _typeset(text)


def _usual(value: float, digits: int) -> str:
    looks_like_zero = _ROUNDING <= abs(value) < 0.5 * 10.0**-digits
    return f".{digits}{'e' if abs(value) >= _LARGE or looks_like_zero else 'f'}"


def _typeset(text: str) -> str:
    mantissa, _, exponent = text.partition("e")
    if not re.search("[1-9]", mantissa):  # zero has no sign and no power of ten
        return mantissa.lstrip("+-")
    power = f"×10{str(int(exponent)).translate(_SUPERSCRIPTS)}" if exponent and int(exponent) else ""
    return mantissa.replace("-", "−") + power
