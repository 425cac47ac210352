"""The elementary functions of one argument with their first and second derivatives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["RULES", "Array", "Rule"]

Array: TypeAlias = NDArray[np.float64]


class Rule(NamedTuple):
    """A function of one argument u with value v: its value, first and second derivative."""

    value: Callable[[Array], Array]
    first: Callable[[Array, Array], Array]
    second: Callable[[Array, Array], Array]


def _off_zero(u: Array, derivative: Array | float) -> Array:
    return np.where(u == 0, np.nan, derivative)


def _between_integers(u: Array, _v: Array) -> Array:
    return np.where(u == np.round(u), np.nan, 0.0)


def _root(a: Array, b: Array) -> Array:
    # √((1 − u)(1 + u)) keeps its digits near u = 1 where √(1 − u²) loses half of them.
    return np.sqrt(a * b)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "exp": Rule(np.exp, lambda _u, v: v, lambda _u, v: v),
        "ln": Rule(np.log, lambda u, _v: 1 / u, lambda u, _v: -1 / (u * u)),
        "log10": Rule(np.log10, lambda u, _v: 1 / (u * np.log(10)), lambda u, _v: -1 / (u * u * np.log(10))),
        "log2": Rule(np.log2, lambda u, _v: 1 / (u * np.log(2)), lambda u, _v: -1 / (u * u * np.log(2))),
        "sqrt": Rule(np.sqrt, lambda _u, v: 0.5 / v, lambda u, v: -0.25 / (u * v)),
        "cbrt": Rule(np.cbrt, lambda _u, v: 1 / (3 * v * v), lambda u, v: -2 / (9 * u * v * v)),
        "abs": Rule(np.abs, lambda u, _v: _off_zero(u, np.sign(u)), lambda u, _v: _off_zero(u, 0.0)),
        "sign": Rule(np.sign, lambda u, _v: _off_zero(u, 0.0), lambda u, _v: _off_zero(u, 0.0)),
        "floor": Rule(np.floor, _between_integers, _between_integers),
        "ceil": Rule(np.ceil, _between_integers, _between_integers),
        "sin": Rule(np.sin, lambda u, _v: np.cos(u), lambda _u, v: -v),
        "cos": Rule(np.cos, lambda u, _v: -np.sin(u), lambda _u, v: -v),
        "tan": Rule(np.tan, lambda _u, v: 1 + v * v, lambda _u, v: 2 * v * (1 + v * v)),
        "cot": Rule(lambda u: 1 / np.tan(u), lambda _u, v: -1 - v * v, lambda _u, v: 2 * v * (1 + v * v)),
        "sec": Rule(lambda u: 1 / np.cos(u), lambda u, v: v * np.tan(u), lambda _u, v: v * (2 * v * v - 1)),
        "csc": Rule(lambda u: 1 / np.sin(u), lambda u, v: -v / np.tan(u), lambda _u, v: v * (2 * v * v - 1)),
        "asin": Rule(
            np.arcsin, lambda u, _v: 1 / _root(1 - u, 1 + u), lambda u, _v: u / _root(1 - u, 1 + u) ** 3
        ),
        "acos": Rule(
            np.arccos, lambda u, _v: -1 / _root(1 - u, 1 + u), lambda u, _v: -u / _root(1 - u, 1 + u) ** 3
        ),
        "atan": Rule(np.arctan, lambda u, _v: 1 / (1 + u * u), lambda u, _v: -2 * u / (1 + u * u) ** 2),
        "sinh": Rule(np.sinh, lambda u, _v: np.cosh(u), lambda _u, v: v),
        "cosh": Rule(np.cosh, lambda u, _v: np.sinh(u), lambda _u, v: v),
        "tanh": Rule(np.tanh, lambda u, _v: 1 / np.cosh(u) ** 2, lambda u, v: -2 * v / np.cosh(u) ** 2),
        "asinh": Rule(np.arcsinh, lambda _u, v: 1 / np.cosh(v), lambda u, v: -u / np.cosh(v) ** 3),
        "acosh": Rule(
            np.arccosh, lambda u, _v: 1 / _root(u - 1, u + 1), lambda u, _v: -u / _root(u - 1, u + 1) ** 3
        ),
        "atanh": Rule(np.arctanh, lambda u, _v: 1 / (1 - u * u), lambda u, _v: 2 * u / (1 - u * u) ** 2),
    }
)
