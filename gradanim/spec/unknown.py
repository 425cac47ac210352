"""Keys that nobody knows where they stand: what was meant, or where they belong."""

from __future__ import annotations

from collections.abc import Sequence

from gradanim.problems import Problem
from gradanim.spec.beat_forms import COMMON_KEYS, author_keys
from gradanim.spec.columns import fault
from gradanim.spec.nodes import Node
from gradanim.spec.other_words import COUNTED, meant


def unknown_key(found: str, node: Node, allowed: Sequence[str]) -> Problem:
    """The problem that a key is not known among those that are allowed.

    Args:
        found: the key.
        node: what it stands before.
        allowed: the keys that may stand there.
    """
    near = _counted(found, node, allowed) or meant(found, allowed)
    place = None if near is not None else _home(found, allowed)
    if place is not None:
        return fault("spec_elsewhere", node, at_key=True, found=found, place=place)
    if not allowed:
        return fault("spec_no_fields", node, at_key=True, found=found)
    expected = ", ".join(allowed)
    return fault("spec_unknown_field", node, at_key=True, suggestion=near, found=found, expected=expected)


def _counted(found: str, node: Node, allowed: Sequence[str]) -> str | None:
    """The key of a count, where the value of a key that is not known is one."""
    count = isinstance(node.value, int) and node.value > 1
    return COUNTED[found] if count and COUNTED.get(found) in allowed else None


def _home(found: str, allowed: Sequence[str]) -> str | None:
    """Where a key of a scene belongs, in words; None where that is nowhere, or in several places."""
    # Imported here: what a scene is made of asks too.
    from gradanim.spec.forms import FIELD_KEYS, FILE_KEYS
    from gradanim.spec.stage import CameraSpec, StageSpec

    if "scenes" in allowed:
        return None
    parts = {"field": FIELD_KEYS, "stage": author_keys(StageSpec), "camera": author_keys(CameraSpec)}
    places = [f"in `{name}`" for name, keys in parts.items() if found in keys]
    if found in FILE_KEYS:
        places.append("on the first level of the scene, beside `field` and `beats`")
    if found in COMMON_KEYS:
        places.append("beside the verb of a beat")
    return places[0] if len(places) == 1 else None
