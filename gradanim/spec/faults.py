"""What pydantic found wrong, as problems at their places in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from gradanim.problems import Problem, closest
from gradanim.spec.actors import ACTORS
from gradanim.spec.beat_forms import author_keys
from gradanim.spec.braces import braced, text_in_braces
from gradanim.spec.columns import fault, placed, shown
from gradanim.spec.model import Model
from gradanim.spec.nodes import Node
from gradanim.spec.numbers import ANGLE_WORDS
from gradanim.spec.other_words import OTHER_CHOICES, meant
from gradanim.spec.owners import holders, owner_at
from gradanim.spec.unknown import unknown_actor, unknown_key
from gradanim.spec.verbs import ClearAction

Location = tuple[str | int, ...]
# pydantic's error type -> our code.
_CODES: Mapping[str, str] = {
    "string_type": "spec_text",
    "bool_type": "spec_switch",
    "int_type": "spec_whole_number",
    "tuple_type": "spec_list",
    "list_type": "spec_list",
    "dict_type": "spec_mapping",
    "model_type": "spec_mapping",
    "model_attributes_type": "spec_mapping",
    "string_too_short": "spec_text_empty",
    "string_too_long": "spec_text_long",
    "too_short": "spec_too_few",
    "too_long": "spec_too_many",
    "greater_than": "spec_above",
    "greater_than_equal": "spec_at_least",
    "less_than": "spec_below",
    "less_than_equal": "spec_at_most",
}
# What the lists hold that can be too short to make sense.
_ITEMS: Mapping[str | int, str] = {"together": "beats", "race": "descents", "runs": "descents"}
_LIMITS = ("gt", "ge", "lt", "le", "max_length", "min_length", "limit")


def problems_of(error: ValidationError, node: Node, model: type[BaseModel]) -> list[Problem]:
    """One problem for every mistake.

    Args:
        error: what was raised for the plain data of ``node``.
        node: the long form, with places.
        model: the record that was to be made.
    """
    found: dict[tuple[Any, ...], Problem] = {}
    items = error.errors(include_url=False)
    for item in items:
        if item["type"] == "too_short" and any(_lies_in(other["loc"], item["loc"]) for other in items):
            continue  # Items that were refused are not counted; the list is as long as it should be.
        for problem in _problems(item, node, model):
            # A value that fits no member of a union is one mistake.
            found.setdefault((problem.file, problem.line, problem.column, problem.where), problem)
    return list(found.values())


def _lies_in(location: Location, around: Location) -> bool:
    return len(location) > len(around) and location[: len(around)] == around


def _problems(item: Mapping[str, Any], node: Node, model: type[BaseModel]) -> Iterator[Problem]:
    location: Location = item["loc"]
    kind: str = item["type"]
    context: Mapping[str, Any] = item.get("ctx", {})
    target = node.find(location)
    if kind == "spec_carried":
        yield from (placed(_of_number(problem, target), target) for problem in context["problems"])
    elif kind == "extra_forbidden":
        yield _unknown(str(location[-1]), target, owner_at(model, node, location[:-1]))
    elif kind == "missing":
        yield _missing(str(location[-1]), node.find(location[:-1]))
    elif kind == "literal_error":
        yield _choice(target, model, node, location)
    else:
        yield _plain(kind, context, item["msg"], target)


# Units that are written behind a number and mean what it is in anyway.
_UNITS = frozenset({"deg", "degree", "degrees", "°", "s", "sec", "secs", "second", "seconds"})


def _of_number(problem: Problem, node: Node) -> Problem:
    """A problem of an expression in the parameters that stands for a number; a name in it can only be one of these."""
    found = problem.details.get("found")
    if problem.code in ("name_unknown", "formula_character") and found in _UNITS:
        return replace(problem, code="spec_number_unit", details={"field": label(node), "found": found})
    if problem.code != "name_unknown":
        return problem
    known = problem.details["known"]
    details = {
        "field": label(node),
        "found": problem.details["found"],
        "known": "there is none here" if known == "none" else f"these are {known}",
    }
    near = problem.suggestion if problem.suggestion in known.split(", ") else None
    return replace(problem, code="spec_number_name", details=details, suggestion=near)


def _plain(kind: str, context: Mapping[str, Any], said: str, node: Node) -> Problem:
    if kind == "string_pattern_mismatch":
        return fault("spec_slug", node, field=label(node), found=shown(node))
    if kind == "spec_unknown_actor":
        return unknown_actor(node)
    if kind in ("spec_angle", "spec_cut"):
        near = closest(str(node.value), ANGLE_WORDS)
        return fault(kind, node, suggestion=near, field=label(node), found=shown(node))
    details = {key: value for key, value in context.items() if not isinstance(value, BaseException)}
    limit = next((_short(details[name]) for name in _LIMITS if name in details), "")
    code = kind if kind.startswith("spec_") else _CODES.get(kind, "spec_invalid")
    typed = text_in_braces(node) if code in ("spec_text", "spec_list") else None
    if typed is not None:
        return placed(braced(typed, claim=node.path[-1] in ("claim", "that")), node)
    details |= {"field": label(node), "found": shown(node), "limit": limit, "said": said}
    if code == "spec_interval" and node.is_list:
        details["found"] = f"a list of {len(node.items)}"
    options = ACTORS.get(str(node.path[-1])) if node.path and code == "spec_mapping" else None
    if options is not None and options.model_fields:
        return fault(
            "spec_bare_option", node, **details, actor=node.path[-1], first=next(iter(options.model_fields))
        )
    if code == "spec_too_few" and node.path and node.path[-1] in _ITEMS:
        return fault("spec_too_few_of", node, **details, items=_ITEMS[node.path[-1]])
    return fault(code, node, **details)


def _short(limit: Any) -> Any:
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit


def _unknown(found: str, node: Node, owner: type[BaseModel] | None) -> Problem:
    if owner is not None and issubclass(owner, Model) and found in owner.aliases:
        # It kept its other name because the name it stands for is there as well.
        return fault("spec_alias_twice", node, at_key=True, found=found, other=owner.aliases[found])
    allowed = author_keys(owner) if owner is not None else ()
    inside = holders(found, owner) if owner is not None and not meant(found, allowed) else {}
    if inside:
        place, example = " or ".join(f"`{name}`" for name in inside), next(iter(inside.values()))
        return fault("spec_deeper", node, at_key=True, found=found, place=place, example=example)
    return unknown_key(found, node, allowed)


def _missing(name: str, around: Node) -> Problem:
    problem = fault("spec_missing", around, at_key=True, field=name, around=label(around))
    return problem.at(where=f"{around.where}.{name}".removeprefix("."))


def _choice(node: Node, model: type[BaseModel], root: Node, location: Location) -> Problem:
    owner = owner_at(model, root, location[:-1])
    field = owner.model_fields.get(str(location[-1])) if owner else None
    if owner is ClearAction and node.value in ACTORS:
        return fault("spec_clear_actor", node, found=node.value)
    words = [word for word in _words(field.annotation) if isinstance(word, str)] if field else []
    near = _chosen(node.value, words) if isinstance(node.value, str) else None
    return fault(
        "spec_choice", node, suggestion=near, field=label(node), found=shown(node), expected=", ".join(words)
    )


def _chosen(found: str, words: list[str]) -> str | None:
    """The word of several that was meant."""
    same = OTHER_CHOICES.get(found.casefold())
    return same if same in words else closest(found, words)


def _words(annotation: Any) -> list[Any]:
    """The words of the literals in an annotation."""
    inner = get_args(annotation)
    return [word for part in inner for word in _words(part)] if inner else [annotation]


def label(node: Node) -> str:
    """The name by which a problem calls a value: its key, with the index of an item."""
    if not node.path:
        return "the spec"
    last = node.path[-1]
    if isinstance(last, str):
        return f"`{last}`"
    key = next((part for part in reversed(node.path) if isinstance(part, str)), "")
    return f"`{key}[{last}]`"


def in_order(problems: list[Problem]) -> list[Problem]:
    """Every problem of a file once, by place; a key that is misspelt is not missing as well."""
    misspelt = {
        _beside(problem, problem.suggestion) for problem in problems if problem.code == "spec_unknown_field"
    }
    unique = {(str(problem), problem.where): problem for problem in reversed(problems)}
    kept = [
        problem
        for problem in unique.values()
        if not (problem.code == "spec_missing" and problem.where in misspelt)
    ]
    ordered = sorted(kept, key=lambda problem: (problem.line or 0, problem.column or 0, problem.message))
    return _names_once(ordered)


def _names_once(problems: list[Problem]) -> list[Problem]:
    """A name that is not known is one mistake, however often it was typed: the first place tells the others."""
    lines: dict[Any, list[int]] = {}
    for problem in problems:
        lines.setdefault(_name_of(problem), []).append(problem.line or 0)
    told: dict[Any, Problem] = {}
    for problem in problems:
        others = sorted({line for line in lines[_name_of(problem)] if line not in (0, problem.line)})
        told.setdefault(_name_of(problem), replace(problem, also=tuple(others)))
    return list(told.values())


def _name_of(problem: Problem) -> Any:
    """What two problems with the same name have in common; every other problem is one by itself."""
    if problem.code not in ("name_unknown", "function_unknown", "spec_number_name"):
        return id(problem)
    return problem.code == "function_unknown", problem.file, problem.details["found"]


def _beside(problem: Problem, name: str | None) -> str:
    """The path of another key in the same mapping."""
    around = (problem.where or "").rpartition(".")[0]
    return f"{around}.{name}".removeprefix(".")
