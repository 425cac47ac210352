"""Checks what must have happened before a beat can happen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gradanim.problems import Problem, closest
from gradanim.spec.actors import ACTORS, LevelCurveOptions
from gradanim.spec.availability import ENTERS, PANEL_ACTORS, POINT_ACTORS, POINT_VERBS
from gradanim.spec.columns import fault
from gradanim.spec.known import Known, Part, Step
from gradanim.spec.nodes import Node
from gradanim.spec.verbs import (
    Action,
    ApproximateAction,
    ClearAction,
    DescendAction,
    HideAction,
    HighlightAction,
    RaceAction,
    ShowAction,
    StrikeAction,
    VaryAction,
    WalkAction,
)

ARROWS = frozenset({"gradient", "negative_gradient"})


@dataclass(frozen=True)
class Progress:
    """What has happened when a beat ends.

    Attributes:
        point: the point was placed.
        step: a step was taken, by ``approximate`` or a descent.
        run: a descent was run.
        level: a level curve with a level of its own was shown.
    """

    point: bool
    step: bool
    run: bool
    level: bool


@dataclass
class _Stage:
    """What is on the stage so far."""

    point: bool = False
    step: bool = False
    run: bool = False
    level: bool = False
    actors: set[str] = field(default_factory=set)


def check_order(known: Known) -> Iterator[Problem]:
    """Problems with the order of the beats and with parameters that do not exist."""
    stage = _Stage()
    for step in known.steps:
        for part in step.parts:
            yield from _check(part, stage, known)
        for part in step.parts:
            _enter(part.beat.action, part.beat.verb, stage)
        if not step.complete:
            _assume(step, stage)


def progress(known: Known) -> tuple[Progress, ...]:
    """For every beat, what has happened when it ends."""
    stage = _Stage()
    reached: list[Progress] = []
    for step in known.steps:
        for part in step.parts:
            _enter(part.beat.action, part.beat.verb, stage)
        if not step.complete:
            _assume(step, stage)
        reached.append(Progress(stage.point, stage.step, stage.run, stage.level))
    return tuple(reached)


def _check(part: Part, stage: _Stage, known: Known) -> Iterator[Problem]:
    action = part.beat.action
    if isinstance(action, ShowAction):
        yield from _shown(part, action, stage, known)
    if isinstance(action, HideAction | HighlightAction | StrikeAction):
        yield from _present(part, action, stage)
    if isinstance(action, VaryAction):
        yield from _parameters(part.action.find(("params",)), known)
    if known.field_written and not stage.point and _needs_point(part):
        yield part.fault("spec_verb_needs_point")
    elif part.beat.verb == "flip" and not stage.actors & ARROWS:
        yield part.fault("spec_flip_nothing")
    elif part.beat.verb == "backpropagate" and "compute_graph" not in stage.actors:
        yield part.fault("spec_graph_absent")


def _needs_point(part: Part) -> bool:
    action = part.beat.action
    if isinstance(action, WalkAction):
        return action.kind in ("level_curve", "steepest") or (
            action.line is not None and action.line.from_ is None
        )
    if isinstance(action, DescendAction):
        return action.start is None
    if isinstance(action, RaceAction):
        return action.start is None and any(run.start is None for run in action.runs)
    return part.beat.verb in POINT_VERBS


def _shown(part: Part, action: ShowAction, stage: _Stage, known: Known) -> Iterator[Problem]:
    taken = stage.actors & PANEL_ACTORS
    panel = next(iter(taken)) if len(taken) == 1 else None
    for index, use in enumerate(action.actors):
        node = part.action.find(("actors", index, "name"))
        through_point = use.name == "level_curve" and getattr(use.options, "level", None) is None
        needs_point = through_point or (use.name in POINT_ACTORS and not use.options.alone)
        if known.field_written and not stage.point and needs_point:
            yield fault("spec_actor_needs_point", node, actor=use.name)
        elif use.name in PANEL_ACTORS and panel not in (None, use.name):
            yield fault("spec_panel_taken", node, actor=use.name, other=panel)
        panel = use.name if use.name in PANEL_ACTORS else panel


def _present(
    part: Part, action: HideAction | HighlightAction | StrikeAction, stage: _Stage
) -> Iterator[Problem]:
    for index, name in enumerate(action.actors):
        if name not in stage.actors:
            yield fault(
                "spec_actor_absent", part.action.find(("actors", index)), actor=name, verb=part.beat.verb
            )


def _parameters(node: Node, known: Known) -> Iterator[Problem]:
    for name, child in node.keys.items():
        if name not in known.params:
            expected = ", ".join(known.params) or "none"
            near = closest(name, known.params)
            yield fault(
                "spec_unknown_param", child, at_key=True, suggestion=near, found=name, expected=expected
            )


def _enter(action: Action, verb: str, stage: _Stage) -> None:
    stage.actors |= ENTERS.get(verb, frozenset())
    stage.point |= verb in ("place", "walk", "descend")
    stage.run |= verb in ("descend", "race")
    stage.step |= verb in ("descend", "race") or (
        isinstance(action, ApproximateAction) and action.step is not None
    )
    if isinstance(action, ShowAction):
        stage.actors |= {use.name for use in action.actors}
        for use in action.actors:
            if isinstance(use.options, LevelCurveOptions):
                stage.level = use.options.level is not None
    elif isinstance(action, HideAction):
        stage.actors -= set(action.actors)
    elif isinstance(action, ClearAction) and action.what == "all":
        # The point is forgotten, and what it has done with it.
        stage.actors.clear()
        stage.point = stage.step = stage.run = stage.level = False


def _assume(step: Step, stage: _Stage) -> None:
    """A beat that could not be read may have brought anything; one mistake must not make others."""
    if step.form.verb in (None, "show", "together", *ENTERS):
        stage.point = stage.step = stage.run = stage.level = True
        stage.actors |= set(ACTORS)
