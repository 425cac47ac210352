"""A scalar field evaluated without sympy: what ``check`` uses, and the second opinion on every derivative."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from numbers import Real
from types import MappingProxyType
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gradanim.calculus.evaluate import Program, program
from gradanim.calculus.jet_rules import Array, Jet, number
from gradanim.calculus.kinks import Indicator, indicator_values, indicators
from gradanim.calculus.names import canonical, check_names, near_name
from gradanim.calculus.parsing import Expression, parse
from gradanim.problems import Problem, ProblemError

__all__ = ["JetField"]
# How many single points are remembered.
_MOST_RECENT = 16


@dataclass(frozen=True, eq=False)
class JetField:
    """A scalar field f in n variables, differentiated by forward-mode rules of second order.

    Build it with ``JetField.parse``. Points have shape (…, n) in domain coordinates; results are float64.
    Outside the domain of f, and where it overflows, value and derivatives are nan together. Where a part of
    the formula has a kink or a vertical tangent (|x| at 0, √x at 0) the value is finite and the gradient is
    nan, all of it.

    Attributes:
        expression: the formula.
        params: the values of its parameters.
    """

    expression: Expression
    params: Mapping[str, float]

    @classmethod
    def parse(
        cls,
        text: str,
        variables: Iterable[str] = ("x", "y"),
        params: Mapping[str, float] = MappingProxyType({}),
    ) -> Self:
        """The field of a formula.

        Raises:
            ProblemError: what ``parse`` raises, and ``param_value`` where a parameter is not a finite number.
        """
        names = check_names(params)
        expression = parse(text, variables, names)
        return cls(expression, _numbers(dict(zip(names, params.values(), strict=True))))

    def __reduce__(self) -> tuple[type[Self], tuple[Expression, dict[str, float]]]:
        return type(self), (self.expression, dict(self.params))

    @property
    def text(self) -> str:
        """f as its author wrote it."""
        return self.expression.text

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the n variables, in the order of the coordinates of a point."""
        return self.expression.symbols

    @property
    def n(self) -> int:
        """The number of variables."""
        return len(self.variables)

    def with_params(self, **values: float) -> Self:
        """The same field with other values of its parameters; nothing is compiled again.

        Raises:
            ProblemError: ``param_unknown``, ``param_value``.
        """
        given = {canonical(name): value for name, value in values.items()}
        for name in given:
            if name not in self.params:
                known = ", ".join(self.params) or "none"
                suggestion = near_name(name, self.params)
                raise ProblemError(
                    Problem("param_unknown", {"found": name, "known": known}, suggestion=suggestion)
                )
        return replace(self, params=_numbers({**self.params, **given}))

    def value(self, points: ArrayLike) -> Array:
        """f at the points, nan outside its domain: (…, n) -> (…)."""
        given = self._as_points(points)
        return self._jet_value(self._jet(given, 0), given)

    def gradient(self, points: ArrayLike) -> Array:
        """∇f at the points, nan where there is none: (…, n) -> (…, n)."""
        given = self._as_points(points)
        return self._jet_gradient(self._jet(given, 1), given)

    def value_and_gradient(self, points: ArrayLike) -> tuple[Array, Array]:
        """``value`` and ``gradient`` at the points, for which the formula is gone through once."""
        given = self._as_points(points)
        jet = self._jet(given, 1)
        return self._jet_value(jet, given), self._jet_gradient(jet, given)

    def hessian(self, points: ArrayLike) -> Array:
        """The second derivatives of f at the points, nan where there are none: (…, n) -> (…, n, n)."""
        given = self._as_points(points)
        jet = self._jet(given, 2)
        known = np.isfinite(self._jet_gradient(jet, given)[..., 0])
        hessian = _whole(jet.value, jet.hessian, (self.n, self.n), given.shape[:-1])
        return np.where(known[..., None, None], hessian, np.nan)

    def nondifferentiable(self, points: ArrayLike) -> NDArray[np.bool_]:
        """Where f has a value but no gradient: (…, n) -> (…).

        The formula decides, not its simplification: |x|² counts as having a kink at 0.
        """
        given = self._as_points(points)
        jet = self._jet(given, 1)
        known = np.isfinite(self._jet_value(jet, given))
        return known & np.isnan(self._jet_gradient(jet, given)[..., 0])

    def kink_indicators(self, points: ArrayLike) -> Array:
        """Functions whose zeros mark where f may have a kink, a jump or a pole: (…, n) -> (k, …).

        A cell of a grid over which one of them changes sign must not be drawn as if f were smooth in it. See
        ``kinks.indicators``; k is 0 for an f that is smooth wherever it is defined and has no denominator.
        """
        given = self._as_points(points)
        names = self._names(given, 0)
        values = indicator_values(self._indicators, names, (given[..., 0].size,))
        return values.reshape(len(self._indicators), *given.shape[:-1])

    @cached_property
    def _indicators(self) -> tuple[Indicator, ...]:
        return indicators(self.expression.tree, frozenset(self.variables))

    def _as_points(self, points: ArrayLike) -> Array:
        given = np.asarray(points, dtype=np.float64)
        if given.shape[-1:] != (self.n,):
            raise ValueError(f"points of shape (…, {self.n}) expected, found {given.shape}")
        return given

    def _names(self, points: Array, order: int) -> dict[str, Jet]:
        if points.ndim == 1:
            columns, axes = points, self._axes
        else:
            # Of shape (n, 1) each: the derivatives of a variable are the same at every point.
            columns, axes = np.ascontiguousarray(points.reshape(-1, self.n).T), self._axes[..., None]
        names = self._constants.copy()
        for name, column, axis in zip(self.variables, columns, axes, strict=True):
            names[name] = Jet(column, axis if order else None, None, True)
        return names

    @cached_property
    def _axes(self) -> Array:
        return np.eye(self.n)

    @cached_property
    def _constants(self) -> dict[str, Jet]:
        return {name: Jet(number(value)) for name, value in self.params.items()}

    @cached_property
    def _program(self) -> Program:
        return program(self.expression.tree)

    def _jet(self, points: Array, order: int) -> Jet:
        if points.ndim > 1 or order > 1:
            return self._evaluated(points, order)
        # One frame asks for the value and the gradient at its point many times over.
        key = points.tobytes()
        jet = self._recent.get(key)
        if jet is None:
            if len(self._recent) >= _MOST_RECENT:
                self._recent.clear()
            jet = self._recent[key] = self._evaluated(points, 1)
        return jet

    def _evaluated(self, points: Array, order: int) -> Jet:
        with np.errstate(all="ignore"):
            return self._program(self._names(points, order), order)

    @cached_property
    def _recent(self) -> dict[bytes, Jet]:
        return {}

    def _jet_gradient(self, jet: Jet, points: Array) -> Array:
        return _whole(jet.value, jet.gradient, (self.n,), points.shape[:-1])

    @staticmethod
    def _jet_value(jet: Jet, points: Array) -> Array:
        shape = points.shape[:-1]
        if not shape:
            return np.array(jet.value)
        size = points[..., 0].size
        return np.array(np.broadcast_to(jet.value, (size,)), dtype=np.float64).reshape(shape)


def _whole(value: Array, derivative: Array | None, inner: tuple[int, ...], shape: tuple[int, ...]) -> Array:
    """A derivative (*inner, m) as (*shape, *inner), all nan at a point where any of it is not finite."""
    if not shape:
        one = np.empty(inner)
        one[...] = 0.0 if derivative is None else derivative
        return one if np.isfinite(value) and np.isfinite(one).all() else np.full(inner, np.nan)
    size = math.prod(shape)
    full = np.broadcast_to(0.0 if derivative is None else derivative, (*inner, size))
    full = full.reshape(math.prod(inner), size)
    known = np.isfinite(value) & np.isfinite(full).all(axis=0)
    return np.where(known, full, np.nan).T.reshape(*shape, *inner)


def _numbers(params: Mapping[str, float]) -> Mapping[str, float]:
    for name, value in params.items():
        if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
            raise ProblemError(Problem("param_value", {"name": name, "found": value}))
    return MappingProxyType({name: float(value) for name, value in params.items()})
