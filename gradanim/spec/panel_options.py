"""The options of the actors that live in the panel beside the picture, or on a board by themselves."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gradanim.spec.actor_options import ActorOptions, Layer, Seed, Switch
from gradanim.spec.numbers import PositiveNum

# Other runs that a chart has room for, at most.
MOST_RUNS = 12


class LossCurveOptions(ActorOptions):
    """The value of the field against the step of the descent."""

    log: Switch = Field(default=False, description="Whether the value axis is logarithmic.")
    step_sizes: Annotated[tuple[PositiveNum, ...], Field(max_length=MOST_RUNS)] = Field(
        default=(),
        description="Step sizes of other runs that the axes have room for too, `[0.03, 0.3]`: "
        "the charts of films that differ in their step size then have one range.",
    )


class SlopeCurveOptions(ActorOptions):
    """The directional derivative against the angle of the direction."""


class ChangeBarsOptions(ActorOptions):
    """What every component of a step adds to the predicted change, and the actual change, as bars."""


class ComponentBarsOptions(ActorOptions):
    """The components of the gradient as signed bars, one a variable; of very many, a strip and a window."""

    count: int | None = Field(
        default=None,
        ge=1,
        le=1_000_000,
        strict=True,
        description="How many components; those beyond the field's own are random numbers, and it says so. "
        "`show` with another count makes the bars grow to it.",
    )
    seed: Seed | None = Field(
        default=None, description="Seed of the random components; that of the scene if absent."
    )

    @property
    def alone(self) -> bool:
        """Whether it needs neither the field nor the point."""
        return self.count is not None


class ComputeGraphOptions(ActorOptions):
    """The formula as a graph of operations, or a small network, through which `backpropagate` runs."""

    network: Annotated[tuple[Layer, ...], Field(min_length=2, max_length=5)] | None = Field(
        default=None,
        description="Neurons in each layer of a network, the inputs first, `[2, 3, 1]`, instead of the formula.",
    )
    seed: Seed | None = Field(
        default=None, description="Seed of the network's weights and of its sample; the scene's if absent."
    )
    local: Switch = Field(
        default=True, description="Whether every edge carries its local derivative on the way back."
    )

    @property
    def alone(self) -> bool:
        """Whether it needs neither the field nor the point."""
        return self.network is not None


class DataPlotOptions(ActorOptions):
    """The data of the field with the model at the point, and what is left between them."""

    residuals: Switch = Field(
        default=True, description="Whether a line joins every datum to what the model says there."
    )
