"""Files become trees in which every key and value knows its place."""

# ruff: noqa: E501

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML, YAMLError
from spec_helpers import SCENE, problems, told

from gradanim.problems import ProblemError
from gradanim.spec.columns import spot
from gradanim.spec.json_file import read_json
from gradanim.spec.nodes import Node, node_from
from gradanim.spec.scalars import resolve
from gradanim.spec.toml_file import read_toml
from gradanim.spec.yaml_file import read_yaml

# Examples of the core schema, YAML 1.2.2 section 10.3.2, and the words of YAML 1.1 that are words now.
CORE = {
    "null": None, "~": None, "": None, "true": True, "False": False, "0": 0, "-19": -19, "+12": 12,
    "0o7": 7, "0o17": 15, "0x3A": 58, "017": 17, "0.": 0.0, "-0.0": 0.0, ".5": 0.5, "+12e03": 12000.0, "-2E+05": -200000.0,
    "1e-3": 0.001, "1e3": 1000.0, ".inf": math.inf, "-.Inf": -math.inf,
    "no": "no", "on": "on", "yes": "yes", "Off": "Off", "y": "y", "1_000": "1_000", "0b11": "0b11", "12:30": "12:30", "2024-01-01": "2024-01-01",
    "nan": "nan", "inf": "inf", "1e": "1e", "e3": "e3", ".": ".", "tRue": "tRue", "0o8": "0o8", "x": "x", "1.2.3": "1.2.3",
}  # fmt: skip


@pytest.mark.parametrize("word", CORE)
def test_plain_words_follow_the_core_schema(word: str) -> None:
    value = resolve(word)
    assert value == CORE[word]
    assert type(value) is type(CORE[word])


def test_not_a_number_and_numbers_too_long_for_an_integer() -> None:
    assert math.isnan(float(resolve(".nan") or 0))
    assert resolve("9" * 400) == math.inf
    assert resolve("0x" + "f" * 400) == "0x" + "f" * 400


TREE = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | st.text("abc: {}[]#'\"\\ é∇\n", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abkey", min_size=1, max_size=4), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.text("abkey", min_size=1, max_size=4), TREE, max_size=4))
def test_json_gives_what_the_standard_library_reads(data: dict[str, object]) -> None:
    import json

    for indent in (None, 2):
        assert read_json(json.dumps(data, indent=indent), "a.json").plain() == data
        assert read_json(json.dumps(data, indent="\t", ensure_ascii=False), "a.json").plain() == data


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.text("abkey", min_size=1, max_size=4), TREE, max_size=4))
def test_yaml_gives_what_ruamel_reads(data: dict[str, object]) -> None:
    import io

    stream = io.StringIO()
    YAML(typ="safe", pure=True).dump(data, stream)
    try:
        expected = YAML(typ="safe", pure=True).load(stream.getvalue())
    except YAMLError:
        # ruamel writes some texts, such as `:'`, in a form that it cannot read itself.
        reject()
    assert read_yaml(stream.getvalue(), "a.yaml").plain() == expected


MARKED = {
    "a.yaml": "top:\n  - {key: 'it''s', n: -1}\n  - word\nother: 1e-3\n",
    "a.json": '{\n "top":\n [{"key": "it\'s", "n": -1}, "word"],\n"other": 1e-3}\n',
    "a.toml": 'other = 1e-3\n\n[[top]]\nkey = "it\'s"\nn = -1\n',
}
READERS = {"a.yaml": read_yaml, "a.json": read_json, "a.toml": read_toml}
PLACES = {
    "a.yaml": {"top": (2, 3), "top.0": (2, 5), "top.0.key": (2, 11), "top.0.n": (2, 23), "top.1": (3, 5), "other": (4, 8)},
    "a.json": {"top": (3, 2), "top.0": (3, 3), "top.0.key": (3, 11), "top.0.n": (3, 24), "top.1": (3, 29), "other": (4, 10)},
    "a.toml": {"top": (3, 1), "top.0": (3, 1), "top.0.key": (4, 7), "top.0.n": (5, 5), "other": (1, 9)},
}  # fmt: skip


def walk(node: Node, path: tuple[str, ...] = ()) -> dict[str, Node]:
    found = {".".join(path): node}
    for key, child in (*node.keys.items(), *((str(i), item) for i, item in enumerate(node.items))):
        found |= walk(child, (*path, key))
    return found


@pytest.mark.parametrize("name", MARKED)
def test_every_value_has_its_place(name: str) -> None:
    nodes = walk(READERS[name](MARKED[name], name))
    assert {key: (nodes[key].mark.line, nodes[key].mark.column) for key in PLACES[name]} == PLACES[name]
    assert nodes["top.0.key"].value == "it's"
    assert nodes["top.0.key"].where == "top[0].key"
    assert {node.mark.file for node in nodes.values()} == {name}


def test_places_in_toml_tables_within_arrays_of_tables() -> None:
    text = '[[beats]]\nshow = "axes"\n[[beats]]\n[beats.walk.circle]\nradius = 1\n[stage]\nkind = "plane"\n'
    nodes = walk(read_toml(text, "a.toml"))
    assert nodes["beats.0.show"].mark.line == 2
    assert nodes["beats.1.walk.circle.radius"].mark.line == 5
    assert nodes["stage.kind"].mark.line == 7


@pytest.mark.parametrize(
    ("written", "index", "column"),
    [
        ("x^2 + zz", 6, 12),
        ("'it''s zz'", 5, 13),
        ("'x + zz'", 4, 11),
        (r'"\u2207 \x41 zz"', 4, 19),
        (r'"a\\b\tzz"', 4, 13),
    ],
)
def test_characters_of_scalars_have_columns(written: str, index: int, column: int) -> None:
    node = read_yaml(f"key: {written}\n", "a.yaml").keys["key"]
    assert str(node.value)[index : index + 2] == "zz"
    assert spot(node, index + 1).column == column
    assert f"key: {written}"[column - 1 : column + 1] == "zz"


def test_a_surrogate_pair_in_json_is_one_character() -> None:
    node = read_json('{"key": "\\ud83d\\ude00zz"}', "a.json").keys["key"]
    assert str(node.value)[1:] == "zz"
    assert spot(node, 2).column == 22


def test_a_value_of_several_lines_is_told_where_it_begins() -> None:
    node = read_yaml("key: |\n  a\n  zz\n", "a.yaml").keys["key"]
    assert spot(node, 3) == node.mark
    assert node.mark.line == 1


def test_byte_order_mark_and_line_ends_do_not_count(tmp_path: Path) -> None:
    text = "\ufeff" + SCENE.replace("\n", "\r\n") + "them: dark\r\n"
    assert told(tmp_path, text.encode())[0].startswith("5:1: unknown key `them`")


BOMBS = {
    "laughs.yaml": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "deep.yaml": "a: " + "[" * 5000,
    "deep.json": '{"a": ' + "[" * 100_000,
    "deep_closed.json": '{"a": ' + "[" * 900 + "]" * 900 + "}",
    "deep.toml": "a = " + "[" * 100_000,
    "wide.json": '{"a": [' + "1," * 30_000 + "1]}",
    "digits.json": '{"title": ' + "9" * 5000 + "}",
    "digits.toml": "title = " + "9" * 5000,
    "blocks.yaml": "".join("  " * i + "a:\n" for i in range(200)),
    "flow.yaml": "{" * 3000,
    "questions.yaml": "? " * 3000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_with_a_problem(tmp_path: Path, name: str) -> None:
    assert problems(tmp_path, BOMBS[name], name)


@settings(deadline=None, max_examples=120)
@given(st.text(st.sampled_from("ab:-[]{}&*!|>'\"%@` \n\t#?,~1.é\x00"), max_size=40))
def test_no_text_is_more_than_a_problem(text: str) -> None:
    for reader in (read_yaml, read_json, read_toml):
        try:
            node = reader(text, "a")
        except ProblemError as error:
            assert error.problems
        else:
            assert node.is_mapping


def test_plain_data_make_trees_without_places() -> None:
    node = node_from({"a": [1, {"b": "c"}]})
    assert node.plain() == {"a": [1, {"b": "c"}]}
    assert node.find(("a", 1, "b")).where == "a[1].b"
    assert node.find(("a", 1, "b")).mark.line is None
