"""The quick reader of plain YAML gives what the parser of the whole language gives, or nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gradanim.problems import ProblemError
from gradanim.spec.builder import DEEPEST
from gradanim.spec.nodes import Node
from gradanim.spec.yaml_file import parse_yaml, read_yaml
from gradanim.spec.yaml_plain import read_plain

SCENES = sorted((Path(__file__).parents[2] / "scenes").rglob("*.yaml"))
PLAIN = {
    "a mapping": "a: 1\nbc:   x y\n",
    "lists at both columns": "a:\n  - 1\n  - two words\nb:\n- 3\n- 4\nc: d\n",
    "blocks in blocks": "a:\n  b:\n      c: 1\n      d: -2.5\n  e: f\ng: h\n",
    "mappings in lists": "a:\n  - b: 1\n    c:\n      d: 2\n  - e:\n      - 3\n",
    "lists in lists": "a:\n  - - 1\n    - - 2\n      - 3\n  -   4\n",
    "flow": "a: [1, x y, -3, 'b', \"c\", [], {}, [d], {e: f, g: [h]}]\nb: { c:  d , e: [ f , ] , }\n",
    "mappings of one key in a flow list": "a: [b, c: {d: [e: f]}, g: 1]\n",
    "quotes": "a: 'it''s # 1'\nb: \"{norm:.2f}, ∇f: é\"\nc: '' # c\nd: \"\"\n",
    "words with signs": "a: x*y & z | 2 > 1, [b]\nc: http://d\ne: f#g\nh: -x + y\ni: .5\nj: don't\n",
    "words of the core schema": "a: true\nb: null\nc: ~x\nd: no\ne: 0x1F\nf: 1e-3\ng: [.inf, -7, Null]\n",
    "comments and blank lines": "# c\n\na: 1 # c\n   # c\nb: # c\n  - 2   # c\n\n# c\n  \n  - 3\n",
    "indented": "  a: 1\n  b:\n  - 2\n",
    "no line end": "a:\n  - 1",
    "a value below its key": "a:\n  some words\nb:\n  [1, 2]\nc:\n  'd'\n",
    "keys that are words": "α: 1\na_b: 2\na.b: 3\na-b: 4\n",
}
LEFT = {
    "anchor": "a: &b 1\n", "alias": "a: *b\n", "tag": "a: !b 1\n", "literal": "a: |\n  b\n", "folded": "a: >\n  b\n",
    "document": "---\na: 1\n", "end": "a: 1\n...\n", "directive": "%YAML 1.2\n---\na: 1\n", "tab": "a:\t1\n",
    "twice": "a: 1\na: 2\n", "twice in flow": "a: {b: 1, b: 2}\n", "merge": "<<: {a: 1}\n", "question": "? a\n: b\n",
    "number as key": "1: a\n", "null as key": "null: a\n", "quoted key": "'a': 1\n", "no value": "a:\nb: 1\n",
    "words on two lines": "a: b\n  c\n", "quotes on two lines": "a: 'b\n  c'\n", "flow on two lines": "a: [b,\n  c]\n",
    "two colons": "a: b: c\n", "colon at the end": "a: b:\n", "escape": 'a: "b\\n"\n', "after a quote": "a: 'b' c\n",
    "after a bracket": "a: [b] c\n", "open": "a: [b\n", "closed by another": "a: [b}\n", "commas": "a: [b,, c]\n",
    "pair in flow": "a: {b}\n", "reserved": "a: @b\n", "list": "- a\n", "word": "a\n", "nothing": "",
    "comment": "# a\n",
    "between columns": "a:\n    b: 1\n  c: 2\n", "left of all": "  a: 1\nb: 2\n", "bare dash": "a:\n  -\n    b: 1\n",
    "return": "a: 1\rb: 2\n", "hidden": "a: b\x00\n", "lone": "a: b\ud800\n", "comment glued": "a: [b]#c\n",
    "deep": "".join(f"{' ' * i}a:\n" for i in range(DEEPEST)) + " " * DEEPEST + "a: 1\n",
    "deep flow": "a: " + "[" * DEEPEST + "]" * DEEPEST + "\n",
}  # fmt: skip


def whole(node: Node) -> tuple[Any, ...]:
    """Everything about a tree; 1 and True, and 0.0 and -0.0, are told apart."""
    below: Any = repr(node.value)
    if node.is_mapping:
        below = [(key, whole(child)) for key, child in node.keys.items()]
    elif node.is_list:
        below = [whole(child) for child in node.items]
    return type(node.value), below, node.mark, node.key_mark, node.path, node.raw


@pytest.mark.parametrize("name", PLAIN)
def test_plain_texts_give_the_same_tree_with_the_same_places(name: str) -> None:
    tree = read_plain(PLAIN[name], "a.yaml")
    assert tree is not None
    assert whole(tree) == whole(parse_yaml(PLAIN[name], "a.yaml"))


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_the_specs_of_the_project_are_plain(path: Path) -> None:
    text = path.read_text()
    tree = read_plain(text, "a.yaml")
    assert tree is not None
    assert whole(tree) == whole(parse_yaml(text, "a.yaml")) == whole(read_yaml(text, "a.yaml"))


@pytest.mark.parametrize("name", LEFT)
def test_all_else_is_left_to_the_parser(name: str) -> None:
    assert read_plain(LEFT[name], "a.yaml") is None


def test_too_many_values_are_left_to_the_parser() -> None:
    assert read_plain(f"a: [{', '.join(['1'] * 9_000)}]\n", "a.yaml") is not None
    assert read_plain(f"a: [{', '.join(['1'] * 20_000)}]\n", "a.yaml") is None


PIECES = [
    *"\n :-,[]{}#'\"&*!|>?%@`aé0_.~=<\\",
    "  ",
    "\n  ",
    "\n- ",
    "- ",
    ": ",
    " #",
    ", ",
    "---",
    "null",
    "a: ",
    "b: [c]",
]
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(["insert", "replace", "cut"]), st.sampled_from(PIECES)),
    max_size=4,
)


@settings(deadline=None, max_examples=700, derandomize=True)
@given(st.sampled_from(sorted(PLAIN.values())), EDITS)
@example("a: [b c , d]\n", [])
@example("a: b  #c\n", [])
def test_a_changed_text_gives_the_same_tree_or_none(text: str, edits: list[tuple[float, str, str]]) -> None:
    for share, kind, piece in edits:
        at = round(share * len(text))
        text = text[:at] + (piece if kind != "cut" else "") + text[at + (kind != "insert") :]
    tree = read_plain(text, "a.yaml")
    if tree is None:
        return
    try:
        expected = parse_yaml(text, "a.yaml")
    except ProblemError as error:
        pytest.fail(f"{text!r} is read, though {error}")
    assert whole(tree) == whole(expected)


def fastest(action: Callable[[], object]) -> float:
    seconds = []
    for _ in range(5):
        start = time.process_time()
        action()
        seconds.append(time.process_time() - start)
    return min(seconds)


def test_the_quick_reader_is_quick() -> None:
    texts = [path.read_text() for path in SCENES] * 3
    slow = fastest(lambda: [parse_yaml(text, "a.yaml") for text in texts])
    quick = fastest(lambda: [read_plain(text, "a.yaml") for text in texts])
    assert 4 * quick < slow
