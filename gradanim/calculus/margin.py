"""How far points are inside the natural domain of a formula: the border of a domain as the zeros of a function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from gradanim.calculus.box import Array
from gradanim.calculus.evaluate import combine, evaluate, value_of
from gradanim.calculus.jet_rules import Jet
from gradanim.calculus.nodes import Call, Constant, Node, Number, Power, Symbol, children, depends_on, walk
from gradanim.calculus.single_fraction import Fraction, as_fraction, difference, product
from gradanim.calculus.value_ranges import range_of

if TYPE_CHECKING:
    from gradanim.calculus.jets import JetField

__all__ = ["domain_margin"]

_ONE = Number("1")
# Functions that have a value only where their argument is at least 0, or more than 0.
_NOT_BELOW_ZERO = frozenset({"ln", "log10", "log2", "sqrt"})
# Functions that have a value only where their argument is between -1 and 1.
_WITHIN_ONE = frozenset({"asin", "acos", "atanh"})
# Beyond this a margin is cut off, so that it stays finite in single precision as well.
_MOST = 1e30


def domain_margin(field: JetField, points: ArrayLike) -> Array | None:
    """How far inside the natural domain of f the points are: (…, n) -> (…), or None where nothing limits the domain.

    It is positive where f has a value, 0 on the border of the domain, negative outside, and continuous across the
    border: the least of

    - u for each logarithm, square root or power to an exponent that is not whole, of u,
    - 1 − |u| for each asin, acos, atanh of u,
    - u − 1 for each acosh of u.

    Fractions are cleared, which keeps the sign: for ln(p/q) it is p·q, for asin(p/q) it is |q| − |p|. So each of
    them has the units of its argument, those of the bounded functions are of order 1, and near the border a margin
    divided by the length of its gradient is the distance. Where an inner function has no value the outer one goes on
    from the value at its border: ln(√x − 1) has the margin min(x, −1) where x is below 0.

    What can never be below its bound does not limit the domain: not √(x² + y²), not ln(x² + 1). Nor does a pole, the
    jump of a step, or overflow; f is nan there although its margin is positive.

    Args:
        field: f, of either evaluator.
        points: shape (…, n).

    Returns:
        (…), between -1e30 and 1e30; nan where the formula overflows before it can be decided.
    """
    terms = tuple(_limits(field.expression.tree, frozenset(field.variables), field.params))
    if not terms:
        return None
    given = np.asarray(points, dtype=np.float64)
    if given.shape[-1:] != (field.n,):
        raise ValueError(f"points of shape (…, {field.n}) expected, found {given.shape}")
    columns = given.reshape(-1, field.n).T
    names = {name: Jet(np.asarray(value)) for name, value in field.params.items()}
    names |= {name: Jet(column, varies=True) for name, column in zip(field.variables, columns, strict=True)}
    margin = np.full(columns.shape[1], np.nan)
    with np.errstate(all="ignore"):
        for term in dict.fromkeys(terms):
            margin = np.fmin(margin, _extended(term, names).value)
    clipped: Array = np.clip(margin, -_MOST, _MOST).reshape(given.shape[:-1])
    return clipped


def _limits(tree: Node, variables: frozenset[str], params: Mapping[str, float]) -> Iterator[Node]:
    """Trees that are positive inside the domain and negative outside, one for each part that limits it."""
    for node in walk(tree):
        match node:
            case Call(name=name, arguments=(argument,)) if name in _NOT_BELOW_ZERO:
                bound = 0.0
            case Call(name="acosh", arguments=(argument,)):
                bound = 1.0
            case Call(name=name, arguments=(argument,)) if name in _WITHIN_ONE:
                low, high = range_of(argument, params)
                if low < -1.0 or high > 1.0:
                    yield _within_one(as_fraction(argument))
                continue
            case Power(base=argument, exponent=exponent) if not _is_whole(exponent, variables, params):
                bound = 0.0
            case _:
                continue
        if range_of(argument, params)[0] < bound:
            yield _above(as_fraction(argument), bound, params)


def _is_whole(exponent: Node, variables: frozenset[str], params: Mapping[str, float]) -> bool:
    """Whether an exponent is a whole number, with which a base may be negative."""
    if depends_on(exponent, variables):
        return False
    value = float(value_of(exponent, dict(params)))
    return value == round(value) if np.isfinite(value) else True


def _above(u: Fraction, bound: float, params: Mapping[str, float]) -> Node:
    """A tree with the sign of u − bound, where the denominator of u is not 0."""
    top, bottom = u
    if bound:
        top = difference(top, bottom or _ONE)
    return top if bottom is None or range_of(bottom, params)[0] >= 0.0 else product(top, bottom)


def _within_one(u: Fraction) -> Node:
    """A tree with the sign of 1 − |u|."""
    top, bottom = u
    return difference(_ONE if bottom is None else Call("abs", (bottom,)), Call("abs", (top,)))


def _extended(node: Node, names: Mapping[str, Jet]) -> Jet:
    """The value of a tree whose functions go on from their borders where they have no value."""
    if isinstance(node, Symbol):
        return names[node.name]
    if not children(node):
        return evaluate(node, names, 0)
    below = [_extended(child, names) for child in children(node)]
    low, high = _bounds(node, below)
    if low > -np.inf or high < np.inf:
        below[0] = Jet(np.clip(below[0].value, low, high), varies=below[0].varies)
    return combine(node, below, 0)


def _bounds(node: Node, below: list[Jet]) -> tuple[float, float]:
    """Between which bounds the first operand must lie."""
    match node:
        case Call(name=name) if name in _NOT_BELOW_ZERO:
            return 0.0, np.inf
        case Call(name="acosh"):
            return 1.0, np.inf
        case Call(name=name) if name in _WITHIN_ONE:
            return -1.0, 1.0
        case Power(base=Constant(name="e")):
            return -np.inf, np.inf
        case Power():
            p = below[1]
            if p.varies or float(p.value) != np.round(float(p.value)):
                return 0.0, np.inf
    return -np.inf, np.inf
