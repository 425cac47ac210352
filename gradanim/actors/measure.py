"""The quantities of a state: everything that a claim, a caption or a readout may name, computed when asked for."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.calculus import Field
from gradanim.calculus.lengths import length_of
from gradanim.spec.quantities import VECTORS, second_partials

Array = NDArray[np.float64]


class Measures(Mapping[str, Any]):
    """Quantities by name at one state; a name that has no meaning yet (no point, no step) gives nan.

    Scalars are floats, vectors arrays ``(n,)`` in domain coordinates, ``f()`` and ``gradient()`` functions of points.
    """

    def __init__(self, state: SceneState, context: Context) -> None:
        self._state = state
        self._context = context
        self.variables: tuple[str, ...] = context.field.variables if context.field else ()
        names = self.variables
        self._own: dict[str, Callable[[], Any]] = {
            **{name: partial(self._coordinate, i) for i, name in enumerate(names)},
            **{f"f_{name}": partial(self._partial, i) for i, name in enumerate(names)},
            **{name: partial(self._second, axes) for name, axes in second_partials(names).items()},
            **{name: partial(state.params.__getitem__, name) for name in state.params},
        }

    def _coordinate(self, axis: int) -> float:
        return float(self._at[axis])

    def _partial(self, axis: int) -> float:
        return float(self.gradient[axis])

    def _second(self, axes: tuple[int, int]) -> float:
        return float(self._field.hessian(self._at)[axes])

    @property
    def _field(self) -> Field:
        return self._context.field_of(self._state)

    @cached_property
    def _at(self) -> Array:
        """The point, ``(n,)``; nan where there is none."""
        if self._state.point is None:
            return np.full(len(self._context.domain), math.nan)
        return np.asarray(self._state.point, dtype=float)

    @property
    def width(self) -> float:
        """The width of the narrowest side of the domain."""
        return min((high - low for low, high in self._context.domain), default=math.inf)

    @cached_property
    def value(self) -> float:
        """f at the point."""
        return float(self._field.value(self._at))

    @cached_property
    def gradient(self) -> Array:
        """∇f at the point, ``(n,)``."""
        return np.asarray(self._field.gradient(self._at))

    @cached_property
    def direction(self) -> Array:
        """The unit direction u, ``(2,)``; nan without a dial."""
        angle = math.nan if self._state.angle is None else math.radians(self._state.angle)
        return np.array([math.cos(angle), math.sin(angle)])

    @cached_property
    def tangent(self) -> Array:
        """Unit tangent at the point of the level curve in the plane of the first two variables, ``(n,)``.

        The part of ∇f in that plane, turned by 90 degrees counter-clockwise and made a unit vector. Where a
        gradient of three components is vertical every horizontal direction is a tangent: the first axis is
        taken. nan where the gradient vanishes.
        """
        turned = np.zeros(max(2, self.gradient.size))
        turned[:2] = -self.gradient[1], self.gradient[0]
        if not np.any(turned) and np.any(self.gradient):
            turned[0] = 1.0
        norm = length_of(turned)
        return turned / norm if norm > 0 else np.full(turned.size, math.nan)

    @cached_property
    def _stepped(self) -> tuple[Array, Array]:
        """Where a step begins and the step h, both ``(n,)``: that of `approximate`, or the last one of a descent."""
        nowhere = np.full(self._at.shape, math.nan)
        if self._state.step is not None:
            return self._at, np.asarray(self._state.step)
        if not self._state.runs or self._state.runs[-1].whole == 0:
            return nowhere, nowhere
        last = self._state.runs[-1]
        before, after = last.run.points[last.whole - 1 : last.whole + 1]
        return before, after - before

    @property
    def step(self) -> Array:
        """The step h, ``(n,)``; nan where none was taken."""
        return self._stepped[1]

    def _actual(self) -> float:
        origin, step = self._stepped
        return float(self._field.value(origin + step)) - float(self._field.value(origin))

    def _predicted(self) -> float:
        origin, step = self._stepped
        return float(self._field.gradient(origin) @ step)

    def _steps(self) -> float:
        return float(self._state.runs[-1].whole) if self._state.runs else math.nan

    def _step_size(self) -> float:
        size = self._state.runs[-1].run.step_size if self._state.runs else None
        return math.nan if size is None else size

    def _level(self) -> float:
        return self.value if self._state.level is None else self._state.level

    def _angle(self) -> float:
        """Degrees between ∇f and u, 0 to 180 (atan2 of cross and dot stays exact near 0 and 180)."""
        if not np.any(self.gradient):
            return math.nan
        cross = self.gradient[0] * self.direction[1] - self.gradient[1] * self.direction[0]
        return math.degrees(abs(math.atan2(cross, float(self.gradient @ self.direction))))

    def __getitem__(self, name: str) -> Any:
        if name in self._own:
            return self._own[name]()
        return GENERAL[name](self)

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        yield from GENERAL

    def __len__(self) -> int:
        return len(self._own) + len(GENERAL)

    @property
    def scalars(self) -> frozenset[str]:
        """The names that stand for a number, neither for a vector nor for a function of a place."""
        return frozenset(name for name in self if name not in VECTORS and not name.endswith("()"))


# Quantities that every field has.
GENERAL: Mapping[str, Callable[[Measures], Any]] = MappingProxyType(
    {
        "f": lambda m: m.value,
        "loss": lambda m: m.value,
        "norm": lambda m: length_of(m.gradient),
        "point": lambda m: m._at,
        "gradient": lambda m: m.gradient,
        "negative_gradient": lambda m: -m.gradient,
        "direction": lambda m: m.direction,
        "slope": lambda m: float(m.gradient @ m.direction),
        "angle": Measures._angle,
        "tangent": lambda m: m.tangent,
        "level": Measures._level,
        "step": lambda m: m.step,
        "predicted": Measures._predicted,
        "actual": Measures._actual,
        "error": lambda m: m._actual() - m._predicted(),
        "steps": Measures._steps,
        "step_size": Measures._step_size,
        # Functions of a place that a claim names.
        "f()": lambda m: m._field.value,
        "gradient()": lambda m: m._field.gradient,
    }
)
