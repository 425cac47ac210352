"""The verb `strike`: something that is shown is crossed out."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from gradanim.spec.action import Action, JsonSchema
from gradanim.spec.actors import ActorName
from gradanim.spec.nodes import Node
from gradanim.spec.verbs.show import NAMES_SCHEMA, names


class StrikeAction(Action):
    """An actor or a line of text is crossed out, until it is hidden or cleared."""

    verb: ClassVar[str] = "strike"
    example: ClassVar[str] = 'strike: {text: "points up the slope"}'
    short_forms: ClassVar[tuple[JsonSchema, ...]] = NAMES_SCHEMA

    actors: tuple[ActorName, ...] = Field(default=(), max_length=20, description="Who is crossed out.")
    text: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="Crosses out the last line of text that holds these words, as the spec has them.",
    )

    @classmethod
    def expand(cls, node: Node) -> Node:
        """A name or a list of names, or ``{text: …}``."""
        return node if node.is_mapping else names(node)

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if bool(self.actors) == (self.text is not None):
            raise PydanticCustomError("spec_strike_one", "one", {})
        return self
