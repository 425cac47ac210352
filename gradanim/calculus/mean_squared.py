"""The mean squared error of a model over data, as a formula of the model's parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gradanim.calculus.evaluate import value_of
from gradanim.calculus.names import canonical
from gradanim.calculus.nodes import Negative, Node, Number, Power, Quotient, Sum, Symbol
from gradanim.calculus.parsing import Expression, parse
from gradanim.calculus.plain_text import plain_text
from gradanim.calculus.typst import typst

__all__ = ["INPUT", "DataModel", "mean_squared_error"]

INPUT = "x"
"""The name of the data's input in a model."""


def mean_squared_error(
    data: Sequence[tuple[float, float]], model: str, variables: Iterable[str], params: Iterable[str] = ()
) -> str:
    """The formula (1/m) Σ (model(xᵢ) − yᵢ)², written out for the m pairs of the data.

    Args:
        data: pairs (x, y), at least one.
        model: a formula of ``x``, the variables and the parameters.
        variables: what is to be fitted.
        params: names of numbers that stay as they are.

    Raises:
        ProblemError: those of ``parse``, for the model.
    """
    tree = parse(model, (*variables, INPUT), params).tree
    squares = tuple(Power(_residual(tree, x, y), Number("2")) for x, y in data)
    total = squares[0] if len(squares) == 1 else Sum(squares)
    return plain_text(Quotient(total, Number(str(len(data)))))


def _residual(model: Node, x: float, y: float) -> Node:
    predicted = _with_input(model, _number(x))
    if y == 0:
        return predicted
    terms = predicted.terms if isinstance(predicted, Sum) else (predicted,)
    return Sum((*terms, Number(_digits(-y)) if y < 0 else Negative(Number(_digits(y)))))


def _number(value: float) -> Node:
    return Number(_digits(value)) if value >= 0 else Negative(Number(_digits(-value)))


def _digits(value: float) -> str:
    return f"{value:g}" if float(f"{value:g}") == value else repr(value)


def _with_input(node: Node, value: Node) -> Node:
    """The tree with the input replaced."""
    if node == Symbol(INPUT):
        return value
    changes: dict[str, Any] = {}
    for item in fields(node):
        part = getattr(node, item.name)
        if isinstance(part, Node):
            changes[item.name] = _with_input(part, value)
        elif isinstance(part, tuple):
            changes[item.name] = tuple(_with_input(each, value) for each in part)
    return replace(node, **changes) if changes else node


@dataclass(frozen=True)
class DataModel:
    """A model that is fitted to data.

    Attributes:
        expression: the model, a formula of ``x`` and of what is fitted.
        variables: what is fitted, in order.
        count: how many pairs the data has.
    """

    expression: Expression
    variables: tuple[str, ...]
    count: int

    @classmethod
    def parse(cls, model: str, variables: Sequence[str], params: Iterable[str], count: int) -> DataModel:
        """The model of a formula.

        Raises:
            ProblemError: those of ``parse``.
        """
        return cls(parse(model, (*variables, INPUT), params), tuple(variables), count)

    def predict(self, x: ArrayLike, at: Sequence[float], params: Mapping[str, float]) -> NDArray[np.float64]:
        """What the model says at inputs of any shape, for values of what is fitted; nan where it says nothing."""
        inputs = np.asarray(x, dtype=float)
        names = {canonical(name): value for name, value in params.items()}
        names |= dict(zip(map(canonical, self.variables), map(float, at), strict=True))
        found = value_of(self.expression.tree, {**names, INPUT: inputs})
        return np.array(np.broadcast_to(found, inputs.shape))

    def typst_error(self) -> str:
        """The mean squared error as Typst mathematics with a sum sign."""
        return f"{self._mean(1)} ({self._residual})^2"

    def typst_gradient(self) -> str:
        """Its gradient, (2/m) Σ (model(xᵢ) − yᵢ) ∇model, as Typst mathematics with one sum sign."""
        return f"{self._mean(2)} ({self._residual}) thin ({', '.join(self._partials())})"

    def typst_partials(self) -> tuple[str, ...]:
        """Its partial derivatives, (2/m) Σ (model(xᵢ) − yᵢ) ∂model/∂a, as Typst mathematics with a sum sign."""
        return tuple(map(self._slope, self._partials()))

    def _partials(self) -> tuple[str, ...]:
        """Those of the model, with ``x_i`` for its input."""
        from gradanim.calculus.field import ScalarField

        # The numbers of the parameters do not matter: they stay names.
        others = dict.fromkeys((*self.expression.params, f"{INPUT}_i"), 1.0)
        model = ScalarField.parse(plain_text(self._indexed), self.variables, others)
        return model.typst_gradient()

    @property
    def text(self) -> str:
        """The mean squared error in plain characters: ``1/4 Σ (a·x_i + b − y_i)²``."""
        model = plain_text(self._indexed).replace("*", "·").replace("-", "−")
        return f"1/{self.count} Σ ({model} − y_i)²"

    def _slope(self, partial: str) -> str:
        """A partial derivative by that of the model."""
        mean = f"{self._mean(2)} ({self._residual})"
        if partial == "1":
            return mean
        return f"{mean} thin ({partial})" if " + " in partial or "-" in partial else f"{mean} thin {partial}"

    def _mean(self, factor: int) -> str:
        return f"frac({factor}, {self.count}) sum_(i=1)^{self.count}"

    @property
    def _indexed(self) -> Node:
        return _with_input(self.expression.tree, Symbol(f"{INPUT}_i"))

    @property
    def _residual(self) -> str:
        return f"{typst(self._indexed)} - y_i"
