"""The JSON Schema accepts what the loader accepts."""

# ruff: noqa: E501

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML
from spec_helpers import BEATS, FIELD, HEAD, SCENE, problems, save, with_beats
from test_spec_forms import RICH, SAME

from gradanim.problems import ProblemError
from gradanim.spec import VERBS, json_schema, load_any

ROOT = Path(__file__).parents[2]
SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
SERIES = "title: S\nid: s\ndefaults: {theme: light, stage: plane}\nscenes: [a.yaml, {spec: b.yaml, variants: [x]}]\n"
WHOLE = [
    SCENE,
    SERIES,
    f"{RICH}  - dial: {{from: level, to: gradient}}\n    seconds: 3\n    pause: 1\n    name: x\nvariants: {{a: {{theme: light}}, b: }}\n",
    "extends: a.yaml\ntheme: light\n",
    *(f"{RICH}  - {form}\n" for pair in SAME for form in pair),
    *(f"{RICH}  - {action.example}\n" for action in VERBS.values()),
]
# Forms that both refuse.
BROKEN = [
    FIELD + BEATS, SCENE + "them: dark\n", SCENE + "theme: drak\n", SCENE + "stage: 3\n", SCENE + "camera: {zoom: 0}\n",
    SCENE + "id: A\n", SCENE + "seed: 1.5\n", SCENE + "params: [1]\n", SCENE + "variants: {A b: }\n", SCENE + "variants: {a: {id: x}}\n",
    HEAD + "beats: []\n", "title: T\nfield: {f: x}\n" + BEATS, "title: T\nfield: {f: x, x: [0, 1], domain: {y: [0, 1]}}\n" + BEATS,
    "title: T\nfield: {x: [0, 1], y: [0, 1]}\n" + BEATS, "title: T\nfield: {f: x, x: [0], y: [0, 1]}\n" + BEATS,
    *(with_beats(beat) for beat in (
        "3", "say: hi", "shwo: axes", "show: axes\n    hide: axes", "show: axes\n    sai: hi", "show", "show: axess",
        "show: {surface: {opacity: 2}}", "show: {surface: {opactiy: 1}}", "show: {surface: {mesh: 1}}", "show: []", "show: readout",
        "place: []", "place: {pt: [1, 1]}", "walk: {}", "walk: {circle: {radius: 1}}", "walk: {line: [1, 1], points: [[0, 0]]}",
        "walk: {circle: {center: [0, 0], radius: 0}}", "walk: {spline: [[0, 0]]}", "flip: point", "descend: {steps: 0, step_size: 1}",
        "descend: {rule: adamm, step_size: 1}", "descend: {step_size: 1, learning_rate: 1}", "orbit: {elevation: 91}", "zoom: 0\n    pause: {seconds: 1}",
        "zoom: -1", "pause: -1", "pause:", "vary: {}", "write: []", "write: {text: a, at: left}", "ask: {question: a}", "claim: ''",
        "clear: some", "together: [{show: axes}]", "together: [{show: axes, say: hi}, {orbit: 3}]", "show: axes\n    seconds: 0",
        "show: axes\n    name: A",
    )),
]  # fmt: skip


def plain(text: str) -> Any:
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text)))


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@pytest.mark.parametrize("text", WHOLE)
def test_good_specs_pass(text: str) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(plain(text))] == []


@pytest.mark.parametrize("text", BROKEN)
def test_bad_forms_fail_in_both(tmp_path: Path, text: str) -> None:
    assert not VALIDATOR.is_valid(plain(text))
    assert problems(tmp_path, text)


def specs() -> list[Path]:
    return sorted((ROOT / "scenes").rglob("*.yaml"))


@pytest.mark.parametrize("path", specs(), ids=[path.name for path in specs()])
def test_the_specs_of_the_project_pass(path: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(plain(path.read_text()))] == []
    assert load_any(path).problems == ()


def described(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every property of the schema with its path."""
    if isinstance(schema, list):
        for index, item in enumerate(schema):
            yield from described(item, f"{path}[{index}]")
    elif isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
            yield from ((f"{path}.{key}", part) for key, part in schema["properties"].items())
        for key, part in schema.items():
            yield from described(part, f"{path}.{key}")


def test_every_property_has_a_sentence() -> None:
    found = dict(described(SCHEMA))
    assert len(found) > 150
    definitions = SCHEMA["definitions"]
    for path, part in found.items():
        inner = [
            definitions[one["$ref"].split("/")[-1]] for one in part.get("anyOf", [part]) if "$ref" in one
        ]
        assert part.get("description") or any(one.get("description") for one in inner), path


def test_no_reference_leads_nowhere() -> None:
    text = json.dumps(SCHEMA)
    for name in {part.split('"')[0] for part in text.split("#/definitions/")[1:]}:
        assert name in SCHEMA["definitions"], name
    assert "$use" not in text


VALUES = [
    None,
    True,
    0,
    -1,
    2,
    1.5,
    "",
    "x",
    "gradient",
    "a b",
    [],
    [0, 0],
    [[0, 0], [1, 1]],
    {},
    {"point": [0, 0]},
    {"x": 1},
]
KEYS = [
    "say",
    "pause",
    "show",
    "walk",
    "circle",
    "opacity",
    "to",
    "nonsense",
    "x",
    "id",
    "name",
    "steps",
    "line",
]


def mutated(spec: Any, choose: random.Random) -> Any:
    """The spec with one key renamed, removed or added, or one value replaced."""
    spec = copy.deepcopy(spec)
    places: list[tuple[Any, Any]] = []

    def visit(node: Any) -> None:
        for key, child in list(node.items() if isinstance(node, dict) else enumerate(node)):
            places.append((node, key))
            if isinstance(child, dict | list):
                visit(child)

    visit(spec)
    node, key = choose.choice(places)
    action = choose.choice(["replace", "replace", "remove", "rename", "add"])
    if action == "replace":
        node[key] = choose.choice(VALUES)
    elif action == "remove":
        del node[key]
    elif isinstance(node, dict):
        node[choose.choice(KEYS)] = node.pop(key) if action == "rename" else choose.choice(VALUES)
    return spec


# Problems of the meaning, which no schema can know: the form is right.
MEANING = {
    "spec_number_undefined", "spec_number_name", "spec_not_finite", "spec_interval_order", "spec_interval_size", "spec_name_quantity", "spec_name_taken", "spec_name_printed", "spec_field_missing",
    "spec_stage_variables", "spec_file_named", "spec_extends_circle", "spec_extends_long", "spec_extends_form", "spec_dial_nowhere",
    "spec_orbit_nowhere", "spec_orbit_twice", "spec_step_size_missing", "spec_cue_twice", "spec_verb_needs_field", "spec_actor_needs_field",
    "spec_verb_stage", "spec_actor_stage", "spec_verb_needs_point", "spec_actor_needs_point", "spec_flip_nothing", "spec_actor_absent",
    "spec_unknown_param", "spec_point_size", "spec_point_outside", "spec_circle_variables", "spec_circle_outside", "spec_formula_unknown",
    "spec_title_moves", "spec_quantity_needs_point", "spec_quantity_needs_step", "spec_quantity_needs_descent", "spec_quantity_needs_field",
    "spec_formula_needs_field", "spec_graph_absent", "spec_panel_taken", "spec_actor_needs_data", "spec_data_input", "spec_flow_twice", "spec_strike_one", "spec_above", "spec_at_least", "spec_below", "spec_at_most",
}  # fmt: skip


def test_mutations_are_judged_alike(tmp_path: Path) -> None:
    """What loads passes the schema; what the schema refuses does not load; forms are refused by both."""
    choose = random.Random(7)
    starts = [plain(text) for text in WHOLE if text != SERIES and "extends" not in text]
    counts = {"good": 0, "bad": 0}
    for _ in range(700):
        spec = mutated(choose.choice(starts), choose)
        try:
            load_any(save(tmp_path, json.dumps(spec), "m.json"))
            codes: set[str] = set()
        except ProblemError as error:
            codes = {problem.code for problem in error.problems}
        valid = VALIDATOR.is_valid(spec)
        assert not any(code == "spec_invalid" for code in codes), spec
        if not codes:
            assert valid, (spec, [error.message for error in VALIDATOR.iter_errors(spec)])
        if valid:
            assert {code for code in codes if code.startswith("spec_")} <= MEANING, (codes, spec)
        counts["bad" if codes else "good"] += 1
    assert min(counts.values()) > 50, counts
