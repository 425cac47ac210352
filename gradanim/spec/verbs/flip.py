"""The verb `flip`: the gradient turns into its negative, or back."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from gradanim.spec.action import Action, JsonSchema, nothing_is_empty
from gradanim.spec.nodes import Node


class FlipAction(Action):
    """An arrow turns by 180 degrees into its negative, and goes by that name from then on.

    After ``flip: gradient`` the arrow is the ``negative_gradient``: ``show: gradient`` brings ∇f in beside it. As long
    as ∇f is not there, ``gradient`` still means the flipped arrow in ``hide``, ``highlight``, ``strike`` and ``flip``.
    """

    verb: ClassVar[str] = "flip"
    example: ClassVar[str] = "flip: gradient"
    bare: ClassVar[bool] = True
    short_forms: ClassVar[tuple[JsonSchema, ...]] = ({"enum": ["gradient", "negative_gradient"]},)

    actor: Literal["gradient", "negative_gradient"] = Field(
        default="gradient",
        description="Which arrow turns: `gradient` or `negative_gradient`; where only one is there, that one. Then it "
        "goes by its new name; its old one means it too, until `show` brings another arrow of that name.",
    )

    @classmethod
    def expand(cls, node: Node) -> Node:
        """Nothing, or the bare name of the arrow."""
        node = nothing_is_empty(node)
        return node if node.is_mapping else node.wrapped("actor")
