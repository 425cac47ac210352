"""What a scene is about and what never changes while it plays: the field, its domain, the spec."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.state import Point, SceneState
from gradanim.calculus import Field
from gradanim.spec import SceneSpec

Array = NDArray[np.float64]

# Grid on which a domain is looked over for its range of values.
SURVEY = 65
# Samples of the field along the longer side: for the contour map, and for a landscape that is far from flat.
FINE = 129


class Context(Struct, frozen=True, eq=False):
    """A spec with its field ready to be evaluated.

    Attributes:
        spec: the scene.
        field: the scalar field with the spec's own parameter values, or None on a board without one.
        with_params: the same field for other parameter values; remembers the last few.
    """

    spec: SceneSpec
    field: Field | None
    with_params: Callable[[tuple[tuple[str, float], ...]], Field]

    @property
    def domain(self) -> tuple[tuple[float, float], ...]:
        """Range of every variable; empty without a field."""
        return self.spec.field.domain if self.spec.field else ()

    @property
    def names(self) -> frozenset[str]:
        """Variables and parameters, which are set as symbols in texts."""
        return frozenset((*(self.field.variables if self.field else ()), *self.spec.params))

    def field_of(self, state: SceneState) -> Field:
        """The field with the parameter values of a state.

        Raises:
            LookupError: the scene has no field.
        """
        if self.field is None:
            raise LookupError("this scene has no field")
        if state.params == self.field.params:
            return self.field
        return self.with_params(tuple(sorted(state.params.items())))

    def inside(self, point: Sequence[float], margin: float = 0.0) -> bool:
        """Whether a point lies in the domain, widened by a share of its extent."""
        return all(
            low - margin * (high - low) <= value <= high + margin * (high - low)
            for value, (low, high) in zip(point, self.domain, strict=True)
        )

    def which_inside(self, points: NDArray[np.float64], margin: float = 0.0) -> NDArray[np.bool_]:
        """Which of the points ``(k, n)`` lie in the domain, widened by a share of its extent."""
        low, high = np.array(self.domain, dtype=float).T
        room = margin * (high - low)
        within: NDArray[np.bool_] = ((points >= low - room) & (points <= high + room)).all(axis=1)
        return within


def make_context(spec: SceneSpec, field: Field | None) -> Context:
    """The context of a scene whose field has been made by either of calculus's evaluators."""

    @lru_cache(maxsize=64)
    def with_params(params: tuple[tuple[str, float], ...]) -> Field:
        assert field is not None
        return field.with_params(**dict(params))

    return Context(spec, field, with_params)


def grid(domain: Sequence[tuple[float, float]], counts: Sequence[int]) -> tuple[tuple[Array, ...], Array]:
    """Axis values per variable, and the points of the grid.

    Returns:
        ``(axes, points)``; for two variables points have shape ``(ny, nx, 2)``, rows along y.
    """
    axes = tuple(np.linspace(low, high, n) for (low, high), n in zip(domain, counts, strict=True))
    mesh = np.meshgrid(*axes, indexing="xy")
    return axes, np.stack(mesh, axis=-1)


def as_point(values: Sequence[float] | Array) -> Point:
    """A point as a tuple of plain floats, so that states compare by value."""
    return tuple(float(v) for v in values)


def start_params(spec: SceneSpec) -> Mapping[str, float]:
    """The parameter values with which a scene begins."""
    return dict(spec.params)
