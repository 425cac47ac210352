"""Fields for the tests of the calculus tools, differentiated by sympy: not by gradanim itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import sympy


class HandmadeField:
    """A field from a sympy text, with the interface of `gradanim.calculus.protocol.Field`."""

    def __init__(
        self, text: str, variables: str = "x y", kinks: tuple[Callable[..., np.ndarray], ...] = ()
    ) -> None:
        self.text = text
        self.variables = tuple(variables.split())
        self.n = len(self.variables)
        self.params: dict[str, float] = {}
        self.kinks = kinks
        self.calls = 0
        symbols = sympy.symbols(self.variables, real=True)
        f = sympy.sympify(text, locals=dict(zip(self.variables, symbols, strict=True)))
        gradient = [sympy.diff(f, s) for s in symbols]
        forms = [f, *gradient, *(sympy.diff(g, s) for g in gradient for s in symbols)]
        # The second derivative of |x| beside its kink.
        modules = [{"DiracDelta": lambda t, *_: np.zeros_like(t)}, "numpy"]
        self.forms = [sympy.lambdify(symbols, form, modules) for form in forms]

    def with_params(self, **values: float) -> HandmadeField:
        return self

    def value(self, points) -> np.ndarray:
        return self._all(points)[..., 0]

    def gradient(self, points) -> np.ndarray:
        return self._all(points)[..., 1 : 1 + self.n]

    def value_and_gradient(self, points) -> tuple[np.ndarray, np.ndarray]:
        return self.value(points), self.gradient(points)

    def hessian(self, points) -> np.ndarray:
        every = self._all(points, self.forms)
        return every[..., 1 + self.n :].reshape(*every.shape[:-1], self.n, self.n)

    def nondifferentiable(self, points) -> np.ndarray:
        indicators = self.kink_indicators(points)
        return (indicators == 0).any(axis=0) & np.isfinite(self.value(points))

    def kink_indicators(self, points) -> np.ndarray:
        p = np.asarray(points, dtype=float)
        coordinates = np.moveaxis(p, -1, 0)
        return np.array([kink(*coordinates) for kink in self.kinks]).reshape(len(self.kinks), *p.shape[:-1])

    def _all(self, points, forms=None) -> np.ndarray:
        p = np.asarray(points, dtype=float)
        self.calls += 1
        used = self.forms[: 1 + self.n] if forms is None else forms
        with np.errstate(all="ignore"):
            columns = [np.broadcast_to(form(*np.moveaxis(p, -1, 0)), p.shape[:-1]) for form in used]
        every = np.stack(columns, axis=-1).astype(float)
        every[np.isnan(every[..., : 1 + self.n]).any(axis=-1)] = np.nan
        return every
