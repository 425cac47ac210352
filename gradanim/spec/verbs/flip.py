"""The verb `flip`: the gradient turns into its negative, or back."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from gradanim.spec.action import Action, JsonSchema, nothing_is_empty
from gradanim.spec.nodes import Node


class FlipAction(Action):
    """An arrow turns by 180 degrees into its negative."""

    verb: ClassVar[str] = "flip"
    example: ClassVar[str] = "flip: gradient"
    bare: ClassVar[bool] = True
    short_forms: ClassVar[tuple[JsonSchema, ...]] = ({"enum": ["gradient", "negative_gradient"]},)

    actor: Literal["gradient", "negative_gradient"] = Field(
        default="gradient", description="Which arrow turns: `gradient` or `negative_gradient`."
    )

    @classmethod
    def expand(cls, node: Node) -> Node:
        """Nothing, or the bare name of the arrow."""
        node = nothing_is_empty(node)
        return node if node.is_mapping else node.wrapped("actor")
