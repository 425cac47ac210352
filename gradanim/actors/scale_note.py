"""When the scale of the arrows is told, beat by beat: the note fades as a beat begins, or when its arrows have gone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from gradanim.actors.easing import smooth
from gradanim.actors.state import SceneState
from gradanim.calculus.lengths import length_of

if TYPE_CHECKING:
    from gradanim.actors.stage import Stage

# Arrows that have the scale of the scene, or one of their own.
ARROWS = ("gradient", "negative_gradient", "partials")
# An arrow that is shorter than this share of the domain's shorter side is hardly there.
SPECK = 0.018
# Seconds in which the note comes or goes.
GLIDE = 0.5


class Telling(Struct, frozen=True):
    """Whether the note is there in one beat.

    Attributes:
        begun: as it begins.
        kept: in the course of it.
        left: in the end.
        closing: seconds of the beat at which a note that is not left begins to fade, and has faded.
    """

    begun: bool
    kept: bool
    left: bool
    closing: tuple[float, float] = (0.0, 0.0)


def tellings(
    stage: Stage, courses: Sequence[Sequence[SceneState]], times: Sequence[tuple[float, float]]
) -> tuple[Telling, ...]:
    """What there is to tell in every beat.

    Args:
        stage: of the scene.
        courses: for every beat states from its beginning to its end.
        times: seconds in which every beat moves, and of all of it.
    """
    made: list[Telling] = []
    for course, (motion, length) in zip(courses, times, strict=True):
        seen = [has_scale(stage, state) for state in course]
        begun = bool(made and made[-1].left)
        kept, left = any(seen), seen[-1]
        last = max((k for k, there in enumerate(seen) if there), default=0)
        begin = min(motion * last / max(1, len(seen) - 1), max(0.0, length - GLIDE))
        closing = (begin, min(begin + GLIDE, length)) if kept > left else (0.0, 0.0)
        made.append(Telling(begun, kept, left, closing))
    return tuple(made)


def told_at(telling: Telling, times: tuple[float, float]) -> float:
    """How far the note is there, from 0 to 1.

    Args:
        telling: of the beat.
        times: seconds of it that have passed, and of all of it.
    """
    seconds, length = times
    begin, end = telling.closing
    opened = smooth(min(1.0, seconds / max(min(GLIDE, length), 1e-9)))
    closed = smooth(min(1.0, max(0.0, (seconds - begin) / (end - begin)))) if end > begin else 0.0
    room = telling.begun + (telling.kept - telling.begun) * opened
    return float(room * (1.0 - closed))


def has_scale(stage: Stage, state: SceneState) -> bool:
    """Whether an arrow is there that is not drawn at its true length, and long enough to be seen."""
    if state.point is None or stage.context.field is None:
        return False
    scale = scale_of(stage, state)
    if scale == 1.0 or not any(state.shown(name) > 0.0 for name in ARROWS):
        return False
    length = scale * length_of(stage.measures(state).gradient)
    share = length / min(high - low for low, high in stage.context.domain)
    return math.isfinite(share) and share > SPECK


def scale_of(stage: Stage, state: SceneState) -> float:
    """Drawn length over true length of the arrows of a state: what an author says, else that of the scene."""
    for name in ARROWS[:2]:
        presence = state.actors.get(name)
        own = getattr(presence.options, "scale", None) if presence else None
        if own is not None:
            return float(own)
    return stage.arrow_scale
