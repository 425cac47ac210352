"""What every verb's record has in common: its name, its short forms and an example."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from gradanim.spec.model import Model
from gradanim.spec.nodes import Node

JsonSchema = Mapping[str, Any]
NUMBER_SCHEMA: JsonSchema = MappingProxyType({"type": ["number", "string"]})


class Action(Model):
    """What one beat does.

    Attributes:
        verb: the key that the author writes.
        example: a line of YAML that uses the verb, for the language page; a test loads it.
        aliases: other names of fields, and the field each stands for.
        bare: whether the verb may stand with nothing after it.
        short_forms: JSON Schema of every other form that is not the mapping of the fields.
    """

    verb: ClassVar[str]
    example: ClassVar[str]
    aliases: ClassVar[Mapping[str, str]] = MappingProxyType({})
    bare: ClassVar[bool] = False
    short_forms: ClassVar[tuple[JsonSchema, ...]] = ()

    @classmethod
    def expand(cls, node: Node) -> Node:
        """The author's form as the mapping of the fields; places stay with their values."""
        return node.renamed(cls.aliases)


def nothing_is_empty(node: Node) -> Node:
    """``verb:`` with nothing after it is the mapping without keys."""
    return node.holding({}) if node.value is None else node
