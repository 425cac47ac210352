"""Evaluates a tree with its derivatives, without sympy."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import TypeAlias

import numpy as np

from gradanim.calculus.elementary import RULES
from gradanim.calculus.jet_rules import (
    Array,
    Jet,
    add,
    arctan2,
    chain,
    divide,
    extreme,
    multiply,
    negate,
    number,
    power,
    power_of,
)
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
    children,
)

__all__ = ["Program", "combine", "constant_value", "evaluate", "program", "value_of"]

Program: TypeAlias = Callable[[Mapping[str, Jet], int], Jet]
"""Gives the jet of a tree from the jets of its symbols and the order."""

_Operation: TypeAlias = Callable[[Sequence[Jet], int], Jet]


def evaluate(node: Node, names: Mapping[str, Jet], order: int) -> Jet:
    """The jet of a tree, up to the first or second derivatives.

    A value is nan wherever a part of the formula is undefined or infinite, however it would go on: 1/(1/x) is
    undefined at 0.

    Args:
        node: the tree, without vectors.
        names: the jets of its symbols.
        order: 0, 1 or 2.
    """
    with np.errstate(all="ignore"):
        return program(node)(names, order)


def value_of(node: Node, names: Mapping[str, Array | float]) -> Array:
    """The value of a tree at values of its symbols that broadcast together."""
    return evaluate(
        node, {name: Jet(np.asarray(value, dtype=np.float64)) for name, value in names.items()}, 0
    ).value


def constant_value(node: Node) -> float:
    """The value of a tree without symbols; nan or inf where it has none."""
    return float(value_of(node, {}))


def program(node: Node) -> Program:
    """A function that evaluates a tree again and again, without looking at its nodes any more.

    Whoever calls it sets numpy's warnings aside, as ``evaluate`` does.
    """
    match node:
        case Number():
            return _same(node.value)
        case Constant(name=name):
            return _same(CONSTANTS[name])
        case Symbol(name=name):
            return lambda names, _: _known(names[name])
    parts = [program(below) for below in children(node)]
    operation = _operation(node)
    return lambda names, order: _known(operation([part(names, order) for part in parts], order))


def _same(value: float) -> Program:
    jet = _known(Jet(number(value)))
    return lambda _names, _order: jet


def _known(jet: Jet) -> Jet:
    """The jet with nan for values that are not finite."""
    value = jet.value
    if isinstance(value, float):  # numpy's scalars are; its own function takes ten times as long for them
        return jet if math.isfinite(value) else jet._replace(value=number(math.nan))
    finite = np.isfinite(value)
    return jet if finite.all() else jet._replace(value=np.where(finite, value, np.nan))


def combine(node: Node, jets: Sequence[Jet], order: int) -> Jet:
    """The jet of an operation over the jets of its operands."""
    return _operation(node)(jets, order)


def _operation(node: Node) -> _Operation:
    match node:
        case Negative():
            return lambda jets, _: negate(jets[0])
        case Sum():
            return lambda jets, _: reduce(add, jets)
        case Product():
            return lambda jets, order: reduce(lambda u, v: multiply(u, v, order), jets)
        case Quotient():
            return lambda jets, order: divide(jets[0], jets[1], order)
        case Power():
            return _power(node)
        case Call(name=name):
            return _function(name)
    raise TypeError(f"no value for {type(node).__name__}")


def _power(node: Power) -> _Operation:
    match node:
        case Power(base=Constant(name="e")):
            return lambda jets, order: chain(jets[1], RULES["exp"], order)
        case Power(exponent=Number(value=exponent)) if math.isfinite(exponent):
            return lambda jets, order: power_of(jets[0], exponent, order)
    return lambda jets, order: power(jets[0], jets[1], order)


def _function(name: str) -> _Operation:
    if name in ("min", "max"):
        return lambda jets, _: reduce(lambda u, v: extreme(u, v, largest=name == "max"), jets)
    if name == "atan2":
        return lambda jets, order: arctan2(jets[0], jets[1], order)
    rule = RULES[name]
    return lambda jets, order: chain(jets[0], rule, order)
