"""Writes the language page from the records themselves, so that it cannot grow stale."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from gradanim.spec.action import Action
from gradanim.spec.actors import ACTORS
from gradanim.spec.availability import ACTOR_STAGES, DRAWN, EVERY, VERB_STAGES
from gradanim.spec.beat import Beat
from gradanim.spec.beat_forms import COMMON_KEYS
from gradanim.spec.document_stays import LEAVES, ROWS, STAYS
from gradanim.spec.document_texts import CLAIMS, FORMULAS, INTRODUCTION, REUSE, TEXTS
from gradanim.spec.field import FieldSpec
from gradanim.spec.forms import AXES, SCENE_KEYS
from gradanim.spec.quantities import QUANTITIES, VECTORS
from gradanim.spec.scene import SceneSpec
from gradanim.spec.schema_parts import first_sentence
from gradanim.spec.series import SeriesSpec
from gradanim.spec.stage import STAGES, CameraSpec, StageSpec
from gradanim.spec.verbs import VERBS

Rows = Iterable[tuple[str, ...]]


def language_page() -> str:
    """The text of ``docs/language.md``, in Markdown."""
    return "\n\n".join(_sections()) + "\n"


def _sections() -> Iterator[str]:
    yield INTRODUCTION
    yield "## A scene"
    yield _table(("key", "what it says"), _keys(SceneSpec, SCENE_KEYS))
    yield "### field"
    yield _table(("key", "what it says"), _field_rows())
    yield FORMULAS
    for name, record in (("stage", StageSpec), ("camera", CameraSpec)):
        yield f"### {name}"
        yield _field_table(record)
    yield "## Beats"
    yield "A beat is a mapping with one verb and whatever it carries besides:"
    yield _table(("key", "what it says"), _keys(Beat, COMMON_KEYS))
    yield STAYS
    yield _table(("verb", "what it brings", "how long it stays"), ROWS)
    yield LEAVES
    for action in VERBS.values():
        yield from _verb(action)
    yield from _actors()
    yield TEXTS
    yield _table(("quantity", "kind", "what it is"), _quantities())
    yield CLAIMS
    yield REUSE
    yield "## A series"
    yield _table(("key", "what it says"), _keys(SeriesSpec, SeriesSpec.model_fields))


def _table(head: tuple[str, ...], rows: Rows) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _keys(record: type[BaseModel], names: Iterable[str]) -> Rows:
    for name in names:
        field = record.model_fields[name]
        yield f"`{name}`", f"{field.description}{_default(field.default)}"


def _default(value: Any) -> str:
    if value is PydanticUndefined or value is None or value == "":
        return ""
    shown = (
        f"{value:g}" if isinstance(value, float) else str(value).lower() if isinstance(value, bool) else value
    )
    return f" Default: `{shown}`."


def _field_rows() -> Rows:
    yield from _keys(FieldSpec, ("f", "data", "model"))
    yield ", ".join(f"`{axis}`" for axis in AXES), "The interval `[low, high]` of that variable."
    yield (
        "`domain`",
        "Instead of these, intervals of variables with other names: `domain: {a: [0, 1], b: [0, 1]}`.",
    )
    yield from _keys(FieldSpec, ("name", "clip"))


def _field_table(record: type[BaseModel]) -> str:
    return _table(("key", "", "what it says"), _field_cells(record))


def _field_cells(record: type[BaseModel]) -> Rows:
    for name, field in record.model_fields.items():
        key = field.serialization_alias or name
        needed = "needed" if field.is_required() else ""
        yield f"`{key}`", needed, f"{field.description}{_default(field.default)}"


def _verb(action: type[Action]) -> Iterator[str]:
    yield f"### {action.verb}"
    yield first_sentence(action)
    if "expand" in vars(action):
        yield f"Written as: {(action.expand.__doc__ or '').strip().replace('``', '`')}"
    stages = VERB_STAGES.get(action.verb, DRAWN)
    if stages != DRAWN:
        yield f"On these stages: {', '.join(kind for kind in STAGES if kind in stages)}."
    yield f"```yaml\n- {action.example}\n```"
    yield (
        f"![{action.verb}, as it begins, on its way and done](../media/showcase/verbs/{action.verb}.png)\n\n"
        f"The scene in the picture: [scenes/verbs/{action.verb}.yaml](../scenes/verbs/{action.verb}.yaml)."
    )
    if action.verb not in ("show", "vary", "together"):
        yield _field_table(action)
    for name, field in action.model_fields.items():
        inner = _record(field.annotation)
        if inner is not None and action.verb in ("walk", "race"):
            yield f"`{name}`: {field.description}"
            yield _field_table(inner)


def _record(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _record(part)) is not None), None)


def _actors() -> Iterator[str]:
    yield "## Actors"
    yield (
        "An actor has its options by name: `show: [axes, {contours: {levels: 5}}]`; a second `show` changes them. The "
        'lines of a readout may stand bare: `show: {readout: ["∇f = {gradient}", "f = {f:.2f}"]}`.'
    )
    yield "What `show` brings onto the stage, on which stages it can be, and its options:"
    yield _table(("actor", "what it is", "stages", "options"), [_actor(name) for name in ACTORS])


def _actor(name: str) -> tuple[str, ...]:
    options = ACTORS[name]
    stages = ACTOR_STAGES[name]
    where = "all" if stages == EVERY else ", ".join(kind for kind in STAGES if kind in stages)
    fields = [
        f"`{key}`: {field.description}{_default(field.default)}"
        for key, field in options.model_fields.items()
    ]
    return f"`{name}`", first_sentence(options), where, "<br>".join(fields)


def _quantities() -> Rows:
    for name, sentence in QUANTITIES.items():
        yield f"`{name}`", "vector" if name in VECTORS else "number", sentence
    yield "`f_x`, `f_y`, …", "number", "The partial derivative along that variable at the point."
    yield (
        "`f_xx`, `f_xy`, …",
        "number",
        "The second partial derivatives at the point, for variables of one Latin letter.",
    )
    yield "`x`, `y`, …", "number", "The coordinates of the point."
    yield "`a`, …", "number", "The parameters."


def main() -> None:
    """Write the page to the standard output."""
    sys.stdout.write(language_page())


if __name__ == "__main__":
    main()
