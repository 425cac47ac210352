"""Prints a tree as Typst mathematics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from msgspec import Struct, field

from gradanim.calculus.names import FUNCTIONS, GREEK, SUBSCRIPTS
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


@lru_cache(maxsize=256)
def typst_name(name: str) -> str:
    """Typst mathematics for a name in any spelling.

    A letter or a Greek letter is a sign, with its index and its primes: ``x_1`` for x1, ``alpha``, ``v_"max"``,
    ``f'``. Everything else is upright text, whatever it holds: ``"step size"``, ``"loss"``.
    """
    plain = name.translate(SUBSCRIPTS)
    bare = plain.rstrip("'′")
    primes = "'" * (len(plain) - len(bare))
    first, *indices = bare.split("_")
    stem, digits = re.fullmatch(r"(.*?)([0-9]*)", first, re.DOTALL).groups()  # type: ignore[union-attr]
    indices = [digits, *indices] if digits and stem else indices
    if not _is_sign(stem) and not all(index.isdecimal() for index in indices):
        return _upright(bare.replace("_", " ")) + primes
    below = ", ".join(_index(index) for index in indices)
    shown = GREEK.get(stem, stem) if _is_sign(stem) else _upright(stem if indices else first)
    below = f"({below})" if len(indices) > 1 or "_" in below else below
    return shown + primes + (f"_{below}" if below else "")


def _is_sign(text: str) -> bool:
    """Whether it is a letter or the name of a Greek letter."""
    return text in _GREEK_NAMES or text in GREEK or (len(text) == 1 and text.isascii() and text.isalpha())


def _index(text: str) -> str:
    """What stands below a name: a number, a sign, a sign with an index, else a word."""
    if text.isascii() and text.isdecimal():
        return text
    stem = text.rstrip("0123456789")
    return typst_name(text) if _is_sign(stem) else _upright(text)


def _upright(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(letter if letter.isprintable() else " " for letter in escaped) + '"'


def typst_number(text: str) -> str:
    """Typst mathematics for a number as typed: ``1e-3`` is ``1 times 10^(-3)``, ``.5`` is ``0.5``."""
    mantissa, _, exponent = text.partition("e")
    whole, point, decimals = mantissa.partition(".")
    shown = (whole or "0") + (f".{decimals}" if point and decimals else "")
    if not exponent:
        return shown
    power = int(exponent)
    return f"{shown} times 10^{power}" if power >= 0 else f"{shown} times 10^({power})"


class _Printer(Struct, frozen=True):
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
