"""The verb `place`: the point is put somewhere."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from gradanim.spec.action import Action, JsonSchema
from gradanim.spec.nodes import Node
from gradanim.spec.numbers import Point


class PlaceAction(Action):
    """The point appears, or jumps, at a place of the domain."""

    verb: ClassVar[str] = "place"
    example: ClassVar[str] = "place: [1.6, 0]"
    short_forms: ClassVar[tuple[JsonSchema, ...]] = ({"$use": "point"},)

    point: Point = Field(description="The coordinates, one per variable.")

    @classmethod
    def expand(cls, node: Node) -> Node:
        """The bare point, or ``{point: …}``."""
        named = all(
            child.value is not None and not child.items and not child.keys for child in node.keys.values()
        )
        # `{x: 1, y: 0}` is a point that should be a list.
        return node.wrapped("point") if "point" not in node.keys and named else node
