"""Computes quantities from arrays of scalars and vectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import TypeAlias, cast

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike

from gradanim.calculus.evaluate import combine, constant_value
from gradanim.calculus.jet_rules import Array, Jet
from gradanim.calculus.lengths import lengths
from gradanim.calculus.nodes import (
    Call,
    Component,
    Constant,
    Negative,
    Node,
    Number,
    Product,
    Quotient,
    Sum,
    Symbol,
    Vector,
    children,
)
from gradanim.calculus.quantity_kinds import FIELD_CALLS, Kinds, component_names

__all__ = ["Environment", "evaluate_quantity"]

Environment: TypeAlias = Mapping[str, ArrayLike | Callable[[Array], Array]]


def evaluate_quantity(tree: Node, kinds: Kinds, env: Environment) -> Array:
    """The values of a quantity: (…) for a scalar and (…, size) for a vector; nan where it is undefined.

    Args:
        tree: a tree that ``kinds.of`` accepts.
        kinds: which names are vectors.
        env: scalars of shape (…), vectors of shape (…, size), and functions of points under ``f()`` and
            ``gradient()``; the leading axes broadcast together.
    """
    with np.errstate(all="ignore"):
        values = _Evaluation(kinds, env).value(tree)
    return np.where(np.isfinite(values), values, np.nan)


class _Evaluation(Struct, frozen=True):
    kinds: Kinds
    env: Environment

    def value(self, node: Node) -> Array:
        return self._vector(node) if self.kinds.of(node) else self._scalar(node)

    def _scalar(self, node: Node) -> Array:
        match node:
            case Number() | Constant():
                return np.asarray(constant_value(node))
            case Symbol(name=name):
                return self._given(name)
            case Component(vector=vector, name=name):
                value = self._vector(vector)
                return value[..., component_names(value.shape[-1], self.kinds.variables).index(name)]
            case Call(name=name, arguments=arguments) if (
                any(map(self.kinds.of, arguments)) or name in FIELD_CALLS
            ):
                return self._measure(name, arguments)
        jets = [Jet(self._scalar(below)) for below in children(node)]
        values = combine(node, jets, 0).value
        return np.where(np.isfinite(values), values, np.nan)

    def _measure(self, name: str, arguments: tuple[Node, ...]) -> Array:
        if name in FIELD_CALLS:
            return self._field(name, arguments)
        a, *others = map(self._vector, arguments)
        if name in ("abs", "norm"):
            return _norm(a)
        b = others[0]
        if name == "dot":
            return np.asarray((a * b).sum(axis=-1))
        if name == "cross":
            return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
        return _angle(a, b)

    def _vector(self, node: Node) -> Array:
        match node:
            case Symbol(name=name):
                return self._given(name)
            case Vector(items=items):
                return np.stack(np.broadcast_arrays(*map(self._scalar, items)), axis=-1)
            case Negative(argument=argument):
                return -self._vector(argument)
            case Sum(terms=terms):
                return reduce(np.add, map(self._vector, terms))
            case Product(factors=factors):
                return reduce(np.multiply, map(self._as_factor, factors))
            case Quotient(numerator=above, denominator=below):
                return self._vector(above) / self._as_factor(below)
            case Call(name="unit", arguments=(argument,)):
                value = self._vector(argument)
                return value / _norm(value)[..., None]
            case Call(name="cross", arguments=(one, other)):
                return np.cross(self._vector(one), self._vector(other))
            case Call(name=name, arguments=arguments):
                return self._field(name, arguments)
        raise TypeError(f"{type(node).__name__} is no vector")

    def _as_factor(self, node: Node) -> Array:
        """A vector as it is, a scalar with an axis for the components."""
        return self._vector(node) if self.kinds.of(node) else np.asarray(self._scalar(node))[..., None]

    def _field(self, name: str, arguments: tuple[Node, ...]) -> Array:
        is_point = len(arguments) == 1 and self.kinds.of(arguments[0])
        points = self._vector(arguments[0]) if is_point else self._vector(Vector(arguments))
        return cast(Callable[[Array], Array], self.env[f"{name}()"])(points)

    def _given(self, name: str) -> Array:
        return np.asarray(self.env[name], dtype=np.float64)


def _norm(vectors: Array) -> Array:
    return lengths(vectors)


def _angle(a: Array, b: Array) -> Array:
    """The angle in degrees, exact also near 0° and 180°; none where a vector is zero.

    W. Kahan, How futile are mindless assessments of roundoff in floating-point computation? (2006), section
    12.
    """
    p, q = _norm(a)[..., None], _norm(b)[..., None]
    angle = 2 * np.arctan2(_norm(a * q - b * p), _norm(a * q + b * p))
    return np.where((p * q)[..., 0] == 0, np.nan, np.degrees(angle))
