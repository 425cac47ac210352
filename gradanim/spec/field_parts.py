"""What can be used of a field that has mistakes, so that one of them does not hide those of the beats."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from gradanim.spec.field import LONGEST_FORMULA, FieldSpec, Variable
from gradanim.spec.nodes import Node
from gradanim.spec.numbers import MOST_VARIABLES, Interval

# What lies between these lies in every domain.
_ANYWHERE = (-math.inf, math.inf)


def readable_field(node: Node, context: Mapping[str, Any]) -> FieldSpec | None:
    """The field with its mistakes left open, or None where its variables cannot be told.

    Args:
        node: the long form of the field.
        context: what numbers are read with.

    Returns:
        A record that was not validated: a formula that cannot be read is empty, an interval that cannot be read has
        no ends, everything else is as if it were absent.
    """
    names = _variables(node, context)
    if names is None:
        return None
    intervals = (_read(Interval, item, context) for item in node.find(("domain",)).items)
    written = node.keys.get("f")
    formula = written.value if written is not None else None
    return FieldSpec.model_construct(
        f=formula if isinstance(formula, str) and len(formula) <= LONGEST_FORMULA else "",
        data=() if "data" in node.keys else None,
        variables=names,
        domain=tuple(interval or _ANYWHERE for interval in intervals),
    )


def _variables(node: Node, context: Mapping[str, Any]) -> tuple[str, ...] | None:
    if not {"variables", "domain"} <= node.keys.keys():
        return None
    names = [_read(Variable, item, context) for item in node.keys["variables"].items]
    if None in names or not 1 <= len(names) <= MOST_VARIABLES:
        return None
    return tuple(names)


def _read(kind: Any, node: Node, context: Mapping[str, Any]) -> Any:
    try:
        return TypeAdapter(kind).validate_python(node.plain(), context=dict(context))
    except ValidationError:
        return None
