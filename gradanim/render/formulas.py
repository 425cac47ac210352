"""Symbolic formulas of the field as Typst mathematics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradanim.spec import SceneSpec

if TYPE_CHECKING:
    from gradanim.calculus import ScalarField
    from gradanim.calculus.mean_squared import DataModel


class Formulas:
    """The formulas of a scene's field; they are found when the first is asked for, since most frames need none."""

    def __init__(self, spec: SceneSpec) -> None:
        self._spec = spec
        self._found: ScalarField | None = None

    def source(self, name: str) -> str:
        """Typst mathematics for ``f``, ``gradient``, ``hessian`` or a partial derivative such as ``f_x``.

        Raises:
            LookupError: the scene has no field, or no variable of that name.
        """
        data = self._data()
        field = self._field()
        if name == "f":
            return field.typst_value() if data is None else data.typst_error()
        if name == "gradient" and data is not None:
            return data.typst_gradient()
        gradient = field.typst_gradient() if data is None else data.typst_partials()
        if name == "gradient":
            return f"({', '.join(gradient)})"
        if name == "hessian":
            rows = "; ".join(", ".join(row) for row in field.typst_hessian())
            return f"mat({rows})"
        return str(gradient[field.variables.index(name.removeprefix("f_"))])

    def text(self, name: str) -> str:
        """The same formula in plain characters, for captions: ``x^2 y + 3y``, ``(2xy, x^2 + 3)``.

        Raises:
            LookupError: the scene has no field, or no variable of that name.
        """
        field = self._field()
        data = self._data()
        if name == "f":
            return field.text if data is None else data.text
        partials = [_plain(part) for part in field.source_gradient]
        if name == "gradient":
            return f"({', '.join(partials)})"
        if name == "hessian":
            return "; ".join(", ".join(map(_plain, row)) for row in field.source_hessian)
        return partials[field.variables.index(name.removeprefix("f_"))]

    def _data(self) -> DataModel | None:
        """The model of a field that is made of data: its formulas have a sum sign, not a term for every datum."""
        spec = self._spec.field
        if spec is None or spec.data is None or spec.model is None:
            return None
        from gradanim.calculus.mean_squared import DataModel

        return DataModel.parse(spec.model, spec.variables, tuple(self._spec.params), len(spec.data))

    def _field(self) -> ScalarField:
        if self._spec.field is None:
            raise LookupError("this scene has no field")
        if self._found is None:
            # Symbolic mathematics takes half a second to import.
            from gradanim.calculus import ScalarField

            self._found = ScalarField.parse(
                self._spec.field.f, self._spec.field.variables, dict(self._spec.params)
            )
        return self._found


def _plain(source: str) -> str:
    return source.replace("**", "^").replace("*", "·")
