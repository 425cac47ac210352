"""The verb `zoom`: the camera comes closer or goes back."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from gradanim.spec.action import NUMBER_SCHEMA, Action, JsonSchema
from gradanim.spec.nodes import Node
from gradanim.spec.numbers import Point, bounded

Factor = Annotated[float, *bounded(gt=0, le=1000)]


class ZoomAction(Action):
    """The camera comes closer or goes back."""

    verb: ClassVar[str] = "zoom"
    example: ClassVar[str] = "zoom: {factor: 4, to: [1, 0.5]}"
    short_forms: ClassVar[tuple[JsonSchema, ...]] = (
        {**NUMBER_SCHEMA, "exclusiveMinimum": 0, "maximum": 1000},
    )

    factor: Factor = Field(description="Magnification at the end; 1 shows the whole stage.")
    to: Point | None = Field(
        default=None,
        description="The place of the domain that comes to the middle of the view; the point if absent.",
    )

    @classmethod
    def expand(cls, node: Node) -> Node:
        """A bare number is the factor."""
        return node if node.is_mapping or node.value is None else node.wrapped("factor")
