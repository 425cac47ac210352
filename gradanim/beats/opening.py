"""Pictures and texts glide from the middle to their places before something comes beside them; charts grow wide."""

from __future__ import annotations

from msgspec.structs import replace

from gradanim.actors.company import has_chart, has_company, has_legend, has_pictures
from gradanim.actors.readout import readout_lines
from gradanim.actors.state import SceneState
from gradanim.beats.easing import part, smooth
from gradanim.beats.motion import Motion

# Seconds after which pictures begin to move, are in their places, and what is played begins; and the shares of a beat
# that these are at most.
BREATH, GLIDE, WAIT = 0.1, 1.6, 0.9
MOST_BREATH, MOST_GLIDE, MOST_WAIT = 0.1, 0.66, 0.36
# The same of texts that are added to: none is written into lines that glide.
TEXTS_GLIDE, TEXTS_WAIT, MOST_TEXTS_GLIDE, MOST_TEXTS_WAIT = 1.1, 1.0, 0.45, 0.42
# Seconds in which a chart takes the room of pictures, and the share of a beat that this is at most; into so many parts
# a motion is cut to see when its pictures have left.
WIDENS, MOST_WIDENS, PARTS = 1.4, 0.6, 40


def opening(motion: Motion, start: SceneState, kind: str, seconds: float, chart: bool = True) -> Motion:
    """The motion of a beat, in which pictures make way where it brings what they make way for.

    Args:
        motion: the beat as it is played.
        start: the state in which it begins.
        kind: of the stage.
        seconds: how long it lasts.
        chart: whether the scene ever has one; the legend of a race stands above it, also before it comes.
    """
    end = motion(1.0)
    opens = start.opened < 1.0 and has_company(end, kind)
    charts = start.charted < 1.0 and (has_chart(end, kind) or (chart and kind != "board" and has_legend(end)))
    if not (opens or charts):
        return motion
    if not start.actors:
        # There is nothing yet that could be seen to move.
        return lambda u: _apart(motion(u), start, float(opens), float(charts))
    share = 1.0 / max(seconds, 1e-9)
    begin, glide = min(MOST_BREATH, BREATH * share), min(MOST_GLIDE, GLIDE * share)
    wait = min(MOST_WAIT, WAIT * share)
    if charts and _texts(end) - _texts(start):
        glide, wait = min(MOST_TEXTS_GLIDE, TEXTS_GLIDE * share), min(MOST_TEXTS_WAIT, TEXTS_WAIT * share)

    def at(u: float) -> SceneState:
        gone = smooth(part(u, begin, glide))
        return _apart(motion(part(u, wait, 1.0)), start, opens * gone, charts * gone)

    return at


def _texts(state: SceneState) -> set[object]:
    """What is to be read at the side."""
    lines = (*readout_lines(state), *(line for line in state.lines if line.slot == "side"))
    return {line.template for line in lines}


def _apart(state: SceneState, start: SceneState, opens: float, charts: float) -> SceneState:
    """A state with pictures and texts as far out of the way as they were, or further."""
    return replace(state, opened=max(start.opened, opens), charted=max(start.charted, charts))


def widening(motion: Motion, start: SceneState, kind: str, seconds: float) -> Motion:
    """The motion of a beat, in which a chart takes the room of pictures that leave, or makes way for some that come.

    Args:
        motion: the beat as it is played.
        start: the state in which it begins.
        kind: of the stage.
        seconds: how long it lasts.
    """
    end = motion(1.0)
    alone = has_chart(end, kind) and not has_pictures(end)
    share = min(MOST_WIDENS, WIDENS / max(seconds, 1e-9))
    if alone and start.widened < 1.0 and has_pictures(start):
        gone = next((k / PARTS for k in range(PARTS) if not has_pictures(motion(k / PARTS))), 1.0)
        begin, played = (gone, 1.0) if gone + share <= 1.0 else (1.0 - share, 1.0 - share)
        return lambda u: replace(motion(part(u, 0.0, played)), widened=smooth(part(u, begin, begin + share)))
    if start.widened > 0.0 and has_pictures(end):
        return lambda u: replace(motion(part(u, share, 1.0)), widened=1.0 - smooth(part(u, 0.0, share)))
    if start.widened > 0.0 and not has_chart(end, kind):
        return lambda u: replace(motion(u), widened=start.widened if u < 1.0 else 0.0)
    return motion
