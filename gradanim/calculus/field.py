"""Scalar fields with exact derivatives: sympy's, compiled to numpy."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gradanim.calculus.jet_rules import Array
from gradanim.calculus.jets import JetField
from gradanim.calculus.kinks import is_total
from gradanim.calculus.protocol import Field

if TYPE_CHECKING:
    from gradanim.calculus.symbolic import Compiled, SymbolicForms

__all__ = ["Field", "ScalarField"]


class ScalarField(JetField):
    """A scalar field f in n variables with symbolic forms and compiled functions.

    Build it with ``ScalarField.parse``. It answers as ``JetField`` does, from sympy's derivatives instead of
    rules on numbers; where a value or a derivative exists at all is decided by the formula as typed, so a
    simplification never fills a hole: x/x has no value at 0. sympy is imported by the first use of a form or
    a number, not by ``parse``. Fields of the same formula share everything that is compiled.

    Raises:
        ProblemError: ``form_failed``, ``form_large``, ``form_undefined`` at the first use of a form that is
            too costly or no real number.
    """

    def value(self, points: ArrayLike) -> Array:
        """f at the points, nan outside its domain: (…, n) -> (…)."""
        given = self._as_points(points)
        value: Array = self._masked(self._entries(self._forms.compiled_value, given), given, 0)[0]
        return value

    def gradient(self, points: ArrayLike) -> Array:
        """∇f at the points, nan where there is none: (…, n) -> (…, n)."""
        given = self._as_points(points)
        entries = self._entries(self._forms.compiled_gradient, given)
        return np.moveaxis(self._masked(entries, given, 1), 0, -1)

    def value_and_gradient(self, points: ArrayLike) -> tuple[Array, Array]:
        """``value`` and ``gradient`` at the points."""
        return self.value(points), self.gradient(points)

    def hessian(self, points: ArrayLike) -> Array:
        """The second derivatives of f at the points, nan where there are none: (…, n) -> (…, n, n)."""
        given = self._as_points(points)
        upper = self._masked(self._entries(self._forms.compiled_hessian, given), given, 2)
        rows, columns = np.triu_indices(self.n)
        hessian = np.empty((*given.shape, self.n))
        hessian[..., rows, columns] = hessian[..., columns, rows] = np.moveaxis(upper, 0, -1)
        return hessian

    @property
    def sympy_value(self) -> Any:
        """f as a sympy expression in real symbols, with exact rational numbers."""
        return self._forms.value

    @property
    def sympy_gradient(self) -> tuple[Any, ...]:
        """The n components of ∇f as sympy expressions."""
        return self._forms.tidy_gradient

    @property
    def sympy_hessian(self) -> tuple[tuple[Any, ...], ...]:
        """The n rows of the Hessian as sympy expressions."""
        return self._forms.tidy_hessian

    @property
    def source_value(self) -> str:
        """f as text that sympy reads: ``x**2*y + 3*y``."""
        return str(self.sympy_value)

    @property
    def source_gradient(self) -> tuple[str, ...]:
        """The n components of ∇f as text that sympy reads."""
        return tuple(map(str, self.sympy_gradient))

    @property
    def source_hessian(self) -> tuple[tuple[str, ...], ...]:
        """The n rows of the Hessian as text that sympy reads."""
        return tuple(tuple(map(str, row)) for row in self.sympy_hessian)

    def typst_value(self) -> str:
        """f as Typst mathematics, in the author's order and numbers: ``x^2 y + 3 y``."""
        return self.expression.typst()

    def typst_gradient(self) -> tuple[str, ...]:
        """The n components of ∇f as Typst mathematics, decimals where the author wrote decimals."""
        return tuple(map(self._typst, self.sympy_gradient))

    def typst_hessian(self) -> tuple[tuple[str, ...], ...]:
        """The n rows of the Hessian as Typst mathematics."""
        return tuple(tuple(map(self._typst, row)) for row in self.sympy_hessian)

    def _typst(self, form: Any) -> str:
        from gradanim.calculus.from_sympy import from_sympy
        from gradanim.calculus.typst import typst

        return typst(from_sympy(form, self._forms.style))

    @cached_property
    def _forms(self) -> SymbolicForms:
        from gradanim.calculus.symbolic import forms_of

        return forms_of(self.expression)

    @cached_property
    def _is_total(self) -> bool:
        return is_total(self.expression.tree, frozenset(self.variables))

    def _entries(self, compiled: Compiled, points: Array) -> Array:
        columns = np.ascontiguousarray(points.reshape(-1, self.n).T)
        with np.errstate(all="ignore"):
            results = compiled(*columns, *(np.float64(value) for value in self.params.values()))
        entries = np.empty((len(results), columns.shape[1]))
        for entry, result in zip(entries, results, strict=True):
            # sympy writes (-x²)^(1/3) as (-1)^(1/3)·x^(2/3), and numpy then answers in complex numbers.
            entry[...] = np.where(np.imag(result) == 0, np.real(result), np.nan)
        return entries.reshape(len(results), *points.shape[:-1])

    def _masked(self, entries: Array, points: Array, order: int) -> Array:
        """The entries (k, …) with nan, in all k of them, where the formula has no value or no derivative."""
        known = np.asarray(np.isfinite(entries).all(axis=0))
        # Of a formula with a value everywhere what is lost has overflowed on the way, perhaps in sympy's form alone.
        if not self._is_total or not known.all():
            exists = np.isfinite(JetField.value(self, points))
            if order:
                exists &= np.isfinite(JetField.gradient(self, points)[..., 0])
            lost = exists & ~known
            if lost.any():
                entries, known = self._recovered(entries, points, lost, order)
            known &= exists
        return np.where(known, entries, np.nan)

    def _recovered(
        self, entries: Array, points: Array, lost: NDArray[np.bool_], order: int
    ) -> tuple[Array, NDArray[np.bool_]]:
        """The entries with those replaced that exist although sympy's form of them is 0·∞.

        So it is with min(x, √(1 − x)) at 1, whose derivative is written as a sum over both branches.
        """
        there = points[lost]
        if order == 0:
            found = JetField.value(self, there)[None]
        elif order == 1:
            found = JetField.gradient(self, there).T
        else:
            rows, columns = np.triu_indices(self.n)
            found = JetField.hessian(self, there)[:, rows, columns].T
        entries[:, lost] = found
        return entries, np.asarray(np.isfinite(entries).all(axis=0))
