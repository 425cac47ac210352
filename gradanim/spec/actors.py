"""What may stand on the stage, with the options of every actor."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SerializeAsAny, ValidationInfo, WrapValidator
from pydantic_core import PydanticCustomError

from gradanim.spec.actor_options import (
    ActorOptions,
    Count,
    Levels,
    Lines,
    Separation,
    Switch,
    Text,
)
from gradanim.spec.direction_options import AngleOptions, DirectionOptions, RosetteOptions
from gradanim.spec.model import Model
from gradanim.spec.numbers import Num, PositiveNum, Share
from gradanim.spec.panel_options import (
    ChangeBarsOptions,
    ComponentBarsOptions,
    ComputeGraphOptions,
    DataPlotOptions,
    LossCurveOptions,
    SlopeCurveOptions,
)
from gradanim.spec.spatial_options import NormalOptions, UphillTangentOptions


class AxesOptions(ActorOptions):
    """The axes of the domain, with ticks and names."""


ColorBy = Literal["height", "slope"]


class SurfaceOptions(ActorOptions):
    """The landscape z = f(x, y)."""

    color_by: ColorBy = Field(default="height", description="What the colour tells: `height` or `slope`.")
    opacity: Share = Field(default=1.0, description="From 0 (unseen) to 1 (solid).")
    mesh: Switch = Field(default=True, description="Whether fine lines of constant x and y are drawn on it.")
    levels: Switch = Field(default=True, description="Whether lines of equal height are drawn on it.")


class FloorOptions(ActorOptions):
    """The input plane under the landscape."""

    grid: Switch = Field(default=True, description="Whether the floor shows a grid.")
    contours: Switch = Field(default=True, description="Whether the level curves are drawn on the floor.")
    color_by: ColorBy = Field(
        default="height",
        description="What the colour of the level curves tells; where it would be `slope` they are grey.",
    )


class ContoursOptions(ActorOptions):
    """The contour map of the field; in a volume, level surfaces one inside the other."""

    levels: Levels = Field(default=None, description="How many levels, or a list of the levels themselves.")
    filled: Switch = Field(
        default=True,
        description="Whether the bands between the levels are coloured; level surfaces without it are outlines.",
    )
    color_by: ColorBy = Field(
        default="height",
        description="What the colour of the map tells: `height`, or `slope`, and then level curves are grey; "
        "level surfaces are coloured by their values.",
    )


class GradientFieldOptions(ActorOptions):
    """Gradient arrows on a grid of points, all to one scale."""

    spacing: Count = Field(
        default=12, description="How many arrows stand along the longer side of the domain."
    )


class PointOptions(ActorOptions):
    """The point that the scene is about."""

    drop_line: Switch = Field(default=True, description="Whether a dashed line joins the point to the floor.")
    label: Text | None = Field(default=None, description="Text beside the point; `{quantity}` is computed.")


class GradientOptions(ActorOptions):
    """The gradient at the point, an arrow in the input space."""

    scale: PositiveNum | None = Field(
        default=None,
        description="Drawn length over true length. If absent, one is chosen for the whole scene and printed; "
        "beside a gradient that is fifty times as long, or more, an arrow can then hardly be seen.",
    )
    label: Switch = Field(default=True, description="Whether the arrow carries its name.")


class NegativeGradientOptions(ActorOptions):
    """The negative gradient at the point, an arrow in the input space."""

    scale: PositiveNum | None = Field(
        default=None,
        description="Drawn length over true length. If absent, one is chosen for the whole scene and printed; "
        "beside a gradient that is fifty times as long, or more, an arrow can then hardly be seen.",
    )
    label: Switch = Field(default=True, description="Whether the arrow carries its name.")


class PartialsOptions(ActorOptions):
    """The partial derivatives at the point, as components of the gradient along the axes."""

    label: Switch = Field(default=True, description="Whether the arrows carry their names.")


class TangentPlaneOptions(ActorOptions):
    """The tangent plane at the point: of the landscape, or in a volume of the level surface."""

    size: PositiveNum | None = Field(
        default=None,
        description="Side of the drawn square, in units of the domain; a third of that if absent, less beside a cliff.",
    )


class SliceOptions(ActorOptions):
    """The vertical plane through the point along the direction of `slice`, with the curve it cuts."""


class LevelCurveOptions(ActorOptions):
    """One level curve of the field; in a volume, one level surface."""

    level: Num | None = Field(
        default=None,
        description="The level; without it, the one through the point, which it follows wherever that goes.",
    )


class TangentOptions(ActorOptions):
    """The tangent of the level curve through the point; in a volume, of the level curve at its height."""


class RightAngleOptions(ActorOptions):
    """The right-angle mark between the gradient and the tangent of the level curve."""


class TrajectoryOptions(ActorOptions):
    """The path that the point has taken, with the iterates of a descent."""


class DropsOptions(ActorOptions):
    """The points that `flow` has released, with the ways they have come."""


class StreamlinesOptions(ActorOptions):
    """Streamlines of the negative gradient, evenly spaced, with arrow heads along the flow."""

    separation: Separation = Field(
        default=0.09, description="Distance between lines as a share of the domain, from 0.03 to 0.4."
    )
    uphill: Switch = Field(default=False, description="Whether they follow the gradient instead.")
    heads: Switch = Field(default=True, description="Whether arrow heads show the direction.")
    on_surface: Switch = Field(
        default=False, description="Whether they are drawn on the landscape too, not on the floor alone."
    )


class FogOptions(ActorOptions):
    """Fog over all but the surroundings of the point: the landscape, the floor and the map are hidden there."""

    radius: PositiveNum | None = Field(
        default=None,
        description="How far one sees around the point, in units of the domain; a fifth of it if absent.",
    )


class ReadoutOptions(ActorOptions):
    """Lines of text whose numbers are computed and follow the motion."""

    lines: Lines = Field(description="The lines; `{quantity}` is computed, `$…$` is mathematics.")


ACTORS: Mapping[str, type[ActorOptions]] = MappingProxyType(
    {
        "axes": AxesOptions,
        "surface": SurfaceOptions,
        "floor": FloorOptions,
        "contours": ContoursOptions,
        "gradient_field": GradientFieldOptions,
        "point": PointOptions,
        "gradient": GradientOptions,
        "negative_gradient": NegativeGradientOptions,
        "partials": PartialsOptions,
        "tangent_plane": TangentPlaneOptions,
        "direction": DirectionOptions,
        "angle": AngleOptions,
        "rosette": RosetteOptions,
        "slice": SliceOptions,
        "level_curve": LevelCurveOptions,
        "tangent": TangentOptions,
        "right_angle": RightAngleOptions,
        "trajectory": TrajectoryOptions,
        "drops": DropsOptions,
        "streamlines": StreamlinesOptions,
        "uphill_tangent": UphillTangentOptions,
        "normal": NormalOptions,
        "fog": FogOptions,
        "loss_curve": LossCurveOptions,
        "slope_curve": SlopeCurveOptions,
        "change_bars": ChangeBarsOptions,
        "component_bars": ComponentBarsOptions,
        "compute_graph": ComputeGraphOptions,
        "data_plot": DataPlotOptions,
        "readout": ReadoutOptions,
    }
)


def actor_name(value: Any) -> str:
    """``value`` where it names an actor.

    Raises:
        PydanticCustomError: for any other value.
    """
    if isinstance(value, str) and value in ACTORS:
        return value
    raise PydanticCustomError("spec_unknown_actor", "{found}", {"found": str(value)})


def _options_of_the_actor(value: Any, _: Any, info: ValidationInfo) -> ActorOptions:
    name = info.data.get("name")
    if name is None:  # The name itself was refused; one problem is enough.
        return ActorOptions()
    return ACTORS[name].model_validate(value if value is not None else {}, context=info.context)


ActorName = Annotated[str, BeforeValidator(actor_name)]


class ActorUse(Model):
    """One actor as a beat uses it."""

    name: ActorName = Field(description="The name of the actor.")
    options: SerializeAsAny[Annotated[ActorOptions, WrapValidator(_options_of_the_actor)]] = Field(
        description="The options of the actor."
    )
