"""The verb `orbit`: the camera turns about the scene."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from gradanim.spec.action import NUMBER_SCHEMA, Action, JsonSchema
from gradanim.spec.nodes import Node
from gradanim.spec.numbers import Degrees
from gradanim.spec.stage import Elevation


class OrbitAction(Action):
    """The camera turns about the middle of the stage."""

    verb: ClassVar[str] = "orbit"
    example: ClassVar[str] = "orbit: {by: 90, elevation: 40}"
    short_forms: ClassVar[tuple[JsonSchema, ...]] = (NUMBER_SCHEMA,)

    azimuth: Degrees | None = Field(
        default=None,
        description="Degrees around the vertical axis at which it stops, counted as for `camera`.",
    )
    elevation: Elevation | None = Field(
        default=None, description="Degrees above the floor at which it stops."
    )
    by: Degrees | None = Field(
        default=None,
        description="Degrees to add to the azimuth instead, at most 7200; the camera goes counter-clockwise seen "
        "from above, so that the landscape turns clockwise.",
    )

    @model_validator(mode="after")
    def _turns_somewhere(self) -> Self:
        if self.azimuth is None and self.elevation is None and self.by is None:
            raise PydanticCustomError("spec_orbit_nowhere", "nowhere", {})
        if self.azimuth is not None and self.by is not None:
            raise PydanticCustomError("spec_orbit_twice", "twice", {})
        return self

    @classmethod
    def expand(cls, node: Node) -> Node:
        """A bare number is ``by``."""
        return node if node.is_mapping or node.value is None else node.wrapped("by")
