"""together: several beats at the same time, each from the state in which all begin."""

from __future__ import annotations

from collections.abc import Callable

from gradanim.actors.context import Context
from gradanim.actors.merging import merged
from gradanim.actors.state import SceneState
from gradanim.beats.motion import Motion
from gradanim.plan.pacing import child_seconds
from gradanim.spec import Beat
from gradanim.spec.verbs.together import TogetherAction

PlayBeat = Callable[[Beat, SceneState, Context], Motion]


def play(action: TogetherAction, start: SceneState, context: Context, play_beat: PlayBeat) -> Motion:
    """The longest takes the whole time, the others a part of it from the beginning."""
    motions = [play_beat(beat, start, context) for beat in action.beats]
    lengths = [child_seconds(beat) for beat in action.beats]
    longest = max(lengths)
    shares = [longest / length for length in lengths]

    def at(u: float) -> SceneState:
        return merged(start, [motion(min(1.0, u * s)) for motion, s in zip(motions, shares, strict=True)])

    return at
