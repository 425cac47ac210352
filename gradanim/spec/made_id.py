"""The id that the name of a file makes, with that of a variant, where it cannot be one."""

from __future__ import annotations

import re

from gradanim.problems import Problem
from gradanim.spec.columns import fault
from gradanim.spec.nodes import Node
from gradanim.spec.scene import MOST_ID, SLUG


def id_fault(
    made: str, node: Node, *, written: Node | None = None, variant: str | None = None
) -> Problem | None:
    """What is wrong with an id that was put together, or None; one that its author wrote whole is not looked at.

    Args:
        made: the id.
        node: the mapping of the scene or the series.
        written: where its author wrote the id, of which this is the one of a variant.
        variant: the variant, or None.
    """
    if written is None and not re.fullmatch(SLUG, made):
        return fault("spec_id_missing", node)
    short = written is None or len(str(written.value)) <= MOST_ID
    if len(made) <= MOST_ID or not short or (written is not None and variant is None):
        return None
    source = "the name of the file" if written is None else "`id`"
    makes = "makes" if variant is None else "with the name of the variant makes"
    return fault("spec_id_long", written or node, source=source, makes=makes, length=len(made), limit=MOST_ID)
