"""The verb `pause`: nothing moves."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from gradanim.spec.action import NUMBER_SCHEMA, Action, JsonSchema
from gradanim.spec.beat import LONGEST_BEAT, Seconds
from gradanim.spec.nodes import Node


class PauseAction(Action):
    """Nothing moves for a while."""

    verb: ClassVar[str] = "pause"
    example: ClassVar[str] = "pause: 2"
    short_forms: ClassVar[tuple[JsonSchema, ...]] = (
        {**NUMBER_SCHEMA, "exclusiveMinimum": 0, "maximum": LONGEST_BEAT},
    )

    seconds: Seconds = Field(description="How long, in seconds.")

    @classmethod
    def expand(cls, node: Node) -> Node:
        """A bare number of seconds."""
        return node if node.is_mapping or node.value is None else node.wrapped("seconds")
