"""The author's short forms of a scene's parts as the long ones that the records hold."""

from __future__ import annotations

import re
from typing import Final

from gradanim.problems import Problem
from gradanim.spec.columns import fault
from gradanim.spec.data_field import with_error
from gradanim.spec.nodes import Node
from gradanim.spec.unknown import unknown_key

FIELD_KEYS: Final = ("f", "data", "model", "x", "y", "z", "domain", "name", "clip")
SCENE_KEYS: Final = (
    "id", "title", "summary", "field", "params", "stage", "camera", "theme", "seed", "beats",
)  # fmt: skip
FILE_KEYS: Final = (*SCENE_KEYS, "variants", "extends")
AXES: Final = ("x", "y", "z")


def unknown_keys(node: Node, allowed: tuple[str, ...]) -> list[Problem]:
    """A problem for every key that is not among those allowed."""
    return [unknown_key(key, child, allowed) for key, child in node.keys.items() if key not in allowed]


def without(node: Node, *keys: str) -> Node:
    """The mapping without some keys."""
    return node.holding({key: child for key, child in node.keys.items() if key not in keys})


def expand_scene(root: Node) -> tuple[Node, list[Problem]]:
    """The mapping of a scene in its long form, without a field that cannot be told; its beats stay as they are."""
    problems = unknown_keys(root, FILE_KEYS)
    known = {key: child for key, child in root.keys.items() if key in SCENE_KEYS}
    if "field" in known:
        field, more = expand_field(known.pop("field"))
        problems += more
        if field is not None and field.keys.keys() & {"data", "model"}:
            params = root.keys.get("params")
            field, more = with_error(field, tuple(params.keys) if params else ())
            problems += more
        known |= {"field": field} if field is not None else {}
    for key in ("params", "stage", "camera", "theme", "seed"):
        # `params:` with nothing after it says the same as no `params`.
        if key in known and known[key].value is None:
            del known[key]
    if "stage" in known:
        known["stage"] = expand_stage(known["stage"])
    return root.holding(known), problems


def expand_stage(node: Node) -> Node:
    """``stage: plane`` is ``stage: {kind: plane}``."""
    return node.wrapped("kind") if isinstance(node.value, str) else node


def expand_field(node: Node) -> tuple[Node | None, list[Problem]]:
    """``x: [-1, 1]`` or ``domain: {a: [-1, 1]}`` as variables with intervals; None where they cannot be told."""
    if isinstance(node.value, str):
        node = node.wrapped("f")
    if not node.is_mapping:
        return node, []
    problems = unknown_keys(node, FIELD_KEYS)
    known = {key: child for key, child in node.keys.items() if key in FIELD_KEYS}
    formula = next((axis for axis in AXES if axis in known and _is_formula(known[axis])), None)
    if formula is not None and not known.keys() & {"f", "data", "model"}:
        problems.append(fault("spec_field_formula", known[formula], at_key=True, found=formula))
        known["f"] = known.pop(formula)
    intervals, more = _intervals(node, known)
    if more:
        return None, problems + more
    rest = {key: child for key, child in known.items() if key not in (*AXES, "domain")}
    names = tuple(Node(name, child.key_mark, child.key_mark, child.path) for name, child in intervals.items())
    rest["variables"] = node.holding(names)
    rest["domain"] = node.holding(tuple(intervals.values()))
    return node.holding(rest), problems


def _is_formula(node: Node) -> bool:
    """Whether what stands behind a variable names others, and so is no interval."""
    return isinstance(node.value, str) and re.search(r"[xyz]", node.value) is not None


def _intervals(node: Node, known: dict[str, Node]) -> tuple[dict[str, Node], list[Problem]]:
    """The interval of every variable."""
    short: dict[str, Node] = {axis: known[axis] for axis in AXES if axis in known}
    domain = known.get("domain")
    if domain is None:
        return short, [] if short else [fault("spec_domain_missing", node, at_key=True)]
    if short:
        return dict(domain.keys), [fault("spec_domain_twice", domain, at_key=True, found=", ".join(short))]
    if not domain.keys:
        return {}, [fault("spec_domain_form", domain)]
    return dict(domain.keys), []
