"""The verb `hide`: actors leave."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from gradanim.spec.action import Action, JsonSchema
from gradanim.spec.actors import ActorName
from gradanim.spec.nodes import Node
from gradanim.spec.verbs.show import NAMES_SCHEMA, names


class HideAction(Action):
    """Actors leave the stage."""

    verb: ClassVar[str] = "hide"
    example: ClassVar[str] = "hide: [partials, tangent_plane]"
    short_forms: ClassVar[tuple[JsonSchema, ...]] = NAMES_SCHEMA

    actors: tuple[ActorName, ...] = Field(min_length=1, max_length=20, description="Who leaves.")

    @classmethod
    def expand(cls, node: Node) -> Node:
        """A name or a list of names."""
        return names(node)
