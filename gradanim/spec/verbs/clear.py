"""The verb `clear`: the text, or everything, goes away."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from gradanim.spec.action import Action, JsonSchema, nothing_is_empty
from gradanim.spec.nodes import Node


class ClearAction(Action):
    """The text, or everything on the stage, goes away."""

    verb: ClassVar[str] = "clear"
    example: ClassVar[str] = "clear: all"
    bare: ClassVar[bool] = True
    short_forms: ClassVar[tuple[JsonSchema, ...]] = ({"enum": ["text", "all"]},)

    what: Literal["text", "all"] = Field(
        default="text",
        description="What goes: `text` is what was written, asked and claimed, not a `readout` "
        "(`hide: readout`); `all` is everything.",
    )

    @classmethod
    def expand(cls, node: Node) -> Node:
        """Nothing, ``text`` or ``all``."""
        node = nothing_is_empty(node)
        return node if node.is_mapping else node.wrapped("what")
