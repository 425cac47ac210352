"""Finds where a formula may have a kink, a jump or a pole, so that a drawing need not look smooth there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
from msgspec import Struct

from gradanim.calculus.evaluate import constant_value, evaluate
from gradanim.calculus.jet_rules import Array, Jet
from gradanim.calculus.nodes import (
    Call,
    Constant,
    Negative,
    Node,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    children,
    depends_on,
    symbols,
    walk,
)

__all__ = ["Indicator", "indicator_values", "indicators", "is_total"]

# Functions whose kink, jump or pole is where their argument is zero.
_AT_ZERO = frozenset({"abs", "sign", "sqrt", "cbrt"})
_POLES = {"tan": "cos", "sec": "cos", "cot": "sin", "csc": "sin"}
_TOTAL = frozenset({"sin", "cos", "atan", "tanh", "asinh"})
_GROWING = frozenset({"exp", "sinh", "cosh"})


class Indicator(Struct, frozen=True):
    """An expression whose zeros mark a kink, a jump or a pole.

    Attributes:
        node: the expression; for a step its argument, for a cut the angle's y.
        kind: ``zero`` where the node itself changes sign, ``step`` where it passes an integer (floor, ceil),
            ``cut`` where it changes sign while ``other`` is negative (the jump of atan2 from π to −π).
        other: x of an angle, else None.
    """

    node: Node
    kind: str = "zero"
    other: Node | None = None


def indicators(tree: Node, variables: frozenset[str]) -> tuple[Indicator, ...]:
    """The indicators of a formula in the given variables, none for one that is smooth everywhere.

    They are the arguments of abs, sign, sqrt and cbrt, the differences of the arguments of min and max, the
    bases of powers that are not a whole number, and denominators.
    """
    found: list[Indicator] = []
    for node in walk(tree):
        found += [each for each in _of(node) if depends_on(each.node, variables)]
    return tuple(dict.fromkeys(found))


def indicator_values(found: tuple[Indicator, ...], names: Mapping[str, Jet], shape: tuple[int, ...]) -> Array:
    """The values of the indicators: (k, …); nan where one has no meaning.

    Those of kind ``step`` are a triangle wave with its zeros at the integers.
    """
    values = np.empty((len(found), *shape))
    for row, indicator in zip(values, found, strict=True):
        row[...] = evaluate(indicator.node, names, 0).value
        if indicator.kind == "step":
            nearest = np.round(row)
            row[...] = (row - nearest) * np.where(nearest % 2 == 0, 1.0, -1.0)
        elif indicator.other is not None:
            row[...] = np.where(evaluate(indicator.other, names, 0).value < 0, row, np.nan)
    return values


def is_total(tree: Node, variables: frozenset[str], *, inside: bool = False) -> bool:
    """Whether a formula has a value and all derivatives everywhere, apart from overflow of the result itself.

    ``inside`` says that the tree is an argument of something: exp in there may overflow and the result still
    be finite, as in 1/(1 + exp(x)), so that is not counted as total.
    """
    below = children(tree)
    match tree:
        case _ if not depends_on(tree, variables):
            return not symbols(tree)
        case Symbol():
            return True
        case Negative() | Sum() | Product():
            return all(is_total(each, variables, inside=inside) for each in below)
        case Quotient(numerator=numerator, denominator=denominator) if not symbols(denominator):
            return is_total(numerator, variables, inside=inside)
        case Power(base=Constant(name="e"), exponent=exponent):
            return not inside and is_total(exponent, variables, inside=True)
        case Power(base=base, exponent=exponent):
            return _is_count(exponent) and is_total(base, variables, inside=True)
        case Call(name=name):
            known = name in _TOTAL or (name in _GROWING and not inside)
            return known and is_total(below[0], variables, inside=True)
    return False


def _of(node: Node) -> Iterator[Indicator]:
    match node:
        case Call(name="min" | "max", arguments=arguments):
            yield from (Indicator(Sum((a, Negative(b)))) for a, b in combinations(arguments, 2))
        case Call(name="floor" | "ceil", arguments=(argument,)):
            yield Indicator(argument, "step")
        case Call(name="atan2", arguments=(y, x)):
            yield Indicator(y, "cut", x)
        case Call(name=name, arguments=arguments) if name in _AT_ZERO:
            yield Indicator(arguments[0])
        case Call(name=name, arguments=arguments) if name in _POLES:
            yield Indicator(Call(_POLES[name], arguments))
        case Quotient(denominator=denominator):
            yield Indicator(denominator)
        case Power(base=base, exponent=exponent) if not _is_count(exponent):
            yield Indicator(base)


def _is_count(exponent: Node) -> bool:
    """Whether an exponent is 0, 1, 2, …, with which a power is smooth everywhere."""
    if symbols(exponent):
        return False
    value = constant_value(exponent)
    return value >= 0 and value == round(value)
