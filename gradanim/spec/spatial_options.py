"""The options of the arrows that stand in space, on the landscape."""

from __future__ import annotations

from pydantic import Field

from gradanim.spec.actor_options import ActorOptions, Switch
from gradanim.spec.numbers import PositiveNum


class SpatialArrowOptions(ActorOptions):
    """What an arrow in space has to choose."""

    unit: Switch = Field(
        default=False, description="Whether it is drawn with length 1, showing its direction alone."
    )
    scale: PositiveNum | None = Field(
        default=None, description="Drawn length over true length; that of the gradient if absent."
    )
    label: Switch = Field(default=True, description="Whether the arrow carries its name.")
    components: Switch = Field(
        default=False, description="Whether its name is followed by its three components."
    )


class UphillTangentOptions(SpatialArrowOptions):
    """The tangent of the landscape that points straight uphill, (f_x, f_y, ‖∇f‖²); its shadow is the gradient."""


class NormalOptions(SpatialArrowOptions):
    """The normal of the landscape at the point, (−f_x, −f_y, 1), square to the tangent plane as it is drawn."""
