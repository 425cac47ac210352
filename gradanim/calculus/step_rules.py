"""The step rules of iterative descent, each a formula with its source, and the table of their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from gradanim.calculus.box import Array
from gradanim.calculus.step_base import Iterate, Memory, Parameters, StepRule, parameter
from gradanim.calculus.step_search import Backtracking, ExactLineSearch, Newton
from gradanim.problems import Problem, ProblemError, closest

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = [
    "STEP_RULES",
    "AdaGrad",
    "Adam",
    "Decaying",
    "GradientDescent",
    "Momentum",
    "Nesterov",
    "RMSProp",
    "make_step_rule",
]


@dataclass(frozen=True)
class GradientDescent(Parameters):
    """Fixed step size: x_{k+1} = x_k − α ∇f(x_k)  (Cauchy 1847)."""

    name: ClassVar[str] = "gradient_descent"
    step_size: float = parameter(0.1, "positive")

    def step(self, field: Field, here: Iterate, memory: Memory) -> tuple[Array, Memory]:  # noqa: ARG002
        """See `StepRule.step`."""
        return -self.step_size * here.gradient, memory


@dataclass(frozen=True)
class Decaying(Parameters):
    """Step size that decays: x_{k+1} = x_k − α / (1 + decay·k) ∇f(x_k), k counted from 0."""

    name: ClassVar[str] = "decaying"
    step_size: float = parameter(0.1, "positive")
    decay: float = parameter(0.1, "not_negative")

    def step(self, field: Field, here: Iterate, memory: Memory) -> tuple[Array, Memory]:  # noqa: ARG002
        """See `StepRule.step`."""
        return -self.step_size / (1 + self.decay * here.index) * here.gradient, memory


@dataclass(frozen=True)
class Momentum(Parameters):
    """Heavy ball: v_{k+1} = μ v_k − α ∇f(x_k), x_{k+1} = x_k + v_{k+1}, v_0 = 0.

    Source: Polyak 1964, "Some methods of speeding up the convergence of iteration methods", in the velocity
    form of Sutskever et al. 2013, eqs. (1), (2). μ is ``momentum``, α is ``step_size``.
    """

    name: ClassVar[str] = "momentum"
    step_size: float = parameter(0.1, "positive")
    momentum: float = parameter(0.9, "fraction")

    def start(self, n: int) -> Memory:
        """The velocity v_0 = 0."""
        return (np.zeros(n),)

    def step(self, field: Field, here: Iterate, memory: Memory) -> tuple[Array, Memory]:  # noqa: ARG002
        """See `StepRule.step`."""
        velocity = self.momentum * memory[0] - self.step_size * here.gradient
        return velocity, (velocity,)


@dataclass(frozen=True)
class Nesterov(Parameters):
    """Nesterov's accelerated gradient with constant μ, in its look-ahead form.

    v_{k+1} = μ v_k − α ∇f(x_k + μ v_k), x_{k+1} = x_k + v_{k+1}, v_0 = 0: the gradient is taken where the
    velocity alone would lead. Source: Sutskever et al. 2013, "On the importance of initialization and
    momentum in deep learning", eqs. (3), (4), after Nesterov 1983. Not the form with changed variables that
    PyTorch and optax run, whose iterates are these x_k shifted by μ v_k.
    """

    name: ClassVar[str] = "nesterov"
    step_size: float = parameter(0.1, "positive")
    momentum: float = parameter(0.9, "fraction")

    def start(self, n: int) -> Memory:
        """The velocity v_0 = 0."""
        return (np.zeros(n),)

    def step(self, field: Field, here: Iterate, memory: Memory) -> tuple[Array, Memory]:
        """See `StepRule.step`."""
        coasting = self.momentum * memory[0]
        velocity = coasting - self.step_size * field.gradient(here.point + coasting)
        return velocity, (velocity,)


@dataclass(frozen=True)
class AdaGrad(Parameters):
    """AdaGrad: G_k = G_{k−1} + g_k², x_{k+1} = x_k − α g_k / (√G_k + ε), G_{−1} = 0, by components.

    Source: Duchi, Hazan, Singer 2011, diagonal form; ε stands outside the square root.
    """

    name: ClassVar[str] = "adagrad"
    step_size: float = parameter(0.1, "positive")
    epsilon: float = parameter(1e-8, "positive")

    def start(self, n: int) -> Memory:
        """The sum of squares, 0."""
        return (np.zeros(n),)

    def step(self, field: Field, here: Iterate, memory: Memory) -> tuple[Array, Memory]:  # noqa: ARG002
        """See `StepRule.step`."""
        squares = memory[0] + here.gradient**2
        return -self.step_size * here.gradient / (np.sqrt(squares) + self.epsilon), (squares,)


@dataclass(frozen=True)
class RMSProp(Parameters):
    """RMSProp: E_k = ρ E_{k−1} + (1 − ρ) g_k², x_{k+1} = x_k − α g_k / (√E_k + ε), E_{−1} = 0.

    Source: Tieleman and Hinton 2012, lecture 6e. The lecture leaves ε open; it stands outside the square
    root here, as in PyTorch (Keras puts it inside). There is no bias correction, so the first
    step has the length α / √(1 − ρ) along each axis.
    """

    name: ClassVar[str] = "rmsprop"
    step_size: float = parameter(0.01, "positive")
    decay: float = parameter(0.9, "fraction")
    epsilon: float = parameter(1e-8, "positive")

    def start(self, n: int) -> Memory:
        """The mean of squares, 0."""
        return (np.zeros(n),)

    def step(self, field: Field, here: Iterate, memory: Memory) -> tuple[Array, Memory]:  # noqa: ARG002
        """See `StepRule.step`."""
        squares = self.decay * memory[0] + (1 - self.decay) * here.gradient**2
        return -self.step_size * here.gradient / (np.sqrt(squares) + self.epsilon), (squares,)


@dataclass(frozen=True)
class Adam(Parameters):
    """Adam with bias correction; ε stands outside the square root of the corrected second moment.

    m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g², x −= α (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε), t from 1.
    Source: Kingma and Ba 2015, algorithm 1.
    """

    name: ClassVar[str] = "adam"
    step_size: float = parameter(0.1, "positive")
    beta1: float = parameter(0.9, "fraction")
    beta2: float = parameter(0.999, "fraction")
    epsilon: float = parameter(1e-8, "positive")

    def start(self, n: int) -> Memory:
        """The two moments, 0."""
        return np.zeros(n), np.zeros(n)

    def step(self, field: Field, here: Iterate, memory: Memory) -> tuple[Array, Memory]:  # noqa: ARG002
        """See `StepRule.step`."""
        first = self.beta1 * memory[0] + (1 - self.beta1) * here.gradient
        second = self.beta2 * memory[1] + (1 - self.beta2) * here.gradient**2
        t = here.index + 1
        mean, square = first / (1 - self.beta1**t), second / (1 - self.beta2**t)
        return -self.step_size * mean / (np.sqrt(square) + self.epsilon), (first, second)


STEP_RULES: Mapping[str, type[StepRule]] = MappingProxyType(
    {
        "gradient_descent": GradientDescent,
        "decaying": Decaying,
        "backtracking": Backtracking,
        "exact": ExactLineSearch,
        "momentum": Momentum,
        "nesterov": Nesterov,
        "adagrad": AdaGrad,
        "rmsprop": RMSProp,
        "adam": Adam,
        "newton": Newton,
    }
)


def make_step_rule(name: str, parameters: Mapping[str, Any]) -> StepRule:
    """The rule an author named, with the author's parameters; ``learning_rate`` is read as ``step_size``.

    Raises:
        ProblemError: ``step_rule_unknown``; otherwise one problem for every parameter that is unknown, given
            under both names, or out of its range.
    """
    if name not in STEP_RULES:
        details = {"found": name, "expected": ", ".join(STEP_RULES)}
        raise ProblemError(Problem("step_rule_unknown", details, suggestion=closest(name, STEP_RULES)))
    rule: Any = STEP_RULES[name]
    known = [item.name for item in fields(rule)]
    given = dict(parameters)
    problems = []
    if "learning_rate" in given:
        if "step_size" in given:
            problems.append(Problem("step_rule_parameter_twice", {"rule": name}))
        given.setdefault("step_size", given.pop("learning_rate"))
    for key in (key for key in given if key not in known):
        details = {"rule": name, "found": key, "expected": ", ".join(known)}
        problems.append(Problem("step_rule_parameter_unknown", details, suggestion=closest(key, known)))
    try:
        made: StepRule = rule(**{key: given[key] for key in known if key in given})
    except ProblemError as error:
        raise ProblemError([*problems, *error.problems]) from None
    if problems:
        raise ProblemError(problems)
    return made
