"""One spelling for every name that an author declares: ``β`` and ``beta``, ``x_1`` and ``x₁`` are the same name."""

from __future__ import annotations

from gradanim.spec.nodes import Node


def spelled(node: Node) -> Node:
    """A mapping from names to anything with its keys in canonical spelling; the places stay the author's.

    Of several keys that are one name the first has it, the others stay as they are written: a check tells them.
    """
    if all(key.isascii() and "_" not in key for key in node.keys):
        return node
    # Imported here: most names have one spelling only.
    from gradanim.calculus.names import canonical

    taken = {key for key in node.keys if canonical(key) == key}
    made: dict[str, Node] = {}
    for key, child in node.keys.items():
        name = canonical(key)
        made[key if name in taken else name] = child
        taken.add(name)
    return node.holding(made)


def with_names_spelled(root: Node) -> Node:
    """A layer of a scene whose variables and parameters are in canonical spelling, so that layers agree on them."""
    known = dict(root.keys)
    if "params" in known:
        known["params"] = spelled(known["params"])
    field = known.get("field")
    if field is not None and "domain" in field.keys:
        known["field"] = field.holding({**field.keys, "domain": spelled(field.keys["domain"])})
    return root.holding(known)


def written(node: Node, name: str) -> str:
    """A name as the author wrote it, which is a key of the file."""
    return str(node.path[-1]) if node.path else name
