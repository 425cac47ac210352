"""The verb `dial`: the unit direction u turns."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from gradanim.spec.action import Action, JsonSchema
from gradanim.spec.nodes import Node
from gradanim.spec.numbers import Angle, Turns


class DialAction(Action):
    """The unit direction u turns about the point; by itself it makes one full turn."""

    verb: ClassVar[str] = "dial"
    example: ClassVar[str] = "dial: {from: 0, to: gradient}"
    bare: ClassVar[bool] = True
    short_forms: ClassVar[tuple[JsonSchema, ...]] = ({"$use": "angle"},)

    from_: Angle | None = Field(
        default=None,
        validation_alias="from",
        serialization_alias="from",
        description="Where it begins, said like `to`; where it stands if absent.",
    )
    to: Angle | None = Field(
        default=None, description="Where it stops: degrees, `gradient`, `-gradient` or `level`."
    )
    turns: Turns | None = Field(
        default=None,
        description="Full turns to make, at most 20; negative is clockwise. With `to` it goes on to there.",
    )

    @model_validator(mode="after")
    def _turns_somewhere(self) -> Self:
        if self.to is None and self.turns is None:
            raise PydanticCustomError("spec_dial_nowhere", "nowhere", {})
        return self

    @classmethod
    def expand(cls, node: Node) -> Node:
        """Nothing is one full turn; a bare angle is where it stops."""
        if node.value is None:
            return node.holding({"turns": node.holding(1)})
        return node if node.is_mapping else node.wrapped("to")
