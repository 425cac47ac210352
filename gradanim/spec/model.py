"""The base of every record of the language: frozen, strict about its keys, built when first used."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema

JsonSchema = Mapping[str, Any]
NUMBER_SCHEMA: JsonSchema = MappingProxyType({"type": ["number", "string"]})


class Model(BaseModel):
    """A frozen record that refuses unknown keys.

    Attributes:
        short_forms: JSON Schema of what an author may write in place of the mapping of the fields; ``$use`` names a
            definition that is shared (pydantic would look for a ``$ref`` among its own).
        aliases: other names of fields that an author may use, and the field each stands for.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        populate_by_name=True,
        allow_inf_nan=False,
        hide_input_in_errors=True,
    )
    short_forms: ClassVar[tuple[JsonSchema, ...]] = ()
    aliases: ClassVar[Mapping[str, str]] = MappingProxyType({})

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema of the fields, with the aliases and the short forms."""
        reference = handler(core)
        schema = handler.resolve_ref_schema(reference)
        properties: dict[str, Any] = schema.get("properties", {})
        for alias, name in cls.aliases.items():
            properties[alias] = properties[name]
            schema["not"] = {"required": [alias, name]}
        if cls.short_forms:
            whole = dict(schema)
            schema.clear()
            description = whole.pop("description", "")
            schema.update({"description": description, "anyOf": [*map(dict, cls.short_forms), whole]})
        return reference
