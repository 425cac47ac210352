"""Before the first text or chart comes beside them, pictures glide from the middle to their places."""

from __future__ import annotations

from dataclasses import replace

from gradanim.actors.opening import has_company
from gradanim.actors.state import SceneState
from gradanim.beats.easing import part, smooth
from gradanim.beats.motion import Motion

# Seconds after which pictures begin to move, are in their places, and what is played begins; and the shares of a beat
# that these are at most.
BREATH, GLIDE, WAIT = 0.1, 1.6, 0.9
MOST_BREATH, MOST_GLIDE, MOST_WAIT = 0.1, 0.66, 0.36


def opening(motion: Motion, start: SceneState, kind: str, seconds: float) -> Motion:
    """The motion of a beat, in which pictures make way where it brings what they make way for.

    Args:
        motion: the beat as it is played.
        start: the state in which it begins.
        kind: of the stage.
        seconds: how long it lasts.
    """
    if start.opened >= 1.0 or not has_company(motion(1.0), kind):
        return motion
    if not start.actors:
        # There is nothing yet that could be seen to move.
        return lambda u: replace(motion(u), opened=1.0)
    share = 1.0 / max(seconds, 1e-9)
    begin, glide = min(MOST_BREATH, BREATH * share), min(MOST_GLIDE, GLIDE * share)
    wait = min(MOST_WAIT, WAIT * share)

    def at(u: float) -> SceneState:
        return replace(motion(part(u, wait, 1.0)), opened=smooth(part(u, begin, glide)))

    return at
