"""The verb `backpropagate`: the gradient by one pass forward and one pass backward."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from gradanim.spec.action import Action, nothing_is_empty
from gradanim.spec.nodes import Node


class BackpropagateAction(Action):
    """Values run forward through the compute graph, derivatives run back, and the passes are counted."""

    verb: ClassVar[str] = "backpropagate"
    example: ClassVar[str] = "backpropagate: {compare: true}"
    bare: ClassVar[bool] = True

    compare: Annotated[bool, Field(strict=True)] = Field(
        default=True,
        description="Whether the evaluations that finite differences need are counted after that.",
    )

    @classmethod
    def expand(cls, node: Node) -> Node:
        """Nothing after the verb is all of it."""
        return nothing_is_empty(node)
