"""Bounds of what a formula can take on, by interval arithmetic over all real values of its variables.

R. E. Moore, R. B. Kearfott, M. J. Cloud, Introduction to Interval Analysis (SIAM 2009), chapters 2 and 5. Bounds may
be wider than the truth, never narrower (apart from rounding): a variable that appears twice counts as two.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import product
from types import MappingProxyType
from typing import TypeAlias

from gradanim.calculus.names import CONSTANTS
from gradanim.calculus.nodes import (
    Call,
    Constant,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)

__all__ = ["Range", "range_of"]

Range: TypeAlias = tuple[float, float]

_ALL: Range = (-math.inf, math.inf)
_MEETS_ALL: Mapping[str, Range] = MappingProxyType(
    {
        **dict.fromkeys(("sin", "cos", "tanh", "sign"), (-1.0, 1.0)),
        **dict.fromkeys(("asin", "atan"), (-math.pi / 2, math.pi / 2)),
        "acos": (0.0, math.pi),
        "atan2": (-math.pi, math.pi),
        "acosh": (0.0, math.inf),
        "sqrt": (0.0, math.inf),
        "exp": (0.0, math.inf),
    }
)
_RISING: Mapping[str, Callable[[float], float]] = MappingProxyType(
    {
        "exp": lambda u: math.exp(u) if u < 700.0 else math.inf,
        "ln": lambda u: math.log(u) if u > 0.0 else -math.inf,
        "sqrt": lambda u: math.sqrt(max(u, 0.0)),
        "tanh": math.tanh,
        "atan": math.atan,
        "floor": lambda u: float(math.floor(u)) if math.isfinite(u) else u,
        "ceil": lambda u: float(math.ceil(u)) if math.isfinite(u) else u,
    }
)


def range_of(node: Node, params: Mapping[str, float]) -> Range:
    """The lowest and the highest value that a tree may have where it has one.

    Args:
        node: the tree, without vectors.
        params: the values of the symbols that are parameters; every other symbol is any real number.
    """
    match node:
        case Number(value=value):
            return (value, value)
        case Constant(name=name):
            return (CONSTANTS[name],) * 2
        case Symbol(name=name):
            return (params[name],) * 2 if name in params else _ALL
        case Negative(argument=argument):
            low, high = range_of(argument, params)
            return (-high, -low)
        case Sum(terms=terms):
            ranges = [range_of(term, params) for term in terms]
            return (sum(low for low, _ in ranges), sum(high for _, high in ranges))
        case Product(factors=factors):
            return _product(factors, params)
        case Quotient(numerator=numerator, denominator=denominator):
            return _times(range_of(numerator, params), _inverse(range_of(denominator, params)))
        case Power(base=base, exponent=exponent):
            return _power(range_of(base, params), range_of(exponent, params))
        case Call(name=name, arguments=arguments):
            return _call(name, [range_of(each, params) for each in arguments])
    return _ALL


def _product(factors: tuple[Node, ...], params: Mapping[str, float]) -> Range:
    """A factor that is there k times counts as a power: x·x is no less than 0."""
    found: Range = (1.0, 1.0)
    for factor in dict.fromkeys(factors):
        count = float(factors.count(factor))
        found = _times(found, _power(range_of(factor, params), (count, count)))
    return found


def _times(u: Range, v: Range) -> Range:
    # 0·∞ is 0: ∞ stands for numbers without bound, and none of them gives more than 0.
    ends = [0.0 if 0.0 in (a, b) else a * b for a, b in product(u, v)]
    return (min(ends), max(ends))


def _inverse(u: Range) -> Range:
    low, high = u
    if low < 0.0 < high or low == high == 0.0:
        return _ALL
    if high <= 0.0:
        return (-math.inf if high == 0.0 else 1.0 / high, 1.0 / low)
    return (1.0 / high, math.inf if low == 0.0 else 1.0 / low)


def _power(base: Range, exponent: Range) -> Range:
    p = exponent[0]
    if exponent[0] != exponent[1] or p != round(p):
        # Of a base below 0 such a power has no value.
        return (0.0, math.inf)
    if p < 0.0:
        return _inverse(_power(base, (-p, -p)))
    if p == 0.0:
        return (1.0, 1.0)
    ends = [_raised(end, p) for end in base]
    if p % 2.0 == 1.0:
        return (ends[0], ends[1])
    return (0.0 if base[0] <= 0.0 <= base[1] else min(ends), max(ends))


def _raised(u: float, p: float) -> float:
    try:
        return math.copysign(abs(u) ** p, u if p % 2.0 == 1.0 else 1.0)
    except OverflowError:
        return math.inf if u > 0.0 or p % 2.0 == 0.0 else -math.inf


def _call(name: str, arguments: list[Range]) -> Range:
    low, high = arguments[0]
    if name == "min":
        return (min(a for a, _ in arguments), min(b for _, b in arguments))
    if name == "max":
        return (max(a for a, _ in arguments), max(b for _, b in arguments))
    if name == "abs":
        return (max(low, -high, 0.0), max(abs(low), abs(high)))
    if name == "cosh":
        nearest = max(low, -high, 0.0)
        return (math.cosh(nearest) if nearest < 700.0 else math.inf, math.inf)
    if name in _RISING:
        return (_RISING[name](low), _RISING[name](high))
    return _MEETS_ALL.get(name, _ALL)
