"""pause: nothing moves."""

from __future__ import annotations

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.pause import PauseAction


def play(action: PauseAction, start: SceneState, context: Context) -> Motion:
    """The state as it was."""
    return lambda u: start
