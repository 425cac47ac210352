"""dial: the unit direction u turns about the point."""

from __future__ import annotations

from dataclasses import replace

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.beats.angles import degrees
from gradanim.beats.easing import between, cruise, smooth
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.dial import DialAction


def play(action: DialAction, start: SceneState, context: Context) -> Motion:
    """From one direction to another, or around a number of turns.

    Without ``to`` and ``turns`` it is one full turn. The way to a named direction is the shorter one, unless
    ``turns`` says otherwise. Swept angles add up, so that the curve of slopes keeps what has been measured.
    """
    first = _start(action, start, context)
    last = _end(action, first, start, context)
    full = abs(last - first) >= 180.0
    here = start.with_actor("direction", shown=start.shown("direction"))
    came = start.swept if start.swept is not None and start.angle == first else (first, first)
    entering = start.shown("direction") < 1.0

    def at(u: float) -> SceneState:
        angle = between(first, last, cruise(u) if full else smooth(u))
        state = replace(here, angle=angle, swept=(min(came[0], angle), max(came[1], angle)))
        return (
            state.with_actor("direction", shown=max(here.shown("direction"), smooth(4 * u)))
            if entering
            else state
        )

    return at


def _start(action: DialAction, start: SceneState, context: Context) -> float:
    if action.from_ is not None:
        return degrees(action.from_, start, context)
    return start.angle if start.angle is not None else degrees("gradient", start, context)


def _end(action: DialAction, first: float, start: SceneState, context: Context) -> float:
    turns = float(action.turns) if action.turns is not None else None
    if action.to is None:
        return first + 360.0 * (1.0 if turns is None else turns)
    target = degrees(action.to, start, context)
    if isinstance(action.to, str):
        target = first + (target - first + 180.0) % 360.0 - 180.0
    return target + 360.0 * (turns or 0.0)
