"""Maximum, minimum and their derivatives as sympy functions that are built in no time."""

from __future__ import annotations

from typing import Any, TypeAlias

import sympy as sp

__all__ = ["Largest", "Smallest", "Step"]

Expr: TypeAlias = Any  # sympy has no types


class Step(sp.Function):  # type: ignore[misc]
    """1 where the first argument is the larger one, else 0: a derivative of ``Largest``.

    sympy's own Heaviside, Max and Min compare their arguments when they are built, which may take seconds.
    """

    nargs = 2
    is_extended_real = True

    def fdiff(self, argindex: int = 1) -> Expr:  # noqa: ARG002 (sympy's signature)
        """Its derivative off the jump."""
        return sp.S.Zero

    def _sympystr(self, printer: Any) -> str:
        return f"Heaviside({printer._print(self.args[0] - self.args[1])})"

    def _numpycode(self, printer: Any) -> str:
        one, other = map(printer._print, self.args)
        return f"{printer._module_format('numpy.where')}(({one}) > ({other}), 1.0, 0.0)"


class Largest(sp.Function):  # type: ignore[misc]
    """The larger of two numbers."""

    nargs = 2
    is_extended_real = True
    _names = ("Max", "maximum")

    def fdiff(self, argindex: int = 1) -> Expr:
        """1 by the argument that is the larger one."""
        one, other = self.args if argindex == 1 else reversed(self.args)
        return Step(one, other)

    def _sympystr(self, printer: Any) -> str:
        return f"{self._names[0]}({', '.join(map(printer._print, self.args))})"

    def _numpycode(self, printer: Any) -> str:
        name = printer._module_format(f"numpy.{self._names[1]}")
        return f"{name}({', '.join(map(printer._print, self.args))})"


class Smallest(Largest):
    """The smaller of two numbers."""

    _names = ("Min", "minimum")

    def fdiff(self, argindex: int = 1) -> Expr:
        """1 by the argument that is the smaller one."""
        one, other = self.args if argindex == 1 else reversed(self.args)
        return Step(other, one)
