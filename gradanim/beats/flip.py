"""flip: the gradient arrow turns half around and becomes the negative gradient, or turns back."""

from __future__ import annotations

from dataclasses import replace

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.beats.easing import between, smooth
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.flip import FlipAction


def play(action: FlipAction, start: SceneState, context: Context) -> Motion:
    """The arrow turns in the input plane, at its full length all the way."""
    target = 0.0 if start.flip >= 0.5 else 1.0

    def at(u: float) -> SceneState:
        return replace(start, flip=between(start.flip, target, smooth(u)))

    return at
