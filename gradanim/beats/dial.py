"""dial: the unit direction u turns about the point."""

from __future__ import annotations

import math

from msgspec.structs import replace

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.beats.angles import degrees
from gradanim.beats.easing import between, cruise, part, smooth
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.dial import DialAction

# Share of the time in which u turns to where it begins, if it is seen elsewhere.
GLIDE = 0.12
# Angles that differ by less, in degrees, are one.
SAME = 1e-6


def play(action: DialAction, start: SceneState, context: Context) -> Motion:
    """From one direction to another, or around a number of turns.

    Without ``to`` and ``turns`` it is one full turn. The way to a named direction is the shorter one; after ``turns``
    it goes on the way they went. Swept angles add up, so that the curve of slopes keeps what has been measured.
    """
    first = _start(action, start, context)
    last = _end(action, first, start, context)
    origin = first
    if start.angle is not None and start.shown("direction") > 0.0:
        # u is seen where it stands: it turns to where it begins.
        origin = start.angle
        whole = 360.0 * round((origin - first) / 360.0)
        first, last = first + whole, last + whole
    begins = GLIDE if abs(origin - first) > SAME else 0.0
    origin = origin if begins else first
    full = abs(last - first) >= 180.0
    here = start.with_actor("direction", shown=start.shown("direction"))
    came = start.swept if start.swept is not None and start.angle == origin else (origin, origin)
    entering = start.shown("direction") < 1.0

    def turning(u: float) -> float:
        return between(first, last, cruise(u) if full else smooth(u))

    def at(u: float) -> SceneState:
        angle = between(origin, first, smooth(u / begins)) if u < begins else turning(part(u, begins, 1.0))
        through = (angle,) if u < begins else (first, angle)
        state = replace(here, angle=angle, swept=(min(*came, *through), max(*came, *through)))
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
    if isinstance(action.to, str) and not turns:
        target = first + (target - first + 180.0) % 360.0 - 180.0
    if turns and isinstance(action.to, str):
        # On from the whole turns, the way they went.
        onwards = math.copysign(1.0, turns)
        target = first + onwards * ((onwards * (target - first)) % 360.0)
    return target + 360.0 * (turns or 0.0)
