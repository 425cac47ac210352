"""The tree of a formula: what lies below a node."""

from dataclasses import fields

import pytest

from gradanim.calculus import nodes
from gradanim.calculus.nodes import Node, Number, Symbol

X, Y = Symbol("x"), Number("2")
GIVEN = {
    "text": "1",
    "name": "sin",
    "terms": (X, Y),
    "factors": (Y, X),
    "arguments": (X,),
    "items": (X, Y, X),
}
KINDS = sorted(
    (kind for kind in vars(nodes).values() if isinstance(kind, type) and kind.__base__ is Node), key=str
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_children_of_every_kind_are_the_nodes_in_its_fields_in_order(kind: type[Node]) -> None:
    names = [each.name for each in fields(kind) if each.name != "column"]
    node = kind(**{name: GIVEN.get(name, Symbol(name)) for name in names})
    expected: list[Node] = []
    for name in names:
        value = getattr(node, name)
        expected += value if isinstance(value, tuple) else [value] if isinstance(value, Node) else []
    assert nodes.children(node) == tuple(expected)


def test_all_kinds_are_looked_at() -> None:
    assert len(KINDS) == 11
