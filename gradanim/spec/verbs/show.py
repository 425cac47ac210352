"""The verb `show`: actors enter."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from gradanim.spec.action import Action, JsonSchema
from gradanim.spec.actors import ACTORS, ActorUse
from gradanim.spec.braces import is_text
from gradanim.spec.nodes import Node


class ShowAction(Action):
    """Actors enter the stage, or change how they are drawn."""

    verb: ClassVar[str] = "show"
    example: ClassVar[str] = "show: [axes, floor, {surface: {color_by: slope}}]"

    actors: tuple[ActorUse, ...] = Field(
        min_length=1, max_length=20, description="Who enters, in this order."
    )

    @classmethod
    def expand(cls, node: Node) -> Node:
        """A name, a list of names, or names with their options."""
        uses = [use for item in node.items for use in _uses(item)] if node.is_list else _uses(node)
        return node.holding({"actors": node.holding(tuple(uses))})


def _uses(node: Node) -> list[Node]:
    """The uses in a name or in a mapping from names to options."""
    if not node.keys:
        options = Node({}, node.mark, node.key_mark, (*node.path, str(node.value)))
        return [node.holding({"name": node, "options": options})]
    return [_use(name, options) for name, options in node.keys.items()]


def _use(name: str, options: Node) -> Node:
    options = options.holding({}) if options.value is None else options
    if name == "readout" and is_text(options, ACTORS[name].model_fields):
        options = options.wrapped("lines")
    named = Node(name, options.key_mark, options.key_mark, options.path)
    return Node({"name": named, "options": options}, options.key_mark, options.key_mark, options.path)


def names(node: Node) -> Node:
    """A name or a list of names as the mapping ``{actors: […]}``."""
    return node.holding({"actors": node if node.is_list else node.holding((node,))})


NAMES_SCHEMA: tuple[JsonSchema, ...] = (
    {"$use": "actor_name"},
    {"type": "array", "items": {"$use": "actor_name"}, "minItems": 1, "maxItems": 20},
)
