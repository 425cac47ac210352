"""The verb `slice`: the landscape is cut along a direction."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from gradanim.spec.action import Action, JsonSchema, nothing_is_empty
from gradanim.spec.nodes import Node
from gradanim.spec.numbers import angle


def _cut(value: Any, info: ValidationInfo) -> float | str:
    """The name of a variable, or an angle."""
    variables = (info.context or {}).get("variables", ("x", "y", "z"))
    if isinstance(value, str):
        # Imported here: most cuts are said in degrees or as x or y.
        from gradanim.calculus.names import canonical

        if canonical(value.strip()) in variables:
            return canonical(value.strip())
    try:
        return angle(value, info)
    except PydanticCustomError as error:
        if error.type != "spec_angle":
            raise
        raise PydanticCustomError("spec_cut", "{found}", error.context) from None


class SliceAction(Action):
    """A vertical plane through the point cuts the landscape; the curve it cuts is drawn."""

    verb: ClassVar[str] = "slice"
    example: ClassVar[str] = "slice: x"
    bare: ClassVar[bool] = True
    short_forms: ClassVar[tuple[JsonSchema, ...]] = ({"type": ["number", "string"]},)

    direction: Annotated[float | str, BeforeValidator(_cut)] | None = Field(
        default=None,
        description="Along what: a variable, degrees, `gradient`, `-gradient` or `level`; u if absent. It stays so "
        "while a `dial` turns u: `together: [{dial: 135}, {slice: 135}]` turns both.",
    )

    @classmethod
    def expand(cls, node: Node) -> Node:
        """Nothing, or a bare direction."""
        node = nothing_is_empty(node)
        return node if node.is_mapping else node.wrapped("direction")
