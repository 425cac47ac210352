"""The verb `flow`: points are released and slide downhill as water does."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from gradanim.spec.action import Action, JsonSchema, nothing_is_empty
from gradanim.spec.nodes import Node
from gradanim.spec.numbers import Point

MOST_DROPS = 100


def _several(value: Any) -> Any:
    if isinstance(value, list | tuple) and value:
        return value
    raise PydanticCustomError("spec_starts", "{limit}", {"limit": MOST_DROPS})


Starts = Annotated[tuple[Point, ...], Field(max_length=MOST_DROPS), BeforeValidator(_several)]


class FlowAction(Action):
    """Points slide along the negative gradient until they rest or leave; each at an even pace, faster on a longer way.

    All are released at once, and the shortest ways take three quarters of the time. Tracks tell where −∇f leads, the
    pace tells nothing.
    """

    verb: ClassVar[str] = "flow"
    example: ClassVar[str] = "flow: {grid: 6}"
    bare: ClassVar[bool] = True
    short_forms: ClassVar[tuple[JsonSchema, ...]] = ({"enum": ["down", "up"]},)

    direction: Literal["down", "up"] = Field(
        default="down", description="`down` follows the negative gradient, as water does, `up` the gradient."
    )
    grid: int | None = Field(
        default=None,
        ge=2,
        le=10,
        strict=True,
        description="Released from a grid, so many along the longer side; 6 if nothing is said.",
    )
    starts: Starts | None = Field(default=None, description="Released from these points instead of a grid.")

    @classmethod
    def expand(cls, node: Node) -> Node:
        """Nothing, ``down`` or ``up``, or the mapping."""
        node = nothing_is_empty(node)
        return node if node.is_mapping else node.wrapped("direction")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if self.grid is not None and self.starts is not None:
            raise PydanticCustomError("spec_flow_twice", "both", {})
        return self
