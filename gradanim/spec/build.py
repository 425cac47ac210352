"""Makes the record of a scene from its tree, or tells everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from gradanim.problems import Problem, ProblemError
from gradanim.spec.beat import Beat
from gradanim.spec.beat_forms import expand_beat
from gradanim.spec.check_drawn import check_drawn
from gradanim.spec.check_field import check_field
from gradanim.spec.check_order import check_order
from gradanim.spec.check_points import check_points
from gradanim.spec.check_rules import check_rules
from gradanim.spec.check_stage import check_stage
from gradanim.spec.check_text import check_text
from gradanim.spec.check_together import check_together
from gradanim.spec.columns import fault, placed, shown
from gradanim.spec.faults import in_order, problems_of
from gradanim.spec.field import FieldSpec
from gradanim.spec.field_parts import readable_field
from gradanim.spec.forms import FILE_KEYS, expand_scene, without
from gradanim.spec.known import Known, Step, parts_of
from gradanim.spec.made_id import id_fault
from gradanim.spec.nodes import Mark, Node
from gradanim.spec.numbers import evaluate
from gradanim.spec.other_words import meant
from gradanim.spec.scene import MOST_BEATS, SceneSpec, SourceMarks
from gradanim.spec.stage import StageSpec
from gradanim.spec.unsound import UnsoundError, playable, silence

Record = TypeVar("Record", bound=BaseModel)
Context = Mapping[str, Any]


def build_scene(root: Node, file: str, slug: str, variant: str | None) -> SceneSpec:
    """The scene of a tree.

    Args:
        root: the mapping of the scene, with what it extends already under it.
        file: the name of its file in problems.
        slug: its id where it does not say one.
        variant: the variant that the tree stands for, or None.

    Raises:
        UnsoundError: faults of texts and claims, where there are no others.
        ProblemError: every problem, in the order of their places.
    """
    long, problems = expand_scene(root)
    params = _params(long.keys.get("params"), problems)
    names = [str(node.value) for node in long.find(("field", "variables")).items]
    context = {"params": params, "variables": tuple(names)}
    steps = _steps(long, context, problems)
    scene = _scene(long, _identity(long, slug, variant, problems), steps, context, problems)
    known = _known(long, steps, context, field_written=_writes_field(root))
    checks = (check_field, check_stage)
    problems += [problem for check in checks for problem in check(known, long)]
    problems += [*check_points(known), *check_rules(known), *check_together(known)]
    problems += check_order(known)
    texts = list(check_text(known, long))
    if problems or scene is None:
        raise ProblemError(in_order([*problems, *texts]))
    source = _source(file, long, steps)
    if texts:
        scene = playable(scene.model_copy(update={"source": source}), steps, texts)
        raise UnsoundError(in_order(texts), [scene])
    source = source.model_copy(update={"warnings": tuple(check_drawn(known, long))})
    return scene.model_copy(update={"source": source})


def _params(node: Node | None, problems: list[Problem]) -> dict[str, float]:
    """The parameters as numbers; one that cannot be read counts as 1, so that it makes no other problems."""
    if node is None:
        return {}
    if not node.is_mapping:
        problems.append(fault("spec_params_form", node, found=shown(node)))
        return {}
    return {name: _param(child, problems) for name, child in node.keys.items()}


def _param(node: Node, problems: list[Problem]) -> float:
    value = node.value
    try:
        if isinstance(value, str):
            return evaluate(value, {})
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf"):
            return float(value)
    except ProblemError as error:
        problems += [placed(problem, node) for problem in error.problems]
        return 1.0
    except OverflowError:
        pass
    problems.append(fault("spec_param", node, found=shown(node)))
    return 1.0


def _steps(long: Node, context: Context, problems: list[Problem]) -> tuple[Step, ...]:
    node = long.keys.get("beats")
    if node is None:
        return ()
    if not node.is_list:
        problems.append(fault("spec_list", node, field="`beats`", found=shown(node)))
    elif len(node.items) > MOST_BEATS:
        problems.append(
            fault("spec_too_many", node, field="`beats`", limit=MOST_BEATS, found=len(node.items))
        )
    return tuple(_step(item, context, problems) for item in node.items[:MOST_BEATS])


def _step(item: Node, context: Context, problems: list[Problem]) -> Step:
    form = expand_beat(item)
    problems += form.problems
    made = [(_made(Beat, part, context, problems), part) for part in form.parts]
    parts = tuple(part for beat, node in made if beat is not None for part in parts_of(beat, node))
    return Step(form, parts, form.whole is not None and made[0][0] is not None)


def _made(model: type[Record], node: Node, context: Context, problems: list[Problem]) -> Record | None:
    try:
        return model.model_validate(node.plain(), context=dict(context))
    except ValidationError as error:
        problems += problems_of(error, node, model)
        return None


def _identity(long: Node, slug: str, variant: str | None, problems: list[Problem]) -> dict[str, Any]:
    """The id and the variant of a scene; what cannot be an id is told, and another one stands in its place."""
    written = long.keys.get("id")
    name = slug if written is None else written.value
    if not isinstance(name, str):
        return {"id": name, "variant": variant}
    made = f"{name}-{variant}" if variant else name
    wrong = id_fault(made, long, written=written, variant=variant)
    if wrong is not None:
        problems.append(wrong)
    return {"id": "scene" if wrong is not None else made, "variant": variant}


def _scene(
    long: Node, identity: dict[str, Any], steps: tuple[Step, ...], context: Context, problems: list[Problem]
) -> SceneSpec | None:
    """The record of the scene around the beats that could be read."""
    data: dict[str, Any] = {
        **without(long, "params", "beats").plain(),
        **identity,
        "params": context["params"],
    }
    if "beats" in long.keys:
        beats = [step.parts[0].beat for step in steps if step.complete]
        broken = len(beats) < len(steps) or not long.keys["beats"].is_list
        data["beats"] = [*beats, silence()] if broken else beats
    try:
        return SceneSpec.model_validate(data, context=dict(context))
    except ValidationError as error:
        problems += problems_of(error, long, SceneSpec)
        return None


def _writes_field(root: Node) -> bool:
    """Whether the author wrote a field, be it misspelt or broken."""
    field = root.keys.get("field")
    if field is not None:
        return field.value is not None
    return any(meant(key, FILE_KEYS) == "field" for key in root.keys if key not in FILE_KEYS)


def _known(long: Node, steps: tuple[Step, ...], context: Context, *, field_written: bool) -> Known:
    field, stage = long.keys.get("field"), long.keys.get("stage")
    kind = StageSpec() if stage is None else _quiet(StageSpec, stage, context)
    return Known(
        field=(_quiet(FieldSpec, field, context) or readable_field(field, context)) if field else None,
        field_written=field_written,
        stage=kind.kind if kind else None,
        params=context["params"],
        steps=steps,
    )


def _quiet(model: type[Record], node: Node, context: Context) -> Record | None:
    """A part of the scene by itself; its problems are told with the scene."""
    return _made(model, node, context, [])


def _source(file: str, long: Node, steps: tuple[Step, ...]) -> SourceMarks:
    parts = tuple(tuple(part.node.keys["verb"].mark for part in step.parts[1:]) for step in steps)
    return SourceMarks(file=file, beats=tuple(_marks(steps)), field=_formula(long), parts=parts)


def _marks(steps: tuple[Step, ...]) -> Iterator[Mark]:
    for step in steps:
        node, verb = step.form.node, step.form.verb
        yield node.keys[verb].key_mark if verb is not None and verb in node.keys else node.mark


def _formula(long: Node) -> Mark | None:
    return long.find(("field", "f")).mark if "field" in long.keys else None
