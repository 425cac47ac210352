"""The verb `vary`: parameters of the field change and the picture follows."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from gradanim.spec.action import Action
from gradanim.spec.nodes import Node
from gradanim.spec.numbers import Num
from gradanim.spec.spelling import spelled


class VaryAction(Action):
    """Parameters of the field move to new values, and the field changes its shape with them."""

    verb: ClassVar[str] = "vary"
    example: ClassVar[str] = "vary: {a: 2}"

    params: dict[str, Num] = Field(
        min_length=1, max_length=12, description="The value that each parameter ends at."
    )

    @classmethod
    def expand(cls, node: Node) -> Node:
        """The mapping from parameters to values is the whole of it."""
        return spelled(node).wrapped("params")
