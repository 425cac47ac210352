"""A formula as one numerator over one denominator, so that its sign can be told across its poles."""

from __future__ import annotations

from typing import TypeAlias

from gradanim.calculus.nodes import (
    Call,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    walk,
)

__all__ = ["Fraction", "as_fraction", "difference", "product"]

# A numerator and a denominator, or None where there is none.
Fraction: TypeAlias = tuple[Node, Node | None]

_ONE = Number("1")
# A numerator grows with every fraction that is added to it; a formula beyond this size is left as it is.
_MOST_NODES = 500
_RATIOS = {"tan": ("sin", "cos"), "cot": ("cos", "sin"), "sec": (None, "cos"), "csc": (None, "sin")}


def as_fraction(node: Node) -> Fraction:
    """The tree as one fraction: 1 + 1/x is (x + 1)/x, tan x is sin x/cos x."""
    top, bottom = _fraction(node)
    if bottom is not None and sum(1 for _ in walk(top)) + sum(1 for _ in walk(bottom)) > _MOST_NODES:
        return node, None
    return top, bottom


def difference(u: Node, v: Node) -> Node:
    """u − v."""
    return Sum((u, Negative(v)))


def product(u: Node, v: Node) -> Node:
    """u·v."""
    return v if u == _ONE else u if v == _ONE else Product((u, v))


def _fraction(node: Node) -> Fraction:
    match node:
        case Negative(argument=argument):
            top, bottom = _fraction(argument)
            return Negative(top), bottom
        case Sum(terms=terms):
            return _sum([_fraction(term) for term in terms])
        case Product(factors=factors):
            return _product([_fraction(factor) for factor in factors])
        case Quotient(numerator=numerator, denominator=denominator):
            (p, q), (r, s) = _fraction(numerator), _fraction(denominator)
            return _times(p, s) or p, _times(q, r)
        case Power(base=base, exponent=Negative(argument=Number() as exponent)):
            top, bottom = _fraction(base)
            raised = None if bottom is None else Power(bottom, exponent)
            return raised or _ONE, Power(top, exponent)
        case Call(name=name, arguments=arguments) if name in _RATIOS:
            upper, lower = _RATIOS[name]
            return (_ONE if upper is None else Call(upper, arguments)), Call(lower or "", arguments)
    return node, None


def _times(u: Node | None, v: Node | None) -> Node | None:
    if u is None or v is None:
        return v if u is None else u
    return product(u, v)


def _product(parts: list[Fraction]) -> Fraction:
    top: Node | None = None
    bottom: Node | None = None
    for p, q in parts:
        top, bottom = _times(top, p), _times(bottom, q)
    return top or _ONE, bottom


def _sum(parts: list[Fraction]) -> Fraction:
    """Each numerator times all other denominators, over all denominators; equal ones count once."""
    bottoms = list(dict.fromkeys(q for _, q in parts if q is not None))
    tops: list[Node] = []
    for p, q in parts:
        top: Node | None = p
        for other in bottoms:
            top = top if other == q else _times(top, other)
        tops.append(top or p)
    common: Node | None = None
    for each in bottoms:
        common = _times(common, each)
    return Sum(tuple(tops)), common
