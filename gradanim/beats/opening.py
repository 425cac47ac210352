"""Before the first text or chart comes beside them, pictures, and texts, glide from the middle to their places."""

from __future__ import annotations

from dataclasses import replace

from gradanim.actors.opening import has_chart, has_company
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
    end = motion(1.0)
    opens = start.opened < 1.0 and has_company(end, kind)
    charts = start.charted < 1.0 and has_chart(end, kind)
    if not (opens or charts):
        return motion
    if not start.actors:
        # There is nothing yet that could be seen to move.
        return lambda u: _apart(motion(u), start, opens * 1.0, charts * 1.0)
    share = 1.0 / max(seconds, 1e-9)
    begin, glide = min(MOST_BREATH, BREATH * share), min(MOST_GLIDE, GLIDE * share)
    wait = min(MOST_WAIT, WAIT * share)

    def at(u: float) -> SceneState:
        gone = smooth(part(u, begin, glide))
        return _apart(motion(part(u, wait, 1.0)), start, opens * gone, charts * gone)

    return at


def _apart(state: SceneState, start: SceneState, opens: float, charts: float) -> SceneState:
    """A state with pictures and texts as far out of the way as they were, or further."""
    return replace(state, opened=max(start.opened, opens), charted=max(start.charted, charts))
