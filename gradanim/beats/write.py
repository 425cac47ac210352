"""write: lines of text and numbers appear beside the picture."""

from __future__ import annotations

from gradanim.actors.context import Context
from gradanim.actors.state import Line, SceneState
from gradanim.beats.motion import Motion
from gradanim.beats.texts import writing
from gradanim.spec.templates import parse_template
from gradanim.spec.verbs.write import WriteAction


def play(action: WriteAction, start: SceneState, context: Context) -> Motion:
    """Numbers inside the text stay live: they show the state of every later frame."""
    return writing(start, [Line(parse_template(text), action.at) for text in action.text], until=0.85)
