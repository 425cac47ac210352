"""Random formulas for tests: each one as the text an author might type and as a function of high precision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import mpmath
from hypothesis import strategies as st

Exact = Callable[[mpmath.mpf, mpmath.mpf], mpmath.mpf]


@dataclass(frozen=True)
class Formula:
    """A formula in x and y; ``exact`` never sees the text and ``text`` is never run."""

    text: str
    exact: Exact


def _leaf(text: str, exact: Exact) -> Formula:
    return Formula(text, exact)


LEAVES = [
    _leaf("x", lambda x, y: x),
    _leaf("y", lambda x, y: y),
    _leaf("2", lambda x, y: mpmath.mpf(2)),
    _leaf("0.7", lambda x, y: mpmath.mpf("0.7")),
    _leaf("π", lambda x, y: mpmath.pi),
    _leaf("3x", lambda x, y: 3 * x),
    _leaf("x y", lambda x, y: x * y),
    _leaf("y²", lambda x, y: y**2),
]

UNARY: dict[str, Callable[[mpmath.mpf], mpmath.mpf]] = {
    "sin({})": mpmath.sin,
    "cos({})": mpmath.cos,
    "exp({})": mpmath.exp,
    "e^({})": mpmath.exp,
    "ln({})": mpmath.log,
    "log10({})": mpmath.log10,
    "sqrt({})": mpmath.sqrt,
    "√({})": mpmath.sqrt,
    "tanh({})": mpmath.tanh,
    "arctan({})": mpmath.atan,
    "asin({})": mpmath.asin,
    "acosh({})": mpmath.acosh,
    "asinh({})": mpmath.asinh,
    "cot({})": mpmath.cot,
    "sec({})": mpmath.sec,
    "csc({})": mpmath.csc,
    "({})^3": lambda u: u**3,
    "({})⁻²": lambda u: u**-2,
    "({})^1.5": lambda u: u ** mpmath.mpf("1.5"),
    "2^({})": lambda u: mpmath.mpf(2) ** u,
    "-({})": lambda u: -u,
    "cbrt({})": lambda u: mpmath.sign(u) * abs(u) ** (mpmath.mpf(1) / 3),
    "|{}|": abs,
}

BINARY: dict[str, Callable[[mpmath.mpf, mpmath.mpf], mpmath.mpf]] = {
    "({}) + ({})": lambda u, v: u + v,
    "({}) − ({})": lambda u, v: u - v,
    "({}) ({})": lambda u, v: u * v,
    "({})/({})": lambda u, v: u / v,
    "({})^({})": lambda u, v: u**v,
    "max({}, {})": max,
    "min({}, {})": min,
    "atan2({}, {})": mpmath.atan2,
}


def _real(value: mpmath.mpf) -> mpmath.mpf:
    """Every part of a formula must be a real number, as in gradanim."""
    if mpmath.im(value) != 0 or not mpmath.isfinite(value):
        raise ValueError("not a real number")
    return mpmath.re(value)


def _one(below: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    def build(pattern: str, u: Formula) -> Formula:
        return Formula(pattern.format(u.text), lambda x, y: _real(UNARY[pattern](u.exact(x, y))))

    return st.builds(build, st.sampled_from(sorted(UNARY)), below)


def _two(below: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    def build(pattern: str, u: Formula, v: Formula) -> Formula:
        return Formula(
            pattern.format(u.text, v.text), lambda x, y: _real(BINARY[pattern](u.exact(x, y), v.exact(x, y)))
        )

    return st.builds(build, st.sampled_from(sorted(BINARY)), below, below)


formulas = st.recursive(st.sampled_from(LEAVES), lambda below: _one(below) | _two(below), max_leaves=6)
