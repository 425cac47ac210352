"""Bounds on what an author's formula may cost, checked before anything expensive sees it."""

from __future__ import annotations

import math

from gradanim.calculus.evaluate import constant_value
from gradanim.calculus.names import FUNCTIONS
from gradanim.calculus.nodes import (
    Call,
    Component,
    Constant,
    Negative,
    Node,
    Number,
    Power,
    Quotient,
    Symbol,
    Vector,
    children,
    walk,
)
from gradanim.problems import Problem, ProblemError

__all__ = ["MAX_DEPTH", "check_depth", "check_length", "check_number", "check_tree"]

MAX_LENGTH = 1000  # characters of text
MAX_NODES = 400
MAX_DEPTH = 40  # brackets within brackets
MAX_DIGITS = 30  # of one number
MAX_EXPONENT = 100  # of anything but a constant
MAX_EXACT_DIGITS = 3000  # of a coefficient when worked out exactly, which is what sympy does


def check_length(text: str) -> None:
    """Refuse text longer than any formula that fits on a screen (``formula_long``)."""
    if len(text) > MAX_LENGTH:
        raise _refused("formula_long", {"found": len(text), "expected": MAX_LENGTH}, MAX_LENGTH + 1)


def check_number(found: str, column: int) -> None:
    """Refuse a number with too many digits (``number_long``) or out of range (``number_size``)."""
    mantissa = found.lower().split("e")[0]
    if sum(map(str.isdigit, mantissa)) > MAX_DIGITS:
        raise _refused("number_long", {"expected": MAX_DIGITS}, column)
    value = float(found)
    if math.isinf(value) or (value == 0 and mantissa.strip("0.")):
        raise _refused("number_size", {"found": found}, column)


def check_depth(depth: int, column: int) -> None:
    """Refuse brackets, signs or powers nested too deeply (``formula_deep``)."""
    if depth > MAX_DEPTH:
        raise _refused("formula_deep", {"expected": MAX_DEPTH}, column)


def check_tree(tree: Node) -> None:
    """Refuse a tree that is too large, or that holds a constant which is no number.

    Raises:
        ProblemError: ``formula_large``, ``formula_deep``, ``constant_undefined``, ``exponent_large``,
            ``constant_exact``.
    """
    if sum(1 for _ in walk(tree)) > MAX_NODES:
        raise _refused("formula_large", {"expected": MAX_NODES}, tree.column)
    check_depth(_height(tree), tree.column)
    _measure(tree)


def _height(tree: Node) -> int:
    level, height = [tree], 0
    while level:
        level = [below for node in level for below in children(node)]
        height += 1
    return height


def _measure(node: Node) -> tuple[bool, int]:
    """Whether a node is constant, and how many digits its coefficients may have when worked out exactly."""
    parts = [_measure(below) for below in children(node)]
    constant = all(is_constant for is_constant, _ in parts) and _is_plain(node)
    digits = sum(count for _, count in parts) + (len(node.text) if isinstance(node, Number) else 0)
    if constant:
        _check_constant(node)
    if isinstance(node, Quotient) and parts[1][0] and constant_value(node.denominator) == 0:
        raise _refused("constant_undefined", {}, node.column)
    if isinstance(node, Power) and parts[1][0]:
        digits = _power_digits(node, parts[0][1], base_constant=parts[0][0])
    if digits > MAX_EXACT_DIGITS:
        raise _refused("constant_exact", {"expected": MAX_EXACT_DIGITS}, node.column)
    return constant, digits


def _is_plain(node: Node) -> bool:
    """Whether a node over constants is one: no name, no vector, no call that only quantities have."""
    return not isinstance(node, Symbol | Vector | Component) and (
        not isinstance(node, Call) or node.name in FUNCTIONS
    )


def _check_constant(node: Node) -> None:
    if isinstance(node, Number | Negative | Constant):
        return
    value = constant_value(node)
    # 9^-999 underflows to a zero that means as little as the overflow of 9^999.
    vanished = isinstance(node, Power) and abs(value) < 1e-300 and constant_value(node.base) != 0
    if not math.isfinite(value) or vanished or _is_pole(node, value):
        raise _refused("constant_undefined", {}, node.column)


def _is_pole(node: Node, value: float) -> bool:
    """Whether a value is only the rounding of π away from a pole, as those of tan(π/2) and 1/sin(π) are."""
    match node:
        case Call(name="tan" | "cot" | "sec" | "csc"):
            return abs(value) > 1e14
        case (
            Quotient(denominator=base)
            | Power(base=base, exponent=Negative())
            | Call(name="ln", arguments=(base,))
        ):
            return any(isinstance(part, Call) for part in walk(base)) and abs(constant_value(base)) < 1e-14
    return False


def _power_digits(node: Power, base_digits: int, *, base_constant: bool) -> int:
    exponent = abs(constant_value(node.exponent))
    if exponent > MAX_EXPONENT and not base_constant:
        raise _refused("exponent_large", {"expected": MAX_EXPONENT}, node.exponent.column)
    return math.ceil(base_digits * max(exponent, 1.0))


def _refused(code: str, details: dict[str, object], column: int) -> ProblemError:
    return ProblemError(Problem(code, {"column": column, **details}, column=column))
