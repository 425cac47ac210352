"""Vector maps: several scalar fields in the same variables, and their Jacobian."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike

from gradanim.calculus.box import Array
from gradanim.problems import Problem, ProblemError

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["VectorMap"]


class VectorMap(Struct, frozen=True):
    """F = (F_1, …, F_m), each component a field in the same n variables.

    Raises:
        ProblemError: ``vector_map_empty``; ``vector_map_variables`` for each component whose variables
            differ from those of the first.
    """

    components: tuple[Field, ...]

    def __post_init__(self) -> None:
        if not self.components:
            raise ProblemError(Problem("vector_map_empty"))
        problems = [
            Problem(
                "vector_map_variables",
                {
                    "field": component.text,
                    "found": ", ".join(component.variables),
                    "expected": ", ".join(self.variables),
                },
            )
            for component in self.components
            if component.variables != self.variables
        ]
        if problems:
            raise ProblemError(problems)

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the n variables."""
        return self.components[0].variables

    @property
    def n(self) -> int:
        """The number of variables."""
        return self.components[0].n

    @property
    def m(self) -> int:
        """The number of components."""
        return len(self.components)

    def with_params(self, **values: float) -> VectorMap:
        """The same map with other values of the parameters, each given to the components that have it."""
        return VectorMap(
            tuple(
                component.with_params(**{name: v for name, v in values.items() if name in component.params})
                for component in self.components
            )
        )

    def value(self, points: ArrayLike) -> Array:
        """F at the points: (…, n) -> (…, m); nan in the components that are undefined there."""
        return np.stack([component.value(points) for component in self.components], axis=-1)

    def jacobian(self, points: ArrayLike) -> Array:
        """The Jacobian, whose row j is ∇F_j: (…, n) -> (…, m, n)."""
        return np.stack([component.gradient(points) for component in self.components], axis=-2)
