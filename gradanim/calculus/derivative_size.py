"""Estimates how long the derivatives of a formula become, so that a costly one is refused before sympy starts."""

from __future__ import annotations

from typing import NamedTuple

from gradanim.calculus.nodes import Call, Negative, Node, Power, Product, Quotient, Sum, Symbol, children

__all__ = ["Sizes", "derivative_sizes"]


class Sizes(NamedTuple):
    """How many nodes a formula, a first and a second derivative of it have; none where they are zero."""

    value: int
    first: int = 0
    second: int = 0


def derivative_sizes(node: Node, variables: frozenset[str]) -> Sizes:
    """The sizes that the rules of differentiation give without any simplification.

    Eighty factors in a row need 80 terms of 80 factors in the gradient and 6,320 of them in the Hessian.
    """
    if isinstance(node, Symbol):
        return Sizes(1, int(node.name in variables))
    parts = [derivative_sizes(below, variables) for below in children(node)]
    value = 1 + sum(part.value for part in parts)
    varying = [part for part in parts if part.first]
    if not varying:
        return Sizes(value)
    match node:
        case Sum() | Negative():
            return Sizes(value, sum(part.first for part in varying), sum(part.second for part in varying))
        case Product() | Quotient() | Power() | Call():
            return _of_product(value, varying)
    return Sizes(value)


def _of_product(value: int, parts: list[Sizes]) -> Sizes:
    """One term for each varying part, each about as long as the whole with that part replaced; then again."""
    count = len(parts)
    first = sum(value + part.first for part in parts)
    second = sum(value + part.second for part in parts)
    second += sum(2 * count * part.first + count * value for part in parts)
    return Sizes(value, first, second)
