"""What every verb's record has in common: its name, its short forms and an example."""

from __future__ import annotations

from typing import ClassVar

from gradanim.spec.model import NUMBER_SCHEMA, JsonSchema, Model
from gradanim.spec.nodes import Node

__all__ = ["NUMBER_SCHEMA", "Action", "JsonSchema", "nothing_is_empty"]


class Action(Model):
    """What one beat does.

    Attributes:
        verb: the key that the author writes.
        example: a line of YAML that uses the verb, for the language page; a test loads it.
        bare: whether the verb may stand with nothing after it.
    """

    verb: ClassVar[str]
    example: ClassVar[str]
    bare: ClassVar[bool] = False

    @classmethod
    def expand(cls, node: Node) -> Node:
        """The author's form as the mapping of the fields; places stay with their values."""
        return node.renamed(cls.aliases)

    @classmethod
    def example_for(cls, node: Node) -> str:  # noqa: ARG003 - verbs with several forms look at it
        """The example that shows what was most likely meant by a form that the verb does not have."""
        return cls.example


def nothing_is_empty(node: Node) -> Node:
    """``verb:`` with nothing after it is the mapping without keys."""
    return node.holding({}) if node.value is None else node
