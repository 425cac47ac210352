"""JSON Schema of spec files, for editors: scenes and series, with a sentence for every field."""

from __future__ import annotations

from typing import Any, Final

from gradanim.spec.beat import Beat
from gradanim.spec.beat_forms import COMMON_KEYS
from gradanim.spec.field import FieldSpec
from gradanim.spec.forms import AXES
from gradanim.spec.scene import MOST_BEATS, SLUG, SceneSpec
from gradanim.spec.schema_parts import (
    NULL,
    Schema,
    bare_verbs,
    exactly_one_verb,
    first_sentence,
    record_schema,
    ref,
    verb_schema,
    word_schemas,
)
from gradanim.spec.series import DEFAULT_KEYS, MOST_SCENES, SceneEntry, SeriesSpec
from gradanim.spec.stage import CameraSpec, StageSpec
from gradanim.spec.verbs import VERBS

# The version of the standard that yaml-language-server knows best.
DRAFT: Final = "http://json-schema.org/draft-07/schema#"


def json_schema() -> Schema:
    """The schema of a spec file, draft 7: a file that lists ``scenes`` is a series, any other a scene.

    It describes the form of a file. What hangs on its meaning (formulas, points in the domain, the order of
    beats) is for ``check``.
    """
    shared: Schema = {}
    keys = _scene_keys(shared)
    return {
        "$schema": DRAFT,
        "title": "gradanim spec",
        "description": "A scene, or a series of scenes.",
        "if": {"required": ["scenes"], "not": {"required": ["beats"]}},
        "then": ref("series"),
        "else": ref("scene"),
        "definitions": {
            "scene": _scene(keys),
            "variant": _object(first_sentence(SceneSpec), {k: v for k, v in keys.items() if k != "id"}),
            "series": _series(keys),
            "beat": _beat(shared, inside=False),
            "beat_in_together": _beat(shared, inside=True),
            **word_schemas(shared),
            **shared,
        },
    }


def _object(description: str, properties: Schema, **rest: Any) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "additionalProperties": False,
        **rest,
    }


def _scene_keys(shared: Schema) -> Schema:
    """The keys of a scene."""
    known: Schema = record_schema(SceneSpec, {})["properties"]
    parts = {
        "field": _field(),
        "stage": record_schema(StageSpec, shared),
        "camera": record_schema(CameraSpec, shared),
        **{key: known[key] for key in ("params", "theme", "seed")},
    }
    # Nothing after one of these keys says the same as no key.
    optional = {
        key: {"description": SceneSpec.model_fields[key].description, "anyOf": [part, NULL]}
        for key, part in parts.items()
    }
    beats = {
        "description": known["beats"]["description"],
        "type": "array",
        "items": ref("beat"),
        "minItems": 1,
        "maxItems": MOST_BEATS,
    }
    return {**{key: known[key] for key in ("id", "title", "summary")}, **optional, "beats": beats}


def _field() -> Schema:
    """The author's form of the field: with intervals for x, y, z, or with a domain."""
    known: Schema = record_schema(FieldSpec, {})
    interval = known["properties"]["domain"]["items"]
    intervals = {axis: {"description": f"The interval `[low, high]` of {axis}.", **interval} for axis in AXES}
    domain = {
        "description": "The interval `[low, high]` of every variable, by its name, instead of x, y and z.",
        "type": "object",
        "additionalProperties": interval,
        "minProperties": 1,
        "maxProperties": 6,
    }
    rest = {key: known["properties"][key] for key in ("f", "data", "model", "name", "clip")}
    no_axes = {"not": {"anyOf": [{"required": [axis]} for axis in AXES]}}
    ways: list[Schema] = [
        {"required": ["domain"], **no_axes},
        {"anyOf": [{"required": [axis]} for axis in AXES]},
    ]
    ways[1]["not"] = {"required": ["domain"]}
    formula: list[Schema] = [{"required": ["f"]}, {"required": ["data", "model"]}]
    return _object(
        first_sentence(FieldSpec),
        {**rest, **intervals, "domain": domain},
        allOf=[{"anyOf": ways}, {"oneOf": formula}],
    )


def _scene(keys: Schema) -> Schema:
    layers = {
        "extends": {
            "description": "Path of a spec that lies under this one, from the folder of this file.",
            "anyOf": [{"type": "string", "minLength": 1}, NULL],
        },
        "variants": {
            "description": "Several scenes from one spec: what is different in each, by its name.",
            "anyOf": [
                {
                    "type": "object",
                    "propertyNames": {"pattern": SLUG},
                    "additionalProperties": {"anyOf": [ref("variant"), NULL]},
                    "minProperties": 1,
                    "maxProperties": 50,
                },
                NULL,
            ],
        },
    }
    complete = {"if": {"not": {"anyOf": [{"required": [key]} for key in layers]}}}
    return _object(
        first_sentence(SceneSpec), {**keys, **layers}, **complete, then={"required": ["title", "beats"]}
    )


def _series(keys: Schema) -> Schema:
    known: Schema = record_schema(SeriesSpec, {})["properties"]
    entry = {"anyOf": [{"type": "string", "minLength": 1}, record_schema(SceneEntry, {})]}
    entry["anyOf"][1]["properties"]["variants"] = {
        "description": "The names of the variants to take, or `all`.",
        "anyOf": [{"enum": ["all"]}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
    }
    defaults = _object(known["defaults"]["description"], {key: keys[key] for key in DEFAULT_KEYS})
    properties = {
        **{key: known[key] for key in ("id", "title", "summary")},
        "defaults": {"description": known["defaults"]["description"], "anyOf": [defaults, NULL]},
        "scenes": {
            "description": known["scenes"]["description"],
            "type": "array",
            "items": entry,
            "minItems": 1,
            "maxItems": MOST_SCENES,
        },
    }
    return _object(first_sentence(SeriesSpec), properties, required=["title", "scenes"])


def _beat(shared: Schema, *, inside: bool) -> Schema:
    """A beat; ``inside`` for one of ``together``."""
    known: Schema = record_schema(Beat, {})["properties"]
    verbs = [verb for verb in VERBS if not (inside and verb == "together")]
    common = {key: known[key] for key in COMMON_KEYS if not (inside and key == "say")}
    properties = {**common, **{verb: verb_schema(VERBS[verb], shared) for verb in verbs}}
    still, pause = known["pause"], properties["pause"]
    properties["pause"] = {"description": still["description"], "anyOf": [still, pause]}
    whole = _object(first_sentence(Beat), properties, oneOf=exactly_one_verb(verbs, still, pause))
    return {"anyOf": [whole, {"enum": bare_verbs(inside)}]}
