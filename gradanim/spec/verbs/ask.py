"""The verb `ask`: a question, time to think, the answer."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from gradanim.spec.action import Action
from gradanim.spec.actor_options import Text
from gradanim.spec.numbers import bounded

ThinkingTime = Annotated[float, *bounded(ge=0, le=120)]


class AskAction(Action):
    """A question stands, the audience thinks, and the answer appears."""

    verb: ClassVar[str] = "ask"
    example: ClassVar[str] = (
        'ask: {question: "Which way is steepest?", answer: "Along {gradient}.", think: 4}'
    )

    question: Text = Field(min_length=1, description="The question; `{quantity}` is computed.")
    answer: Text = Field(min_length=1, description="The answer; `{quantity}` is computed.")
    think: ThinkingTime = Field(default=3.0, description="Seconds between the question and the answer.")
