"""Warns of characters in the texts of a scene that no font can draw."""

from __future__ import annotations

from collections.abc import Iterator

from gradanim.problems import Problem
from gradanim.spec.check_text import labels_of, texts_of
from gradanim.spec.columns import placed
from gradanim.spec.drawable import undrawn
from gradanim.spec.known import Known
from gradanim.spec.nodes import Node

# More than these are not listed.
MOST_LISTED = 8
# What a caption may hold unless it is drawn into the picture: whoever plays the film has other fonts.
CAPTION = "spec_undrawn_caption"


def check_drawn(known: Known, root: Node) -> Iterator[Problem]:
    """Warnings, which have the exit code 0, at the first character of each text that cannot be drawn."""
    for node in (root.keys.get("title"), root.find(("field",)).keys.get("name")):
        if node is not None:
            yield from _warning(node, "spec_undrawn")
    for part in known.parts:
        said = part.node.keys.get("say")
        for node in (*texts_of(part), *labels_of(part)):
            yield from _warning(node, CAPTION if node is said else "spec_undrawn")


def _warning(node: Node, code: str) -> Iterator[Problem]:
    missing = undrawn(node.value) if isinstance(node.value, str) else ""
    if missing:
        listed = ", ".join(f"`{letter}`" for letter in missing[:MOST_LISTED])
        details = {"found": listed + (", …" if len(missing) > MOST_LISTED else "")}
        column = str(node.value).index(missing[0]) + 1
        yield placed(Problem(code, details, column=column, exit_code=0), node)
