"""show: actors enter, one shortly after another, in the order they are named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.beats.angles import degrees
from gradanim.beats.easing import clamp, smooth
from gradanim.beats.motion import Motion
from gradanim.problems import Problem, ProblemError
from gradanim.spec.verbs.show import ShowAction

# An actor begins to enter after this share of the time that the one before it takes.
STAGGER = 0.3
# Until here an actor that becomes another one fades out, from here it fades in.
HALF = 0.5
# A compute graph of more boxes cannot be read.
MOST_BOXES = 40


def play(action: ShowAction, start: SceneState, context: Context) -> Motion:
    """Actors that are already there keep their place and take over the new options."""
    base = start
    for use in action.actors:
        shown = start.shown(use.name)
        base = base.with_actor(use.name, shown=shown, options=use.options)
        base = _prepared(base, use.name, use.options, context)
    from_ = {use.name: start.shown(use.name) for use in action.actors}
    old = {name: start.actors[name].options for name, shown in from_.items() if shown > 0.0}
    changing = {name for name in old if old[name] != base.actors[name].options}
    names = [use.name for use in action.actors]
    # Another graph has not been run through yet; the old one keeps its numbers until it has left.
    another = "compute_graph" in names and not ("compute_graph" in old and "compute_graph" not in changing)

    def at(u: float) -> SceneState:
        state = base
        for name, share in zip(names, entrances(len(names), u), strict=True):
            shown = from_[name] + (1.0 - from_[name]) * share
            state = state.with_actor(name, shown=shown)
            if name in changing and u < 1.0:
                state = state.with_actor(name, before=old[name], changed=clamp(u))
        return replace(state, passes=None) if another and u >= HALF else state

    return at


def entrances(count: int, u: float) -> Sequence[float]:
    """How far each of several staggered entrances is at progress ``u``."""
    length = 1.0 + STAGGER * (count - 1)
    return [smooth(clamp(u * length - STAGGER * i)) for i in range(count)]


def _prepared(state: SceneState, name: str, options: Any, context: Context) -> SceneState:
    """What an actor needs to know the moment it enters: the level of its curve, the direction of the dial."""
    if name == "level_curve":
        # Without a level of its own it is the one through the point, wherever that goes.
        level = getattr(options, "level", None)
        return replace(state, level=None if level is None else float(level))
    if name == "compute_graph":
        _check_graph(state, options, context)
    if name in ("direction", "slope_curve") and state.angle is None and state.point is not None:
        return replace(state, angle=degrees("gradient", state, context))
    return state


def _check_graph(state: SceneState, options: Any, context: Context) -> None:
    """Refuses the graph of a formula with too many boxes to be read."""
    spec = context.spec.field
    if spec is None or getattr(options, "network", None) is not None:
        return
    # Few scenes have a graph; `check` need not wait for what it is made of.
    from gradanim.actors.graph_parts import formula_of

    graph = formula_of(spec.f, spec.variables, tuple(sorted(state.params.items())))
    boxes = sum(node.operation != "constant" for node in graph.nodes)
    if boxes > MOST_BOXES:
        shown = spec.model or spec.f
        raise ProblemError(
            Problem("film_graph_large", {"field": shown, "found": boxes, "expected": MOST_BOXES})
        )
