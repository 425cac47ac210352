"""Turns sympy's expressions back into trees that print as a lecturer would write them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import sympy as sp
from msgspec import Struct

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
    walk,
)
from gradanim.calculus.parsing import Expression

__all__ = ["Style", "from_sympy", "tidy"]

Expr: TypeAlias = Any  # sympy has no types

_CALLS: Mapping[str, str] = MappingProxyType(
    {"Abs": "abs", "log": "ln", "ceiling": "ceil", "Largest": "max", "Smallest": "min", "Step": "step"}
)
_LONGEST_TO_FACTOR = 60  # operations; factoring takes some milliseconds up to here, and seconds far beyond
_LARGEST_POWER_TO_EXPAND = 6
_MOST_DECIMALS = 20


class Style(Struct, frozen=True):
    """How an author writes, which the derivatives of the formula follow.

    Attributes:
        decimals: 0.5 rather than 1/2.
        exp: exp(x) rather than e^x.
        params: names that come before the variables in a product.
    """

    decimals: bool = False
    exp: bool = False
    params: frozenset[str] = frozenset()

    @classmethod
    def of(cls, expression: Expression) -> Style:
        """The style of a formula."""
        nodes = tuple(walk(expression.tree))
        return cls(
            decimals=any(isinstance(node, Number) and not node.text.isdigit() for node in nodes),
            exp=any(isinstance(node, Call) and node.name == "exp" for node in nodes),
            params=frozenset(expression.params),
        )


def tidy(form: Expr, style: Style) -> Expr:
    """The shortest of a derivative as it comes, expanded and factored, by the parts that would be printed."""
    powers = [power.exp for power in form.atoms(sp.Pow) if power.exp.is_Rational]
    if sp.count_ops(form) > _LONGEST_TO_FACTOR or any(
        abs(power) > _LARGEST_POWER_TO_EXPAND for power in powers
    ):
        return form
    factored = sp.powsimp(sp.factor(form), combine="exp")
    above, below = factored.as_numer_denom()
    candidates = [form, *([sp.expand(above) / below] if above.is_polynomial() else []), factored]
    return min(map(_without_leading_minus, candidates), key=lambda each: _parts(each, style))


def from_sympy(form: Expr, style: Style) -> Node:
    """The tree of a sympy expression made by ``to_sympy`` and differentiation."""
    reader = _Reader(style)
    if form.is_Add:
        return Sum(tuple(map(reader.node, _ordered_terms(form, outermost=True))))
    return reader.node(form)


def _parts(form: Expr, style: Style) -> int:
    return sum(1 for _ in walk(from_sympy(form, style)))


def _without_leading_minus(form: Expr) -> Expr:
    """-(a - b)·c as (b - a)·c."""
    coefficient, rest = form.as_coeff_Mul()
    if coefficient != -1:
        return form
    factors = list(sp.Mul.make_args(rest))
    for index, factor in enumerate(factors):
        if factor.is_Add and any(term.could_extract_minus_sign() for term in factor.args):
            return sp.Mul(-factor, *factors[:index], *factors[index + 1 :])
    return form


class _Reader(Struct, frozen=True):
    style: Style

    def node(self, form: Expr) -> Node:
        if form.is_Rational:
            return self._number(form)
        if form.is_Symbol:
            return Symbol("lambda" if form.name == "lamda" else form.name)
        if form is sp.E or form is sp.pi:
            return Constant("e" if form is sp.E else "pi")
        if form.is_Add:
            return Sum(tuple(self.node(term) for term in _ordered_terms(form, outermost=False)))
        if form.is_Mul or form.is_Pow or isinstance(form, sp.exp):
            return self._product(form)
        return self._call(type(form).__name__, form.args)

    def _number(self, number: Expr) -> Node:
        if number < 0:
            return Negative(self._number(-number))
        decimal = self._decimal(number)
        if decimal is not None:
            return decimal
        return Quotient(Number(str(number.p)), Number(str(number.q)))

    def _decimal(self, number: Expr) -> Number | None:
        if number.q == 1:
            return Number(str(number.p))
        scaled = number * 10**_MOST_DECIMALS
        if not self.style.decimals or scaled.q != 1:
            return None
        digits = str(scaled.p).rjust(_MOST_DECIMALS + 1, "0")
        return Number(f"{digits[:-_MOST_DECIMALS]}.{digits[-_MOST_DECIMALS:].rstrip('0')}")

    def _product(self, form: Expr) -> Node:
        coefficient, rest = form.as_coeff_Mul()
        if coefficient < 0:
            return Negative(self._product(-form))
        above: list[Node] = []
        below: list[Node] = []
        decimal = self._decimal(coefficient)
        if coefficient != 1:
            above += [decimal] if decimal else [Number(str(coefficient.p))] if coefficient.p != 1 else []
            below += [] if decimal else [Number(str(coefficient.q))]
        for factor in sorted(rest.as_ordered_factors(), key=self._rank):
            self._factor(factor, above, below)
        numerator = _product_of(above)
        return Quotient(numerator, _product_of(below)) if below else numerator

    def _factor(self, factor: Expr, above: list[Node], below: list[Node]) -> None:
        base, exponent = factor.as_base_exp()
        if base is sp.E:
            above.append(self._exponential(exponent))
        elif exponent.could_extract_minus_sign() and not exponent.is_Add:
            below.append(self._power(base, -exponent))
        elif factor is not sp.S.One:
            above.append(self._power(base, exponent))

    def _exponential(self, exponent: Expr) -> Node:
        if exponent is sp.S.One:
            return Constant("e")
        above = self.node(exponent)
        return Call("exp", (above,)) if self.style.exp else Power(Constant("e"), above)

    def _power(self, base: Expr, exponent: Expr) -> Node:
        if exponent is sp.S.One:
            return self.node(base)
        if exponent == sp.Rational(1, 2):
            return Call("sqrt", (self.node(base),))
        return Power(self.node(base), self.node(exponent))

    def _call(self, name: str, arguments: tuple[Expr, ...]) -> Node:
        return Call(_CALLS.get(name, name), tuple(map(self.node, arguments)))

    def _rank(self, factor: Expr) -> int:
        """Where a factor stands: constants, parameters, variables, sums, functions; then in sympy's order."""
        base, exponent = factor.as_base_exp()
        if (base.is_Rational or base is sp.pi) and exponent.is_number:
            return 0
        if base.is_Symbol and exponent.is_number:
            return 1 if base.name in self.style.params else 2
        return 3 if base.is_Add else 4


def _product_of(factors: list[Node]) -> Node:
    if not factors:
        return Number("1")
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def _ordered_terms(form: Expr, *, outermost: bool) -> list[Expr]:
    """The terms of a sum by falling degree, one without a minus sign first where there is one: y − x².

    In the outermost sum only a constant is brought to the front (1 − x², yet −2x + 2y as its variables come).
    """
    terms = list(form.as_ordered_terms())
    if terms[0].could_extract_minus_sign():
        positive = [term for term in terms if not term.could_extract_minus_sign()]
        if positive and (not outermost or (positive == terms[-1:] and terms[-1].is_number)):
            terms.remove(positive[0])
            terms.insert(0, positive[0])
    return terms
