"""What the field, its variables and its derivatives are called in the picture, as Typst mathematics."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gradanim.calculus.typst import typst_name
from gradanim.spec import SceneSpec
from gradanim.spec.field import FieldSpec

USUAL = ("x", "y", "z")
# What the direction, the unit tangent and the step are called: the first that means nothing else in the scene.
LETTERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"u": ("u", "v", "w"), "t": ("t", "τ"), "h": ("h", "d", "δ")}
)


def function(spec: FieldSpec | None) -> str:
    """The printed name of the field: ``f``, ``beta``, ``L_"train"``, ``"loss"``."""
    return typst_name(spec.name) if spec else "f"


def variable(spec: FieldSpec | None, axis: int) -> str:
    """The name of a variable: ``x``, ``x_1``, ``"speed"``."""
    return typst_name(spec.variables[axis]) if spec else USUAL[axis]


def gradient(spec: FieldSpec | None) -> str:
    """∇f."""
    return f"nabla {function(spec)}"


def partial(spec: FieldSpec | None, axis: int) -> str:
    """∂f/∂x on one line."""
    return f'frac(partial {function(spec)}, partial {variable(spec, axis)}, style: "horizontal")'


def partial_with_index(spec: FieldSpec | None, axis: int) -> str:
    """f_x, or ∂f/∂x where the name of the field has an index of its own."""
    name = function(spec)
    return partial(spec, axis) if "_" in name else f"{name}_({variable(spec, axis)})"


def letter(usual: str, spec: SceneSpec) -> str:
    """What ``u``, ``t`` or ``h`` is called in the picture: another letter where the scene has one of that name."""
    taken = set(spec.params)
    if spec.field is not None:
        taken |= {spec.field.name, *spec.field.variables}
    return next((it for it in LETTERS[usual] if it not in taken), usual)
