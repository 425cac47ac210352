"""Symbolic formulas of the field as Typst mathematics."""

from __future__ import annotations

from gradanim.calculus import ScalarField


def formula_source(field: ScalarField | None, name: str) -> str:
    """Typst mathematics for ``f``, ``gradient``, ``hessian`` or a partial derivative such as ``f_x``.

    Raises:
        LookupError: the scene has no field, or no variable of that name.
    """
    if field is None:
        raise LookupError("this scene has no field")
    if name == "f":
        return field.typst_value()
    if name == "gradient":
        return f"(thin {', '.join(field.typst_gradient())} thin)"
    if name == "hessian":
        rows = "; ".join(", ".join(row) for row in field.typst_hessian())
        return f"mat({rows})"
    variable = name.removeprefix("f_")
    return str(field.typst_gradient()[field.variables.index(variable)])
