"""The verb `write`: text with computed numbers."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from gradanim.spec.action import Action, JsonSchema
from gradanim.spec.actor_options import Lines
from gradanim.spec.braces import is_text
from gradanim.spec.nodes import Node


class WriteAction(Action):
    """Text appears; its numbers are computed and follow the motion."""

    verb: ClassVar[str] = "write"
    example: ClassVar[str] = 'write: "$∇f$ = {gradient}, its length is {norm:.2f}"'
    short_forms: ClassVar[tuple[JsonSchema, ...]] = ({"$use": "lines"},)

    text: Lines = Field(description="One line or several; `{quantity}` is computed, `$…$` is mathematics.")
    at: Literal["side", "center", "title", "bottom"] = Field(
        default="side", description="Where: `side`, `center`, `title` or `bottom`."
    )

    @classmethod
    def expand(cls, node: Node) -> Node:
        """A bare text or a list of lines."""
        return node.wrapped("text") if is_text(node, cls.model_fields) else node
