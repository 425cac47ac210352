"""Prints a tree as Typst mathematics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from gradanim.calculus.names import FUNCTIONS, GREEK
from gradanim.calculus.nodes import (
    Call,
    Component,
    Constant,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Vector,
)

__all__ = ["typst", "typst_name", "typst_number"]

_SUM, _PRODUCT, _FRACTION, _POWER, _ATOM = range(5)

_GREEK_NAMES = frozenset(GREEK.values())

# Named functions, upright; those that Typst does not know are made by `op`.
_OPERATORS: Mapping[str, str] = MappingProxyType(
    {
        **{
            name: name
            for name in ("exp", "ln", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh")
        },
        **{"asin": "arcsin", "acos": "arccos", "atan": "arctan", "min": "min", "max": "max"},
        **{"asinh": 'op("arsinh")', "acosh": 'op("arcosh")', "atanh": 'op("artanh")'},
        **{"sign": 'op("sgn")', "atan2": 'op("atan2")', "log10": "log_10", "log2": "log_2"},
    }
)
# Functions whose power stands behind their name, sin²(x).
_RAISED = frozenset(_OPERATORS) - {"exp", "log10", "log2", "min", "max", "sign", "atan2"}
# Functions that Typst draws by a notation of their own.
_NOTATIONS: Mapping[str, str] = MappingProxyType(
    {
        "abs": "abs({})",
        "norm": "norm({})",
        "sqrt": "sqrt({})",
        "cbrt": "root(3, {})",
        "floor": "floor({})",
        "ceil": "ceil({})",
        "angle": "angle ({})",
    }
)

_BETWEEN: Mapping[str, str] = MappingProxyType({"dot": "dot", "cross": "times"})


def typst(tree: Node, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """Typst mathematics for a tree, its parts in the order of the tree and its numbers as typed.

    It holds only what this module writes: digits, names that were declared, and the Typst commands above.

    Args:
        tree: what to print.
        names: Typst mathematics for symbols that have a notation of their own, such as ``gradient``.
    """
    return _Printer(names).show(tree, _SUM)


def typst_name(name: str) -> str:
    """Typst mathematics for a declared name: ``x_1`` for x1, ``alpha``, ``v_"max"``, ``"step size"`` upright."""
    match = re.fullmatch(r"([A-Za-z]+?)_?(\d*|(?<=_)[A-Za-z]+)", name)
    stem, index = match.groups() if match else (name, "")
    if len(stem) > 1 and stem not in _GREEK_NAMES:
        return f'"{name.replace("_", " ")}"'
    if not index:
        return stem
    return f"{stem}_{index}" if index.isdigit() or len(index) == 1 else f'{stem}_"{index}"'


def typst_number(text: str) -> str:
    """Typst mathematics for a number as typed: ``1e-3`` is ``1 times 10^(-3)``, ``.5`` is ``0.5``."""
    mantissa, _, exponent = text.partition("e")
    whole, point, decimals = mantissa.partition(".")
    shown = (whole or "0") + (f".{decimals}" if point and decimals else "")
    if not exponent:
        return shown
    power = int(exponent)
    return f"{shown} times 10^{power}" if power >= 0 else f"{shown} times 10^({power})"


@dataclass(frozen=True, slots=True)
class _Printer:
    names: Mapping[str, str] = field(default_factory=dict)

    def show(self, node: Node, needed: int) -> str:
        """The text of a node, in brackets where it binds weaker than its place needs."""
        text = self._text(node)
        return f"({text})" if _binding(node) < needed else text

    def _text(self, node: Node) -> str:
        match node:
            case Negative(argument=argument):
                return f"-{self.show(argument, _PRODUCT)}"
            case Sum(terms=terms):
                return self._sum(terms)
            case Product(factors=factors):
                return self._product(factors)
            case Quotient(numerator=above, denominator=below):
                return f"frac({self.show(above, _SUM)}, {self.show(below, _SUM)})"
            case Power(base=base, exponent=exponent):
                return self._power(base, exponent)
            case Call(name=name, arguments=arguments):
                return self._call(name, arguments)
        return self._leaf(node)

    def _leaf(self, node: Node) -> str:
        match node:
            case Number(text=text):
                return typst_number(text)
            case Constant(name=name):
                return name
            case Symbol(name=name):
                return self.names.get(name) or typst_name(name)
            case Vector(items=items):
                return f"({self._list(items)})"
            case Component(vector=vector, name=name):
                return f"({self.show(vector, _SUM)})_({typst_name(name)})"
        raise TypeError(f"no Typst for {type(node).__name__}")

    def _sum(self, terms: tuple[Node, ...]) -> str:
        text = self.show(terms[0], _SUM)
        for term in terms[1:]:
            if isinstance(term, Negative):
                text += f" - {self.show(term.argument, _PRODUCT)}"
            else:
                text += f" + {self.show(term, _PRODUCT)}"
        return text

    def _product(self, factors: tuple[Node, ...]) -> str:
        text = self.show(factors[0], _PRODUCT)
        for before, factor in pairwise(factors):
            shown = self.show(factor, _FRACTION)
            text += f"{self._times(before, factor, shown)}{shown}"
        return text

    def _times(self, before: Node, factor: Node, shown: str) -> str:
        """What stands between two factors: a dot before digits, a thin space beside what is wide, else a space."""
        if shown[0].isdigit() or (isinstance(before, Number) and isinstance(factor, Quotient)):
            return " dot "
        if _has_operator(factor) or isinstance(before, Number):
            return " "
        wide = isinstance(before, Call | Quotient) or _has_operator(before)
        return (
            " thin "
            if wide or isinstance(factor, Call | Quotient) or '"' in self._edge(before, factor)
            else " "
        )

    def _edge(self, before: Node, factor: Node) -> str:
        return "".join(self._text(node) for node in (before, factor) if isinstance(node, Symbol))

    def _power(self, base: Node, exponent: Node) -> str:
        above = self._exponent(exponent)
        if isinstance(base, Call) and isinstance(exponent, Number) and base.name in _RAISED:
            return f"{_OPERATORS[base.name]}^{above} ({self._list(base.arguments)})"
        return f"{self.show(base, _ATOM)}^{above}"

    def _exponent(self, exponent: Node) -> str:
        if isinstance(exponent, Quotient) and all(
            _is_small(part) for part in (exponent.numerator, exponent.denominator)
        ):
            return f"({self._text(exponent.numerator)} \\/ {self._text(exponent.denominator)})"
        text = self.show(exponent, _SUM)
        single = len(text) == 1 or (isinstance(exponent, Number) and text.isdigit())
        return text if single or text in _GREEK_NAMES else f"({text})"

    def _call(self, name: str, arguments: tuple[Node, ...]) -> str:
        if name == "step":  # of derivatives only: 1 where its first argument is the larger one
            return f"bold(1)_({self.show(arguments[0], _SUM)} > {self.show(arguments[1], _SUM)})"
        if name in _BETWEEN:
            return f" {_BETWEEN[name]} ".join(self.show(argument, _FRACTION) for argument in arguments)
        listed = self._list(arguments)
        if name == "unit":
            return f"frac({listed}, norm({listed}))"
        if name in _NOTATIONS:
            return _NOTATIONS[name].format(listed)
        operator = _OPERATORS.get(name) or self.names.get(name) or typst_name(name)
        return f"{operator}({listed})" if operator.isalpha() else f"{operator} ({listed})"

    def _list(self, items: tuple[Node, ...]) -> str:
        return ", ".join(self.show(item, _SUM) for item in items)


def _binding(node: Node) -> int:
    match node:
        case Sum() | Negative():
            return _SUM
        case Product() | Call(name="dot" | "cross"):
            return _PRODUCT
        case Number(text=text) if "e" in text:
            return _PRODUCT
        case Quotient() | Call(name="unit"):
            return _FRACTION
        case Power():
            return _POWER
    return _ATOM


def _is_small(node: Node) -> bool:
    return isinstance(node, Number | Symbol | Constant)


def _has_operator(node: Node) -> bool:
    """Whether a node begins with the name of a function, which brings its own space."""
    base = node.base if isinstance(node, Power) else node
    return isinstance(base, Call) and base.name in _OPERATORS and base.name in FUNCTIONS
