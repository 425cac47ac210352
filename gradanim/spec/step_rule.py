"""Which step rule a descent goes by, with its parameters; `descend` and every runner of a `race` choose one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, Self, get_args

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from gradanim.spec.model import Model
from gradanim.spec.numbers import PositiveNum, bounded

Rule = Literal[
    "gradient_descent",
    "decaying",
    "backtracking",
    "exact",
    "momentum",
    "nesterov",
    "adagrad",
    "rmsprop",
    "adam",
    "newton",
]
RULES: tuple[str, ...] = get_args(Rule)
PARAMETERS: tuple[str, ...] = (
    "step_size", "momentum", "decay", "beta1", "beta2", "epsilon", "shrink", "decrease",
)  # fmt: skip
# These find their own step size.
SELF_STEPPING = frozenset({"backtracking", "exact", "newton"})
Memory = Annotated[float, *bounded(ge=0, lt=1)]


class StepRuleChoice(Model):
    """A step rule with its parameters."""

    aliases: ClassVar[Mapping[str, str]] = MappingProxyType({"learning_rate": "step_size"})

    rule: Rule = Field(
        default="gradient_descent",
        description=f"The step rule: {', '.join(RULES)}. newton only descends: it takes the eigenvalues of the Hessian "
        "by their size, so that it leaves saddles, and halves a step until it leads down.",
    )
    step_size: PositiveNum | None = Field(
        default=None, description="The step size (`learning_rate` says the same); some rules find their own."
    )
    momentum: Memory | None = Field(
        default=None, description="Share of the last step that is kept (momentum, nesterov)."
    )
    decay: PositiveNum | None = Field(
        default=None, description="How fast the step size falls (decaying, rmsprop)."
    )
    beta1: Memory | None = Field(default=None, description="Memory of the gradient (adam).")
    beta2: Memory | None = Field(default=None, description="Memory of the squared gradient (adam).")
    epsilon: PositiveNum | None = Field(
        default=None, description="Keeps the division finite (adagrad, rmsprop, adam)."
    )
    shrink: PositiveNum | None = Field(
        default=None, description="What a step is multiplied by (backtracking)."
    )
    decrease: PositiveNum | None = Field(
        default=None, description="Share of the expected fall (backtracking)."
    )

    @property
    def parameters(self) -> dict[str, float]:
        """What was said of the step rule, by the names of the rule's own parameters."""
        return {name: value for name in PARAMETERS if (value := getattr(self, name)) is not None}

    @model_validator(mode="after")
    def _has_a_step_size(self) -> Self:
        if self.step_size is None and self.rule not in SELF_STEPPING:
            raise PydanticCustomError("spec_step_size_missing", "{rule}", {"rule": self.rule})
        return self
