"""Parts of the JSON Schema that come from the records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pydantic import BaseModel

from gradanim.spec.action import Action
from gradanim.spec.actor_options import LONGEST_TEXT, MOST_LINES
from gradanim.spec.actors import ACTORS
from gradanim.spec.numbers import ANGLE_WORDS, MOST_VARIABLES
from gradanim.spec.verbs import VERBS, Runner

Schema = dict[str, Any]
NUMBER: Final[Schema] = {"type": ["number", "string"]}
NULL: Final[Schema] = {"type": "null"}
TEMPLATE = "#/definitions/{model}"


def ref(name: str) -> Schema:
    """A reference to a definition."""
    return {"$ref": TEMPLATE.format(model=name)}


def record_schema(model: type[BaseModel], shared: Schema) -> Schema:
    """The schema of a record; the records inside it are added to ``shared``."""
    schema = model.model_json_schema(ref_template=TEMPLATE)
    shared.update({name: _clean(part) for name, part in schema.pop("$defs", {}).items()})
    cleaned: Schema = _clean(schema)
    cleaned["description"] = first_sentence(model)
    return cleaned


def _clean(schema: Any) -> Any:
    """Without the titles that pydantic makes up and defaults that say nothing; ``$use`` becomes a reference."""
    if isinstance(schema, list):
        return [_clean(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$use" in schema:
        shared = ref(schema["$use"])
        # Beside a `$ref` everything else is passed over in draft 7.
        return (
            {"description": schema["description"], "anyOf": [shared]} if "description" in schema else shared
        )
    kept = {
        key: value
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str)) and not (key == "default" and value is None)
    }
    return {
        key: {name: _clean(part) for name, part in value.items()} if key == "properties" else _clean(value)
        for key, value in kept.items()
    }


def first_sentence(model: type[BaseModel]) -> str:
    """The sentence that says what a record is."""
    return (model.__doc__ or "").strip().partition("\n\n")[0].replace("\n", " ")


def verb_schema(action: type[Action], shared: Schema) -> Schema:
    """What may stand after a verb."""
    special = {"show": _show, "vary": _vary, "together": _together}.get(action.verb)
    forms = [special()] if special else [record_schema(action, shared)]
    return {
        "description": f"{first_sentence(action)} Example: {action.example}",
        "anyOf": [*([NULL] if action.bare else []), *forms],
    }


def _show() -> Schema:
    one = [ref("actor_alone"), ref("actor_use")]
    return {"anyOf": [*one, {"type": "array", "items": {"anyOf": one}, "minItems": 1, "maxItems": 20}]}


def _vary() -> Schema:
    return {"type": "object", "additionalProperties": NUMBER, "minProperties": 1, "maxProperties": 12}


def _together() -> Schema:
    return {"type": "array", "items": ref("beat_in_together"), "minItems": 2, "maxItems": 8}


def word_schemas(shared: Schema) -> Schema:
    """The definitions that several verbs share."""
    point = {"type": "array", "items": NUMBER, "minItems": 1, "maxItems": MOST_VARIABLES}
    line = {"type": "string", "maxLength": LONGEST_TEXT}
    return {
        "actor_name": {"enum": list(ACTORS), "description": "What stands on the stage."},
        "actor_alone": {"enum": _without_needs(shared), "description": "What stands on the stage."},
        "angle": {
            "anyOf": [{"enum": list(ANGLE_WORDS)}, NUMBER],
            "description": "Degrees, `gradient`, `-gradient` or `level`.",
        },
        "point": {"anyOf": [NUMBER, point], "description": "One number per variable."},
        "lines": {"anyOf": [line, {"type": "array", "items": line, "minItems": 1, "maxItems": MOST_LINES}]},
        "actor_use": _actor_use(shared),
        "runner": record_schema(Runner, shared),
    }


def _without_needs(shared: Schema) -> list[str]:
    """The actors that can be shown by their names alone."""
    return [name for name, options in ACTORS.items() if not record_schema(options, shared).get("required")]


def _actor_use(shared: Schema) -> Schema:
    """Actors with their options."""
    properties: Schema = {}
    for name, options in ACTORS.items():
        forms = [record_schema(options, shared)]
        if not forms[0].get("required"):
            forms.append(NULL)
        if name == "readout":
            forms.append(ref("lines"))
        properties[name] = {"description": first_sentence(options), "anyOf": forms}
    return {"type": "object", "properties": properties, "additionalProperties": False, "minProperties": 1}


def exactly_one_verb(verbs: Iterable[str], still: Schema, pause: Schema) -> list[Schema]:
    """A beat has one verb; ``pause`` is one only where there is no other.

    Args:
        verbs: the verbs.
        still: what ``pause`` may be beside another verb.
        pause: what it may be as the verb.
    """
    others = [verb for verb in verbs if verb != "pause"]
    none = {"anyOf": [{"required": [verb]} for verb in others]}
    beside = [{"required": [verb], "properties": {"pause": still}} for verb in others]
    alone = {"required": ["pause"], "properties": {"pause": pause}, "not": none}
    return [*beside, alone]


def bare_verbs(inside: bool) -> list[str]:
    """The verbs that may stand as a word alone."""
    return [verb for verb, action in VERBS.items() if action.bare and not (inside and verb == "together")]
