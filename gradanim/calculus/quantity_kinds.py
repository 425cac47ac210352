"""Tells scalars from vectors in a quantity, and refuses what mixes them up."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NoReturn

from msgspec import Struct

from gradanim.calculus.nodes import (
    Call,
    Component,
    Negative,
    Node,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Vector,
)
from gradanim.problems import Problem, ProblemError, closest

__all__ = ["FIELD_CALLS", "VECTOR_CALLS", "Kinds", "component_names"]

VECTOR_CALLS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"dot": (2, 2), "cross": (2, 2), "norm": (1, 1), "unit": (1, 1), "angle": (2, 2)}
)
FIELD_CALLS = ("f", "gradient")


def component_names(size: int, variables: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the components of a vector: the variables, else x, y, z (a normal of a surface)."""
    return variables if size == len(variables) else ("x", "y", "z")[:size]


class Kinds(Struct, frozen=True):
    """The kinds of names: how many components each vector has; a scalar has none and counts as 0.

    Attributes:
        vectors: name of a vector -> number of its components.
        variables: the names of the n variables of the field.
    """

    vectors: Mapping[str, int]
    variables: tuple[str, ...]

    def of(self, node: Node) -> int:
        """The number of components of a quantity, 0 for a scalar.

        Raises:
            ProblemError: ``quantity_…`` with the column of what is wrong.
        """
        match node:
            case Symbol(name=name):
                return self.vectors.get(name, 0)
            case Vector(items=items):
                self._scalars(items, "a component")
                return len(items)
            case Component(vector=vector, name=name):
                return self._component(node, self.of(vector), name)
            case Negative(argument=argument):
                return self.of(argument)
            case Sum(terms=terms):
                return self._alike(node, [self.of(term) for term in terms])
            case Product(factors=factors):
                return self._product(node, [self.of(factor) for factor in factors])
            case Quotient(numerator=above, denominator=below):
                self._scalars((below,), "what is divided by")
                return self.of(above)
            case Power(base=base, exponent=exponent):
                self._scalars((base, exponent), "a power")
                return 0
            case Call():
                return self._call(node)
        return 0

    def _call(self, call: Call) -> int:
        sizes = [self.of(argument) for argument in call.arguments]
        if call.name in FIELD_CALLS:
            return self._field_call(call, sizes)
        if call.name not in VECTOR_CALLS:
            if call.name != "abs":
                self._scalars(call.arguments, f"the argument of {call.name}")
            return 0
        for argument, size in zip(call.arguments, sizes, strict=True):
            if not size:
                _refuse("quantity_not_vector", argument, function=call.name)
        size = self._alike(call, sizes)
        if call.name == "cross" and size not in (2, 3):
            _refuse("quantity_cross", call, found=size)
        if call.name == "cross":
            return 3 if size == 3 else 0
        return size if call.name == "unit" else 0

    def _field_call(self, call: Call, sizes: list[int]) -> int:
        n = len(self.variables)
        if sizes != [n] and sizes != [0] * n:
            _refuse("quantity_point", call, function=call.name, expected=n)
        return n if call.name == "gradient" else 0

    def _component(self, node: Node, size: int, name: str) -> int:
        if not size:
            _refuse("quantity_component", node, found=name)
        names = component_names(size, self.variables)
        if name not in names:
            _refuse(
                "component_unknown", node, found=name, known=", ".join(names), suggestion=closest(name, names)
            )
        return 0

    def _product(self, node: Node, sizes: list[int]) -> int:
        vectors = [size for size in sizes if size]
        if len(vectors) > 1:
            _refuse("quantity_product", node)
        return vectors[0] if vectors else 0

    def _alike(self, node: Node, sizes: list[int]) -> int:
        if len(set(sizes)) > 1:
            _refuse("quantity_mixed", node, found=" and ".join(dict.fromkeys(map(describe_size, sizes))))
        return sizes[0]

    def _scalars(self, nodes: tuple[Node, ...], what: str) -> None:
        for node in nodes:
            if self.of(node):
                _refuse("quantity_not_scalar", node, what=what)


def describe_size(size: int) -> str:
    """``a number`` or ``a vector of 2``."""
    return f"a vector of {size}" if size else "a number"


def _refuse(code: str, node: Node, suggestion: str | None = None, **details: object) -> NoReturn:
    column = node.column
    raise ProblemError(Problem(code, {"column": column, **details}, column=column, suggestion=suggestion))
