"""Evaluates a tree with its derivatives, without sympy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

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
    power,
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

__all__ = ["combine", "constant_value", "evaluate", "value_of"]


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
        return _evaluate(node, names, order)


def value_of(node: Node, names: Mapping[str, Array | float]) -> Array:
    """The value of a tree at values of its symbols that broadcast together."""
    return evaluate(
        node, {name: Jet(np.asarray(value, dtype=np.float64)) for name, value in names.items()}, 0
    ).value


def constant_value(node: Node) -> float:
    """The value of a tree without symbols; nan or inf where it has none."""
    return float(value_of(node, {}))


def _evaluate(node: Node, names: Mapping[str, Jet], order: int) -> Jet:
    jet = _operation(node, names, order)
    finite = np.isfinite(jet.value)
    if finite.all():
        return jet
    return Jet(np.where(finite, jet.value, np.nan), jet.gradient, jet.hessian, jet.varies)


def _operation(node: Node, names: Mapping[str, Jet], order: int) -> Jet:
    match node:
        case Number():
            return Jet(np.asarray(node.value))
        case Constant(name=name):
            return Jet(np.asarray(CONSTANTS[name]))
        case Symbol(name=name):
            return names[name]
    return combine(node, [_evaluate(below, names, order) for below in children(node)], order)


def combine(node: Node, jets: Sequence[Jet], order: int) -> Jet:
    """The jet of an operation over the jets of its operands."""
    match node:
        case Negative():
            return negate(jets[0])
        case Sum():
            return reduce(add, jets)
        case Product():
            return reduce(lambda u, v: multiply(u, v, order), jets)
        case Quotient():
            return divide(jets[0], jets[1], order)
        case Power(base=Constant(name="e")):
            return chain(jets[1], RULES["exp"], order)
        case Power():
            return power(jets[0], jets[1], order)
        case Call(name="min" | "max" as name):
            return reduce(lambda u, v: extreme(u, v, largest=name == "max"), jets)
        case Call(name="atan2"):
            return arctan2(jets[0], jets[1], order)
        case Call(name=name):
            return chain(jets[0], RULES[name], order)
    raise TypeError(f"no value for {type(node).__name__}")
