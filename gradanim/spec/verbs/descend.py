"""The verb `descend`: iterative descent from the point."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from gradanim.spec.action import Action
from gradanim.spec.numbers import Point, PositiveNum
from gradanim.spec.step_rule import RULES, StepRuleChoice

__all__ = ["RULES", "DescendAction"]


class DescendAction(StepRuleChoice, Action):
    """The point goes downhill step by step under a step rule."""

    verb: ClassVar[str] = "descend"
    example: ClassVar[str] = "descend: {rule: gradient_descent, step_size: 0.3, steps: 20}"

    steps: int = Field(default=20, ge=1, le=2000, strict=True, description="The most steps it takes.")
    start: Point | None = Field(default=None, description="Where it starts; the point if absent.")
    tolerance: PositiveNum = Field(
        default=1e-6, description="It stops where the gradient is shorter than this."
    )
