"""The options of the actors that show directions around the point: u itself, its angle, and many at a time."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from gradanim.spec.actor_options import ActorOptions, Count

Letters = Annotated[
    Literal["compass"] | None,
    Field(description="`compass` for the letters N, E, S and W around it, north along the second axis."),
]


class DirectionOptions(ActorOptions):
    """The unit direction u at the point, turned by `dial`."""

    letters: Letters = None


class AngleOptions(ActorOptions):
    """The angle θ from the gradient to the unit direction u, an arc on the smaller side; a `flip` of ∇f ends it."""


class RosetteOptions(ActorOptions):
    """Unit directions all around the point, coloured by the slope along each."""

    count: Count = Field(default=16, description="How many directions are drawn.")
    letters: Letters = None
