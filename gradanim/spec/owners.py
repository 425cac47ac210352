"""The records that hold what stands at a place of a spec."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from gradanim.spec.action import Action
from gradanim.spec.actor_options import ActorOptions
from gradanim.spec.actors import ACTORS
from gradanim.spec.beat_forms import author_keys
from gradanim.spec.nodes import Node
from gradanim.spec.verbs import VERBS

Location = tuple[str | int, ...]


def owner_at(model: type[BaseModel], node: Node, location: Location) -> type[BaseModel] | None:
    """The record that holds what stands at a location."""
    owner: type[BaseModel] | None = model
    for part in location:
        around, node = node, node.find((part,))
        if isinstance(part, str) and owner is not None:
            field = owner.model_fields.get(part)
            owner = _record(field.annotation, around) if field else None
    return owner


def _record(annotation: Any, around: Node) -> type[BaseModel] | None:
    """The record in an annotation; what a verb or an actor decides is looked up."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation is Action:
            return VERBS.get(str(around.find(("verb",)).value))
        if annotation is ActorOptions:
            return ACTORS.get(str(around.find(("name",)).value))
        return annotation
    inner = (_record(part, around) for part in get_args(annotation))
    return next((record for record in inner if record is not None), None)


def holders(found: str, owner: type[BaseModel]) -> Mapping[str, str]:
    """The keys of a record that hold records with some key, and how that key is written there.

    Args:
        found: a key that the record itself has not.
        owner: the record.
    """
    records = {name: _record(field.annotation, Node(None)) for name, field in owner.model_fields.items()}
    names = [name for name, record in records.items() if record is not None and found in author_keys(record)]
    return {name: _written(found, name, owner) for name in names}


def _written(found: str, name: str, owner: type[BaseModel]) -> str:
    record = f"{{{found}: …}}"
    several = get_origin(owner.model_fields[name].annotation) is tuple
    return f"{name}: [{record}]" if several else f"{name}: {record}"
