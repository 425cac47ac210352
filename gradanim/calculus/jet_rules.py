"""Second-order forward differentiation: value, gradient and Hessian of every operation, on batches of points.

The rules are the product, quotient and chain rules written for a value with its first two derivatives; see
A. Griewank, A. Walther, Evaluating Derivatives (2nd edition, SIAM 2008), chapters 3 and 10.
"""

from __future__ import annotations

import math
from typing import NamedTuple, cast

import numpy as np

from gradanim.calculus.elementary import RULES, Array, Rule

__all__ = [
    "Array",
    "Jet",
    "add",
    "arctan2",
    "chain",
    "divide",
    "extreme",
    "multiply",
    "negate",
    "number",
    "power",
    "power_of",
]


class Jet(NamedTuple):
    """A value with its derivatives by n variables at m points, or at one point.

    Attributes:
        value: shape (m,), or () where it is the same everywhere or there is one point.
        gradient: shape (n, m) or (n, 1), at one point (n,); None where it is zero everywhere or was not asked
            for.
        hessian: shape (n, n, m) or (n, n, 1), at one point (n, n); None likewise.
        varies: whether the value depends on a variable of the field, whatever was asked for.
    """

    value: Array
    gradient: Array | None = None
    hessian: Array | None = None
    varies: bool = False


def number(value: float) -> Array:
    """A value of shape (): numpy's scalars compute as its arrays do, to the last digit and several times faster."""
    return cast(Array, np.float64(value))


def chain(u: Jet, rule: Rule, order: int) -> Jet:
    """A function of one argument: g(u), g′(u)·∇u, g″(u)·∇u∇uᵀ + g′(u)·∇²u."""
    v = rule.value(u.value)
    if u.gradient is None:
        return Jet(v, varies=u.varies)
    first = rule.first(u.value, v)
    hessian = None
    if order > 1:
        hessian = _plus(rule.second(u.value, v) * _outer(u.gradient, u.gradient), _times(first, u.hessian))
    return Jet(v, first * u.gradient, hessian, varies=u.varies)


def negate(u: Jet) -> Jet:
    """The jet of −u."""
    return Jet(-u.value, _times(-1.0, u.gradient), _times(-1.0, u.hessian), u.varies)


def add(u: Jet, v: Jet) -> Jet:
    """The jet of u + v."""
    gradient, hessian = _plus(u.gradient, v.gradient), _plus(u.hessian, v.hessian)
    return Jet(u.value + v.value, gradient, hessian, u.varies or v.varies)


def multiply(u: Jet, v: Jet, order: int) -> Jet:
    """The jet of u·v."""
    gradient = _plus(_times(v.value, u.gradient), _times(u.value, v.gradient))
    hessian = None
    if order > 1:
        hessian = _plus(_times(v.value, u.hessian), _times(u.value, v.hessian))
        hessian = _plus(hessian, _cross(u, v))
    return Jet(u.value * v.value, gradient, hessian, u.varies or v.varies)


def divide(u: Jet, v: Jet, order: int) -> Jet:
    """The jet of q = u/v, from u = q·v: ∇q = (∇u − q∇v)/v."""
    q = u.value / v.value
    scale = 1.0 / v.value
    gradient = _times(scale, _plus(u.gradient, _times(-q, v.gradient)))
    hessian = None
    if order > 1:
        hessian = _plus(u.hessian, _times(-q, v.hessian))
        hessian = _plus(hessian, _times(-1.0, _cross(Jet(q, gradient), v)))
        hessian = _times(scale, hessian)
    return Jet(q, gradient, hessian, u.varies or v.varies)


def power(u: Jet, p: Jet, order: int) -> Jet:
    """The jet of u^p in real numbers.

    With an exponent that does not vary, u may be negative where p is an integer. With one that varies the
    power is exp(p·ln u), which needs u > 0; at u = 0 < p its value is 0 and it has no derivative.
    """
    if not p.varies and np.ndim(p.value) == 0:
        return power_of(u, float(p.value), order)
    unknown = np.isnan(u.value) | np.isnan(p.value)  # numpy says 1 for nan^0 and for 1^nan
    value = np.where(unknown, np.nan, np.power(u.value, p.value))
    if not p.varies:
        return Jet(value, varies=u.varies)
    value = np.where(u.value < 0, np.nan, value)
    through = chain(multiply(p, chain(u, RULES["ln"], order), order), RULES["exp"], order)
    return Jet(value, through.gradient, through.hessian, varies=True)


def power_of(u: Jet, p: float, order: int) -> Jet:
    """The jet of u^p with an exponent that is the same everywhere."""
    x = u.value
    value = _raised(x, p)
    if p == 0 or math.isnan(p):  # numpy says 1 for nan^0 and for 1^nan
        value = np.where(np.isnan(x) | math.isnan(p), np.nan, value)
    if u.gradient is None:
        return Jet(value, varies=u.varies)
    first = p * _raised(x, p - 1) if p else np.zeros_like(x)
    hessian = None
    if order > 1:
        hessian = _plus(_second_of_power(x, p) * _outer(u.gradient, u.gradient), _times(first, u.hessian))
    return Jet(value, first * u.gradient, hessian, u.varies)


def extreme(u: Jet, v: Jet, *, largest: bool) -> Jet:
    """The jet of max(u, v) or min(u, v); where they are equal it has a kink and no derivative."""
    value = np.maximum(u.value, v.value) if largest else np.minimum(u.value, v.value)
    first = u.value > v.value if largest else u.value < v.value
    tie = u.value == v.value

    def choose(a: Array | None, b: Array | None) -> Array | None:
        if a is None and b is None:
            # Derivatives that were not asked for stay so; those of max(2, 3) are zero.
            return None
        chosen = np.where(first, 0.0 if a is None else a, 0.0 if b is None else b)
        return np.where(tie, np.nan, chosen)

    return Jet(value, choose(u.gradient, v.gradient), choose(u.hessian, v.hessian), u.varies or v.varies)


def arctan2(y: Jet, x: Jet, order: int) -> Jet:
    """The jet of the angle of (x, y) in (−π, π]; none at the origin, no derivative on the cut x < 0 = y."""
    a, b = x.value, y.value
    square = a * a + b * b
    # numpy has -π where y is -0.0.
    value = np.where(square == 0, np.nan, np.arctan2(b + 0.0, a))
    cut = np.where((b == 0) & (a < 0), np.nan, 1.0)
    by_y, by_x = cut * a / square, -cut * b / square
    gradient = _plus(_times(by_y, y.gradient), _times(by_x, x.gradient))
    hessian = None
    if order > 1:
        hessian = _plus(_times(by_y, y.hessian), _times(by_x, x.hessian))
        for u, v, factor in ((x, x, a * b), (y, y, -a * b), (x, y, b * b - a * a)):
            hessian = _plus(hessian, _times(cut * factor / square**2, _cross(u, v)))
    return Jet(value, gradient, hessian, x.varies or y.varies)


def _plus(a: Array | None, b: Array | None) -> Array | None:
    if a is None or b is None:
        return b if a is None else a
    return a + b


def _times(scale: Array | float, a: Array | None) -> Array | None:
    return None if a is None else scale * a


def _outer(a: Array, b: Array) -> Array:
    return a[:, None] * b[None, :]


def _cross(u: Jet, v: Jet) -> Array | None:
    """∇u∇vᵀ + ∇v∇uᵀ, or None where one of them is zero."""
    if u.gradient is None or v.gradient is None:
        return None
    product = _outer(u.gradient, v.gradient)
    return product + product.swapaxes(0, 1)


def _raised(x: Array, p: float) -> Array:
    if p == 1:
        return x
    if p == 2:  # numpy's general power takes fifty times as long
        return x * x
    if p == 3:
        return x * x * x
    if p == 4:
        return (x * x) * (x * x)
    return np.sqrt(x) if p == 0.5 else np.power(x, p)


def _second_of_power(x: Array, p: float) -> Array:
    factor = p * (p - 1)
    return factor * _raised(x, p - 2) if factor else np.zeros_like(x)
