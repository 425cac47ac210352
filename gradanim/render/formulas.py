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


def formula_text(field: ScalarField | None, name: str) -> str:
    """The same formula in plain characters, for captions: ``x^2 y + 3y``, ``(2xy, x^2 + 3)``.

    Raises:
        LookupError: the scene has no field, or no variable of that name.
    """
    if field is None:
        raise LookupError("this scene has no field")
    if name == "f":
        return field.text
    partials = [_plain(part) for part in field.source_gradient]
    if name == "gradient":
        return f"({', '.join(partials)})"
    if name == "hessian":
        return "; ".join(", ".join(map(_plain, row)) for row in field.source_hessian)
    return partials[field.variables.index(name.removeprefix("f_"))]


def _plain(source: str) -> str:
    return source.replace("**", "^").replace("*", "·")
