"""The tree that an author's formula becomes: frozen nodes without behaviour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = [
    "Call",
    "Component",
    "Constant",
    "Negative",
    "Node",
    "Number",
    "Power",
    "Product",
    "Quotient",
    "Sum",
    "Symbol",
    "Vector",
    "children",
    "depends_on",
    "symbols",
    "walk",
]


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a formula.

    Attributes:
        column: 1-based column in the author's text where it begins; two nodes that differ only here are
            equal.
    """

    column: int = field(default=0, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number without a sign, as typed (``0.50`` stays ``0.50``)."""

    text: str

    @property
    def value(self) -> float:
        """The nearest float."""
        return float(self.text)


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """One of the constants ``e``, ``pi`` and ``tau``."""

    name: str


@dataclass(frozen=True, slots=True)
class Symbol(Node):
    """A variable, a parameter or a quantity, by the name it was declared under."""

    name: str


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """The argument with the other sign."""

    argument: Node


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """A sum of two or more terms; a difference holds a ``Negative`` term."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Product(Node):
    """A product of two or more factors."""

    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Quotient(Node):
    """A numerator over a denominator."""

    numerator: Node
    denominator: Node


@dataclass(frozen=True, slots=True)
class Power(Node):
    """A base to an exponent."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A named function of one or more arguments; ``name`` is canonical (``asin``, never ``arcsin``)."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Vector(Node):
    """A vector written out, ``(1, 2)``; in quantities only."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Component(Node):
    """One component of a vector, ``gradient.x``; in quantities only."""

    vector: Node
    name: str


_Parts: TypeAlias = tuple[Node, ...]


def children(node: Node) -> _Parts:
    """The nodes directly below one."""
    match node:
        case Sum(terms=below) | Product(factors=below) | Call(arguments=below) | Vector(items=below):
            return below
        case Quotient(numerator=first, denominator=second) | Power(base=first, exponent=second):
            return first, second
        case Negative(argument=below) | Component(vector=below):
            return (below,)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, each parent before its children."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def symbols(node: Node) -> tuple[str, ...]:
    """The names of the symbols in a tree, in the order in which they first appear."""
    return tuple(dict.fromkeys(each.name for each in walk(node) if isinstance(each, Symbol)))


def depends_on(node: Node, names: frozenset[str]) -> bool:
    """Whether one of the named symbols is in the tree."""
    return any(isinstance(each, Symbol) and each.name in names for each in walk(node))
