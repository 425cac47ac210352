"""Keys that nobody knows where they stand: what was meant, or where they belong."""

from __future__ import annotations

from collections.abc import Sequence

from gradanim.problems import Problem, closest
from gradanim.spec.actors import ACTORS
from gradanim.spec.beat_forms import COMMON_KEYS, author_keys
from gradanim.spec.columns import fault, shown
from gradanim.spec.nodes import Node
from gradanim.spec.other_words import COUNTED, OTHER_ACTORS, meant

# So many of the actors that have an option are named.
_NAMED = 3


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


def unknown_actor(node: Node) -> Problem:
    """The problem that a value is no actor.

    Args:
        node: what stands where an actor is named.
    """
    found = node.value.strip() if isinstance(node.value, str) else ""
    parts = [part.strip() for part in found.split(",")]
    if len(parts) > 1 and all(part in ACTORS for part in parts):
        return fault("spec_actors_list", node, wanted=", ".join(parts))
    if found in ("all", "everything") and "hide" in node.path:
        return fault("spec_hide_all", node, found=found)
    near = OTHER_ACTORS.get(found) or closest(found, ACTORS)
    having = [f"`{name}`" for name, options in ACTORS.items() if found in options.model_fields]
    if having and near is None:
        return fault("spec_option_indent", node, found=found, actors=" or ".join(having[:_NAMED]))
    return fault("spec_unknown_actor", node, suggestion=near, found=shown(node), expected=", ".join(ACTORS))


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
