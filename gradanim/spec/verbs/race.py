"""The verb `race`: several descents at once, each in its own colour."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from gradanim.spec.action import Action, JsonSchema
from gradanim.spec.model import Model
from gradanim.spec.nodes import Node
from gradanim.spec.numbers import Point, PositiveNum
from gradanim.spec.step_rule import StepRuleChoice

# As many as there are colours that stay apart.
MOST_RUNNERS = 6


class Runner(StepRuleChoice, Model):
    """One of the descents of a race."""

    label: str | None = Field(
        default=None,
        min_length=1,
        max_length=60,
        description="Its name in the legend, `$…$` is mathematics; made from the rule and the step size if absent.",
    )
    start: Point | None = Field(default=None, description="Where it starts; the start of the race if absent.")


class RaceAction(Action):
    """Several descents run at once, step for step, each in its own colour, named in a legend."""

    verb: ClassVar[str] = "race"
    example: ClassVar[str] = "race: {start: [2, 1], steps: 30, runs: [{step_size: 0.1}, {step_size: 0.9}]}"
    short_forms: ClassVar[tuple[JsonSchema, ...]] = (
        {"type": "array", "items": {"$use": "runner"}, "minItems": 2, "maxItems": MOST_RUNNERS},
    )

    runs: tuple[Runner, ...] = Field(
        min_length=2,
        max_length=MOST_RUNNERS,
        description="The descents: `rule`, `step_size` and the other parameters of `descend`, `label`, `start`.",
    )
    start: Point | None = Field(
        default=None,
        description="Where those start that do not say; the point if absent. A point from which none starts leaves the "
        "stage, unless something such as an arrow hangs on it.",
    )
    steps: int = Field(default=20, ge=1, le=2000, strict=True, description="The most steps that each takes.")
    tolerance: PositiveNum = Field(
        default=1e-6, description="Each stops where the gradient is shorter than this."
    )

    @classmethod
    def expand(cls, node: Node) -> Node:
        """A list of descents, or ``{runs: […], start: …, steps: …}``."""
        whole = node.wrapped("runs") if node.is_list else node
        if not whole.is_mapping or "runs" not in whole.keys or not whole.keys["runs"].is_list:
            return whole
        runs = whole.keys["runs"]
        renamed = runs.holding(tuple(run.renamed(Runner.aliases) for run in runs.items))
        return whole.holding({**whole.keys, "runs": renamed})
