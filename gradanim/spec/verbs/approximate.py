"""The verb `approximate`: the linear model at the point, and what it predicts."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from gradanim.spec.action import Action, nothing_is_empty
from gradanim.spec.nodes import Node
from gradanim.spec.numbers import Point


class ApproximateAction(Action):
    """The linear model touches the field at the point; a step compares predicted with actual change."""

    verb: ClassVar[str] = "approximate"
    example: ClassVar[str] = "approximate: {step: [0.1, -0.05]}"
    bare: ClassVar[bool] = True

    step: Point | None = Field(default=None, description="The step from the point, one number per variable.")

    @classmethod
    def expand(cls, node: Node) -> Node:
        """Nothing after the verb is the model alone."""
        return nothing_is_empty(node)
