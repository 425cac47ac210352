"""The one interface that everything computed from a scalar field is written against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Field"]


class Field(Protocol):
    """A scalar field f in n variables, evaluated on batches of points.

    Points have shape (…, n) in domain coordinates. Outside the domain of f the value and the gradient are
    nan together.
    """

    @property
    def text(self) -> str:
        """f as its author wrote it."""

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the n variables, in the order of the coordinates of a point."""

    @property
    def n(self) -> int:
        """The number of variables."""

    @property
    def params(self) -> Mapping[str, float]:
        """The values of the named parameters."""

    def with_params(self, **values: float) -> Self:
        """The same field with other values of its parameters."""

    def value(self, points: ArrayLike) -> NDArray[np.float64]:
        """f at the points: (…, n) -> (…)."""

    def gradient(self, points: ArrayLike) -> NDArray[np.float64]:
        """∇f at the points: (…, n) -> (…, n)."""

    def value_and_gradient(self, points: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """``value`` and ``gradient`` at the points, for less than both of them cost."""

    def hessian(self, points: ArrayLike) -> NDArray[np.float64]:
        """The second derivatives of f at the points: (…, n) -> (…, n, n)."""

    def nondifferentiable(self, points: ArrayLike) -> NDArray[np.bool_]:
        """Where f has a value but no gradient: (…, n) -> (…)."""

    def kink_indicators(self, points: ArrayLike) -> NDArray[np.float64]:
        """Functions whose changes of sign mark the k places where f may have a kink: (…, n) -> (k, …)."""
