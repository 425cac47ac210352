"""The verb `together`: several beats at the same time."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from gradanim.spec.action import Action
from gradanim.spec.beat import Beat
from gradanim.spec.nodes import Node


class TogetherAction(Action):
    """Several beats run at the same time; the longest sets the length."""

    verb: ClassVar[str] = "together"
    example: ClassVar[str] = "together: [{orbit: 90}, {walk: {line: [1, 1]}}]"

    beats: tuple[Beat, ...] = Field(
        min_length=2,
        max_length=8,
        description="The beats; none may `say`, and no two may change the same thing, such as the point.",
    )

    @classmethod
    def expand(cls, node: Node) -> Node:
        """The list of beats is the whole of it."""
        return node.wrapped("beats") if node.is_list else node
