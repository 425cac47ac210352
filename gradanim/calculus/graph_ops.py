"""The operations of a compute graph, each with its value and its local derivatives."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from msgspec import Struct

from gradanim.calculus.elementary import RULES, Rule

__all__ = ["OPERATIONS", "Operation"]


class Operation(Struct, frozen=True):
    """One kind of node.

    Attributes:
        symbol: how a picture shows it.
        arity: the number of its inputs.
        value: inputs -> output.
        derivatives: inputs and output -> ∂output/∂input for each input. The output is there so that what
            the forward pass has computed is not computed again.
    """

    symbol: str
    arity: int
    value: Callable[..., float]
    derivatives: Callable[..., tuple[float, ...]]


def _guarded(function: Callable[..., float]) -> Callable[..., float]:
    """The function with float arithmetic's answers in place of Python's exceptions: inf and nan."""

    def guarded(*inputs: float) -> float:
        try:
            return function(*inputs)
        except OverflowError:
            return math.inf
        except (ValueError, ZeroDivisionError):
            return math.nan

    return guarded


def _sigmoid(a: float) -> float:
    # Two forms, because exp(−a) overflows for a far below zero.
    return 1 / (1 + math.exp(-a)) if a >= 0 else math.exp(a) / (1 + math.exp(a))


def _power(a: float, b: float) -> float:
    value = a**b
    return value if isinstance(value, float) else math.nan


def _power_derivatives(a: float, b: float, out: float) -> tuple[float, float]:
    """b aᵇ⁻¹ and aᵇ ln a; the latter is 0 at a = 0 for b > 0, and nan for a < 0, where only integers b work."""
    by_base = b * _guarded(_power)(a, b - 1) if b else 0.0
    if a > 0:
        return by_base, out * math.log(a)
    return by_base, 0.0 if a == 0 and b > 0 else math.nan


def _division_derivatives(_a: float, b: float, out: float) -> tuple[float, float]:
    return (1 / b, -out / b) if b else (math.nan, math.nan)


def _logarithm_derivatives(a: float, _out: float) -> tuple[float]:
    return (1 / a if a > 0 else math.nan,)


def _elementary(name: str, rule: Rule) -> Operation:
    """A function of one argument whose value and derivative are known already."""

    def value(a: float) -> float:
        with np.errstate(all="ignore"):
            return float(rule.value(np.float64(a)))  # type: ignore[arg-type]

    def derivatives(a: float, out: float) -> tuple[float]:
        with np.errstate(all="ignore"):
            return (float(rule.first(np.float64(a), np.float64(out))),)  # type: ignore[arg-type]

    return Operation(name, 1, value, derivatives)


def _extreme_derivatives(a: float, b: float, out: float) -> tuple[float, float]:
    """1 by the argument that is taken; none where both are."""
    return (math.nan, math.nan) if a == b else (float(a == out), float(b == out))


def _arctan2_derivatives(a: float, b: float, _out: float) -> tuple[float, float]:
    square = a * a + b * b
    return (b / square, -a / square) if square else (math.nan, math.nan)


OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        **{name: _elementary(name, rule) for name, rule in RULES.items()},
        "add": Operation("+", 2, lambda a, b: a + b, lambda _a, _b, _out: (1.0, 1.0)),
        "subtract": Operation("−", 2, lambda a, b: a - b, lambda _a, _b, _out: (1.0, -1.0)),
        "multiply": Operation("×", 2, lambda a, b: a * b, lambda a, b, _out: (b, a)),
        "divide": Operation("÷", 2, _guarded(lambda a, b: a / b), _division_derivatives),
        "power": Operation("^", 2, _guarded(_power), _power_derivatives),
        "negate": Operation("−", 1, lambda a: -a, lambda _a, _out: (-1.0,)),
        "square": Operation("( )²", 1, lambda a: a * a, lambda a, _out: (2 * a,)),
        "exp": Operation("exp", 1, _guarded(math.exp), lambda _a, out: (out,)),
        "ln": Operation("ln", 1, _guarded(math.log), _logarithm_derivatives),
        "sin": Operation("sin", 1, _guarded(math.sin), lambda a, _out: (_guarded(math.cos)(a),)),
        "cos": Operation("cos", 1, _guarded(math.cos), lambda a, _out: (-_guarded(math.sin)(a),)),
        "tanh": Operation("tanh", 1, math.tanh, lambda _a, out: (1 - out * out,)),
        "sigmoid": Operation("σ", 1, _sigmoid, lambda _a, out: (out * (1 - out),)),
        # relu has no derivative at 0; 0 is what everybody's library takes.
        "relu": Operation("relu", 1, lambda a: max(a, 0.0), lambda a, _out: (1.0 if a > 0 else 0.0,)),
        "atan2": Operation("atan2", 2, math.atan2, _arctan2_derivatives),
        "min": Operation("min", 2, min, _extreme_derivatives),
        "max": Operation("max", 2, max, _extreme_derivatives),
    }
)
"""Name -> operation."""
