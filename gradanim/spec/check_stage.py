"""Checks that the stage suits the field, and that every verb and actor can be on it."""

from __future__ import annotations

from collections.abc import Iterator

from gradanim.problems import Problem
from gradanim.spec.availability import ACTOR_STAGES, FIELD_ACTORS, FIELD_VERBS, VARIABLES, VERB_STAGES
from gradanim.spec.columns import fault
from gradanim.spec.known import Known, Part
from gradanim.spec.nodes import Node
from gradanim.spec.verbs import ShowAction


def check_stage(known: Known, root: Node) -> Iterator[Problem]:
    """Problems of the stage with the field and of the beats with the stage."""
    yield from _field_suits(known, root)
    for part in known.parts:
        verb = part.beat.verb
        if known.stage == "board" and not known.field_written and verb in FIELD_VERBS:
            yield part.fault("spec_verb_needs_field")
        elif known.stage and known.stage not in VERB_STAGES.get(verb, {known.stage}):
            expected = ", ".join(sorted(VERB_STAGES[verb]))
            yield part.fault("spec_verb_stage", stage=known.stage, expected=expected)
        if isinstance(part.beat.action, ShowAction):
            yield from _actors_suit(known, part, part.beat.action)


def _field_suits(known: Known, root: Node) -> Iterator[Problem]:
    stage = known.stage
    place = root.keys.get("stage", root)
    if stage is None:
        return
    if not known.field_written and stage != "board":
        yield fault("spec_field_missing", place, at_key=True, stage=stage)
    wanted = VARIABLES.get(stage)
    if known.field and wanted is not None and len(known.variables) != wanted:
        near = next((kind for kind, count in VARIABLES.items() if count == len(known.variables)), "board")
        yield fault(
            "spec_stage_variables",
            root.find(("field", "domain")),
            at_key=True,
            stage=stage,
            expected=_counted(wanted),
            found=f"{len(known.variables)} ({', '.join(known.variables)})",
            other=near,
        )


def _counted(count: int) -> str:
    return "1 variable" if count == 1 else f"{count} variables"


def _actors_suit(known: Known, part: Part, action: ShowAction) -> Iterator[Problem]:
    for index, use in enumerate(action.actors):
        node = part.action.find(("actors", index, "name"))
        needs_field = use.name in FIELD_ACTORS and not use.options.alone
        if known.stage == "board" and not known.field_written and needs_field:
            yield fault("spec_actor_needs_field", node, actor=use.name)
        elif use.name == "data_plot" and known.field is not None and known.field.data is None:
            yield fault("spec_actor_needs_data", node, actor=use.name)
        elif known.stage and known.stage not in ACTOR_STAGES[use.name]:
            expected = ", ".join(sorted(ACTOR_STAGES[use.name]))
            yield fault("spec_actor_stage", node, actor=use.name, stage=known.stage, expected=expected)
