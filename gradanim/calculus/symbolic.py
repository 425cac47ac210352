"""The symbolic side of a formula: its sympy form, exact derivatives, and functions compiled from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache, reduce
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
import sympy as sp
from sympy.printing.numpy import NumPyPrinter

from gradanim.calculus.evaluate import constant_value
from gradanim.calculus.from_sympy import Style, tidy
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
    symbols,
)
from gradanim.calculus.parsing import Expression
from gradanim.calculus.sympy_steps import Largest, Smallest
from gradanim.problems import Problem, ProblemError

__all__ = ["SymbolicForms", "forms_of", "symbol_of", "to_sympy"]

Expr: TypeAlias = Any  # sympy has no types
Compiled: TypeAlias = Callable[..., Any]

# Of f and of each of its derivatives, counted by sympy. What `parse` lets pass stays well below it.
MAX_OPERATIONS = 20_000


_CONSTANTS: Mapping[str, Expr] = MappingProxyType({"e": sp.E, "pi": sp.pi, "tau": 2 * sp.pi})
_CALLS: Mapping[str, Callable[..., Expr]] = MappingProxyType(
    {
        "ln": sp.log,
        "log10": lambda u: sp.log(u) / sp.log(10),
        "log2": lambda u: sp.log(u) / sp.log(2),
        "cbrt": lambda u: sp.sign(u) * sp.Abs(u) ** sp.Rational(1, 3),
        "abs": sp.Abs,
        "ceil": sp.ceiling,
        "min": lambda *parts: reduce(Smallest, parts),
        "max": lambda *parts: reduce(Largest, parts),
        # Ratios of sine and cosine, so that numpy can evaluate them and their derivatives.
        "cot": lambda u: sp.cos(u) / sp.sin(u),
        "sec": lambda u: 1 / sp.cos(u),
        "csc": lambda u: 1 / sp.sin(u),
    }
)


def symbol_of(name: str) -> Expr:
    """The real symbol of a name; ``lambda``, a word of Python, is ``lamda`` as everywhere in sympy."""
    return sp.Symbol("lamda" if name == "lambda" else name, real=True)


# What compares its argument with something, which sympy decides for constants by evaluating them.
_STEPS = frozenset({"abs", "sign", "floor", "ceil", "min", "max", "atan2"})


def to_sympy(tree: Node) -> Expr:
    """The sympy expression of a tree, with real symbols and exact rational numbers (0.1 is 1/10)."""
    if isinstance(tree, Number):
        return sp.Rational(tree.text)
    if isinstance(tree, Constant):
        return _CONSTANTS[tree.name]
    if isinstance(tree, Symbol):
        return symbol_of(tree.name)
    parts = [to_sympy(below) for below in children(tree)]
    return _call(tree, parts) if isinstance(tree, Call) else _arithmetic(tree, parts)


def _arithmetic(node: Node, parts: list[Expr]) -> Expr:
    match node:
        case Negative():
            return -parts[0]
        case Sum():
            return sp.Add(*parts)
        case Product():
            return sp.Mul(*parts)
        case Quotient():
            return parts[0] / parts[1]
        case Power():
            return parts[0] ** parts[1]
    raise TypeError(f"no sympy form for {type(node).__name__}")


def _call(call: Call, parts: list[Expr]) -> Expr:
    if call.name in _STEPS and not symbols(call):
        return _constant_step(call, parts)
    return _CALLS[call.name](*parts) if call.name in _CALLS else getattr(sp, call.name)(*parts)


def _constant_step(call: Call, parts: list[Expr]) -> Expr:
    """A step of constants decided in floats: sympy would try to, with ever more digits, for sin²(1) + cos²(1) - 1."""
    value = constant_value(call)
    if call.name == "abs":
        return parts[0] if value == constant_value(call.arguments[0]) else -parts[0]
    if call.name in ("min", "max"):
        values = [constant_value(each) for each in call.arguments]
        return parts[values.index(value)]
    return sp.Rational(repr(value))


class SymbolicForms:
    """f, ∇f and the Hessian of one expression as sympy expressions and as compiled functions.

    The compiled functions take the variables and then the parameters, each a float or an array.
    """

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self._variables = [symbol_of(name) for name in expression.symbols]
        self._arguments = [*self._variables, *(symbol_of(name) for name in expression.params)]

    @cached_property
    def value(self) -> Expr:
        """f."""
        return _bounded(lambda: to_sympy(self.expression.tree), "f")

    @cached_property
    def gradient(self) -> tuple[Expr, ...]:
        """∇f."""
        return tuple(_derivative(self.value, variable) for variable in self._variables)

    @cached_property
    def hessian(self) -> tuple[tuple[Expr, ...], ...]:
        """The rows of the Hessian."""
        n = len(self._variables)
        upper = {
            (i, j): _derivative(self.gradient[i], self._variables[j]) for i in range(n) for j in range(i, n)
        }
        return tuple(tuple(upper[min(i, j), max(i, j)] for j in range(n)) for i in range(n))

    @cached_property
    def style(self) -> Style:
        """How the author writes."""
        return Style.of(self.expression)

    @cached_property
    def tidy_gradient(self) -> tuple[Expr, ...]:
        """∇f in its shortest form."""
        return tuple(tidy(entry, self.style) for entry in self.gradient)

    @cached_property
    def tidy_hessian(self) -> tuple[tuple[Expr, ...], ...]:
        """The rows of the Hessian in their shortest form."""
        return tuple(tuple(tidy(entry, self.style) for entry in row) for row in self.hessian)

    @cached_property
    def compiled_value(self) -> Compiled:
        """The function of f."""
        return self._compile([self.value])

    @cached_property
    def compiled_gradient(self) -> Compiled:
        """The function of the n components of ∇f."""
        return self._compile(list(self.gradient))

    @cached_property
    def compiled_hessian(self) -> Compiled:
        """The function of the n·(n + 1)/2 entries of the upper triangle, row by row."""
        return self._compile([entry for i, row in enumerate(self.hessian) for entry in row[i:]])

    def _compile(self, entries: list[Expr]) -> Compiled:
        # The text that lambdify compiles is printed from sympy's tree of our own tree, never from an author's
        # text.
        # The module and not its name: by name sympy imports all that numpy has, its compilers and tests too.
        compiled: Compiled = sp.lambdify(
            self._arguments, entries, modules=[{"numpy": np}], cse=True, printer=_Printer, docstring_limit=0
        )
        return compiled


@lru_cache(maxsize=64)
def forms_of(expression: Expression) -> SymbolicForms:
    """The symbolic forms of an expression, made once for all fields of the same formula."""
    return SymbolicForms(expression)


def _derivative(form: Expr, variable: Expr) -> Expr:
    return _bounded(lambda: _differentiated(form, variable), f"the derivative by {variable}")


def _differentiated(form: Expr, variable: Expr) -> Expr:
    derivative = _without_jumps(sp.diff(form, variable))
    if any(power.exp.free_symbols for power in derivative.atoms(sp.Pow)):
        return sp.powsimp(derivative)  # a·x^a/x, which has no value at 0, into a·x^(a − 1)
    return derivative


def _without_jumps(form: Expr) -> Expr:
    """A derivative off the kinks and jumps, where δ and the derivatives of steps are zero."""
    form = form.replace(
        lambda part: isinstance(part, sp.DiracDelta | sp.Derivative | sp.Subs), lambda _: sp.S.Zero
    )
    even = form.has(sp.sign)
    if not even:
        return form
    return form.replace(
        lambda part: part.is_Pow and isinstance(part.base, sp.sign) and part.exp.is_even, lambda _: sp.S.One
    )


def _bounded(make: Callable[[], Expr], what: str) -> Expr:
    try:
        form = make()
    except (
        ArithmeticError,
        AttributeError,
        NotImplementedError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise ProblemError(Problem("form_failed", {"what": what})) from error
    if form.has(sp.nan, sp.zoo, sp.oo, -sp.oo, sp.I):
        raise ProblemError(Problem("form_undefined", {"what": what}))
    operations = int(sp.count_ops(form))
    if operations > MAX_OPERATIONS:
        details = {"what": what, "found": operations, "expected": MAX_OPERATIONS}
        raise ProblemError(Problem("form_large", details))
    return form


class _Printer(NumPyPrinter):  # type: ignore[misc]
    """numpy text in which every number is a float where an integer would be too long for numpy."""

    def _print_Integer(self, number: Expr) -> str:
        return str(number) if abs(number) < 2**53 else self._print_Rational(number)

    def _print_Rational(self, number: Expr) -> str:
        # 10³⁰⁹, for which there is no float, is an infinity, which Python cannot read as `inf`.
        return repr(float(number)).replace("inf", "1e999")

    def _print_atan2(self, call: Expr) -> str:
        y, x = map(self._print, call.args)
        # The angle lies in (-π, π], and numpy's is -π where y is -0.0.
        return f"{self._module_format('numpy.arctan2')}({y} + 0.0, {x})"
