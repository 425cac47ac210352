"""ask: a question, time to think, the answer."""

from __future__ import annotations

from gradanim.actors.context import Context
from gradanim.actors.state import Line, SceneState
from gradanim.beats.motion import Motion
from gradanim.beats.texts import writing
from gradanim.plan.pacing import MOTION
from gradanim.spec.templates import parse_template
from gradanim.spec.verbs.ask import AskAction


def play(action: AskAction, start: SceneState, context: Context) -> Motion:
    """The question and the answer take the time of a line of text each, what is left between is for thinking."""
    line = MOTION["ask"]
    share = line / (2 * line + float(action.think))
    question = writing(start, [Line(parse_template(action.question), "side", role="question")])
    asked = question(1.0)
    answer = writing(asked, [Line(parse_template(action.answer), "side", role="answer")])

    def at(u: float) -> SceneState:
        if u < share:
            return question(u / share)
        if u < 1.0 - share:
            return asked
        return answer((u - 1.0 + share) / share if u < 1.0 else 1.0)

    return at
