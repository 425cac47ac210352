"""The verb `highlight`: the eye is drawn to actors for a moment."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from gradanim.spec.action import Action, JsonSchema
from gradanim.spec.actors import ActorName
from gradanim.spec.nodes import Node
from gradanim.spec.verbs.show import NAMES_SCHEMA, names


class HighlightAction(Action):
    """Actors stand out for a moment while the others fade back."""

    verb: ClassVar[str] = "highlight"
    example: ClassVar[str] = "highlight: gradient"
    short_forms: ClassVar[tuple[JsonSchema, ...]] = NAMES_SCHEMA

    actors: tuple[ActorName, ...] = Field(min_length=1, max_length=20, description="Who stands out.")

    @classmethod
    def expand(cls, node: Node) -> Node:
        """A name or a list of names."""
        return names(node)
