"""The symbolic side of a formula: its sympy form, exact derivatives, and functions compiled from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache, reduce
from types import MappingProxyType
from typing import Any, TypeAlias

import sympy as sp
from sympy.printing.numpy import NumPyPrinter

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
)
from gradanim.calculus.parsing import Expression
from gradanim.problems import Problem, ProblemError

__all__ = ["Largest", "Smallest", "Step", "SymbolicForms", "forms_of", "symbol_of", "to_sympy"]

Expr: TypeAlias = Any  # sympy has no types
Compiled: TypeAlias = Callable[..., Any]

MAX_OPERATIONS = 4000  # of f and of each of its derivatives, counted by sympy


class Step(sp.Function):  # type: ignore[misc]
    """1 where the first argument is the larger one, else 0: the derivative of ``Largest`` by its first argument.

    sympy's own Heaviside, Max and Min compare their arguments when they are built, which takes seconds for some.
    """

    nargs = 2
    is_extended_real = True

    def fdiff(self, argindex: int = 1) -> Expr:  # noqa: ARG002 (sympy's signature)
        """Its derivative off the jump."""
        return sp.S.Zero

    def _sympystr(self, printer: Any) -> str:
        return f"Heaviside({printer._print(self.args[0] - self.args[1])})"

    def _numpycode(self, printer: Any) -> str:
        one, other = map(printer._print, self.args)
        return f"{printer._module_format('numpy.where')}(({one}) > ({other}), 1.0, 0.0)"


class Largest(sp.Function):  # type: ignore[misc]
    """The larger of two numbers."""

    nargs = 2
    is_extended_real = True
    _names = ("Max", "maximum")

    @classmethod
    def eval(cls, one: Expr, other: Expr) -> Expr:
        """The answer where both are constants."""
        if not (one.is_number and other.is_number):
            return None
        return one if (float(one) > float(other)) is (cls._names[0] == "Max") else other

    def fdiff(self, argindex: int = 1) -> Expr:
        """1 by the argument that is the larger one."""
        one, other = self.args if argindex == 1 else reversed(self.args)
        return Step(one, other)

    def _sympystr(self, printer: Any) -> str:
        return f"{self._names[0]}({', '.join(map(printer._print, self.args))})"

    def _numpycode(self, printer: Any) -> str:
        name = printer._module_format(f"numpy.{self._names[1]}")
        return f"{name}({', '.join(map(printer._print, self.args))})"


class Smallest(Largest):
    """The smaller of two numbers."""

    _names = ("Min", "minimum")

    def fdiff(self, argindex: int = 1) -> Expr:
        """1 by the argument that is the smaller one."""
        one, other = self.args if argindex == 1 else reversed(self.args)
        return Step(other, one)


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
    """The real symbol of a declared name; ``lambda``, a word of Python, is spelled ``lamda`` as everywhere in sympy."""
    return sp.Symbol("lamda" if name == "lambda" else name, real=True)


def to_sympy(tree: Node) -> Expr:
    """The sympy expression of a tree, with real symbols and exact rational numbers (0.1 is 1/10)."""
    if isinstance(tree, Number):
        return sp.Rational(tree.text)
    if isinstance(tree, Constant):
        return _CONSTANTS[tree.name]
    if isinstance(tree, Symbol):
        return symbol_of(tree.name)
    parts = [to_sympy(below) for below in children(tree)]
    match tree:
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
        case Call(name=name):
            return _CALLS.get(name, getattr(sp, name, None))(*parts)
    raise TypeError(f"no sympy form for {type(tree).__name__}")


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
        return _bounded(to_sympy(self.expression.tree), "f")

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
        # The text that lambdify compiles is printed from sympy's tree of our own tree, never from an author's text.
        compiled: Compiled = sp.lambdify(
            self._arguments, entries, modules="numpy", cse=True, printer=_Printer, docstring_limit=0
        )
        return compiled


@lru_cache(maxsize=64)
def forms_of(expression: Expression) -> SymbolicForms:
    """The symbolic forms of an expression, made once for all fields of the same formula."""
    return SymbolicForms(expression)


def _derivative(form: Expr, variable: Expr) -> Expr:
    derivative = _without_jumps(sp.diff(form, variable))
    if any(power.exp.free_symbols for power in derivative.atoms(sp.Pow)):
        derivative = sp.powsimp(derivative)  # a·x^a/x, which has no value at 0, into a·x^(a − 1)
    return _bounded(derivative, f"the derivative by {variable}")


def _without_jumps(form: Expr) -> Expr:
    """A derivative off the kinks and jumps, where δ and the derivatives of steps are zero."""
    form = form.replace(lambda part: isinstance(part, sp.DiracDelta | sp.Derivative | sp.Subs), lambda _: sp.S.Zero)
    even = form.has(sp.sign)
    if not even:
        return form
    return form.replace(
        lambda part: part.is_Pow and isinstance(part.base, sp.sign) and part.exp.is_even, lambda _: sp.S.One
    )


def _bounded(form: Expr, what: str) -> Expr:
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
        return str(number) if abs(number) < 2**53 else repr(float(number))

    def _print_Rational(self, number: Expr) -> str:
        return repr(float(number))
