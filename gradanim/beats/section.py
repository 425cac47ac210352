"""A field of three variables on the plane where the third has one value: a field of two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike, NDArray

from gradanim.calculus import Field

Array = NDArray[np.float64]


class Section(Struct, frozen=True, eq=False):
    """The field f(·, ·, height), of two variables.

    Attributes:
        field: f in three variables.
        height: the value of the third variable.
    """

    field: Field
    height: float

    @property
    def text(self) -> str:
        """f as its author wrote it."""
        return self.field.text

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the first two variables."""
        return self.field.variables[:2]

    @property
    def n(self) -> int:
        """The number of variables."""
        return 2

    @property
    def params(self) -> Mapping[str, float]:
        """The values of the named parameters."""
        return self.field.params

    def with_params(self, **values: float) -> Self:
        """The same section with other values of the parameters."""
        return type(self)(self.field.with_params(**values), self.height)

    def _raised(self, points: ArrayLike) -> Array:
        flat = np.asarray(points, dtype=np.float64)
        return np.concatenate([flat, np.full((*flat.shape[:-1], 1), self.height)], axis=-1)

    def value(self, points: ArrayLike) -> Array:
        """f at the points: (…, 2) -> (…)."""
        return self.field.value(self._raised(points))

    def gradient(self, points: ArrayLike) -> Array:
        """The first two components of ∇f at the points: (…, 2) -> (…, 2)."""
        return self.field.gradient(self._raised(points))[..., :2]

    def value_and_gradient(self, points: ArrayLike) -> tuple[Array, Array]:
        """``value`` and ``gradient`` at the points."""
        value, gradient = self.field.value_and_gradient(self._raised(points))
        return value, gradient[..., :2]

    def hessian(self, points: ArrayLike) -> Array:
        """The second derivatives along the plane: (…, 2) -> (…, 2, 2)."""
        return self.field.hessian(self._raised(points))[..., :2, :2]

    def nondifferentiable(self, points: ArrayLike) -> NDArray[np.bool_]:
        """Where f has a value but no gradient: (…, 2) -> (…)."""
        return self.field.nondifferentiable(self._raised(points))

    def kink_indicators(self, points: ArrayLike) -> Array:
        """Functions whose changes of sign mark the k places where f may have a kink: (…, 2) -> (k, …)."""
        return self.field.kink_indicators(self._raised(points))
