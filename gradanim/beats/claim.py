"""claim: a statement that has been checked all along the beat, written down with a tick."""

from __future__ import annotations

from gradanim.actors.context import Context
from gradanim.actors.state import Line, SceneState
from gradanim.actors.symbols import LETTERS, letter
from gradanim.beats.motion import Motion
from gradanim.beats.statement import statement
from gradanim.beats.texts import writing
from gradanim.spec.verbs.claim import ClaimAction


def play(action: ClaimAction, start: SceneState, context: Context) -> Motion:
    """A hidden claim is only checked; the check itself is made before anything is drawn."""
    if action.hidden:
        return lambda u: start
    name = context.spec.field.name if context.spec.field else "f"
    letters = {usual: letter(usual, context.spec) for usual in LETTERS}
    written = statement(action.that, name, letters)
    line = Line(written, "side", role="claim", label=action.that, tolerance=float(action.tolerance))
    return writing(start, [line])
