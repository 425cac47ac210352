"""What every step rule is: parameters that are checked, and one pure step."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeAlias

from gradanim.calculus.box import Array
from gradanim.problems import Problem, ProblemError

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["Iterate", "Memory", "Parameters", "StepRule", "parameter"]

# What a rule carries from one step to the next: running sums, one array of shape (n,) each.
Memory: TypeAlias = tuple[Array, ...]


@dataclass(frozen=True, eq=False)
class Iterate:
    """Where a descent stands.

    Attributes:
        index: k, the number of steps taken so far.
        point: x_k, shape (n,).
        value: f(x_k).
        gradient: ∇f(x_k), shape (n,).
    """

    index: int
    point: Array
    value: float
    gradient: Array


class StepRule(Protocol):
    """A rule that turns the gradient into a step; it holds parameters and no state."""

    name: ClassVar[str]

    def start(self, n: int) -> Memory:
        """What is remembered before the first step in n variables."""

    def step(self, field: Field, here: Iterate, memory: Memory) -> tuple[Array, Memory]:
        """The vector x_{k+1} − x_k, shape (n,), and what to remember for the next step."""


_RANGES: Mapping[str, tuple[Callable[[float], bool], str]] = MappingProxyType(
    {
        "positive": (lambda x: x > 0, "a positive number"),
        "not_negative": (lambda x: x >= 0, "zero or a positive number"),
        "fraction": (lambda x: 0 <= x < 1, "at least 0 and below 1"),
        "open_fraction": (lambda x: 0 < x < 1, "between 0 and 1, both excluded"),
    }
)


def parameter(default: float, allowed: str) -> Any:
    """A number among the parameters of a rule; ``allowed`` is a key of the ranges above."""
    return field(default=default, metadata={"range": allowed})


@dataclass(frozen=True)
class Parameters:
    """The parameters of a rule; making one checks that each is a finite number in its range.

    Raises:
        ProblemError: ``step_rule_parameter`` for each that is not.
    """

    name: ClassVar[str] = ""

    def __post_init__(self) -> None:
        checked = [(item.name, item.metadata["range"]) for item in fields(self) if "range" in item.metadata]
        problems = [
            Problem(
                "step_rule_parameter",
                {
                    "parameter": name,
                    "rule": self.name,
                    "expected": _RANGES[key][1],
                    "found": getattr(self, name),
                },
            )
            for name, key in checked
            if not _is_allowed(getattr(self, name), key)
        ]
        if problems:
            raise ProblemError(problems)

    def start(self, n: int) -> Memory:  # noqa: ARG002 - the rules that remember something look at n
        """Nothing is remembered unless a rule says otherwise."""
        return ()


def _is_allowed(value: object, key: str) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return math.isfinite(value) and _RANGES[key][0](value)
