"""The verb `claim`: a statement that is computed, drawn and must hold."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from gradanim.spec.action import Action, JsonSchema
from gradanim.spec.actor_options import Switch, Text
from gradanim.spec.braces import is_text
from gradanim.spec.nodes import Node
from gradanim.spec.numbers import bounded

Tolerance = Annotated[float, *bounded(ge=0)]


class ClaimAction(Action):
    """A statement about computed quantities; the build fails where it is false."""

    verb: ClassVar[str] = "claim"
    example: ClassVar[str] = 'claim: "dot(gradient, tangent) == 0"'
    short_forms: ClassVar[tuple[JsonSchema, ...]] = ({"type": "string", "minLength": 1, "maxLength": 500},)

    that: Text = Field(
        min_length=1,
        description="The statement: two quantities with `==`, `!=`, `<`, `<=`, `>`, `>=` or `≈` between.",
    )
    tolerance: Tolerance = Field(
        default=1e-6,
        description="How far apart two sides may be and still count as equal; `<` and `>` know no tolerance.",
    )
    hidden: Switch = Field(default=False, description="Whether it is checked without being drawn.")

    @classmethod
    def expand(cls, node: Node) -> Node:
        """A bare statement."""
        return node.wrapped("that") if is_text(node, cls.model_fields) else node
