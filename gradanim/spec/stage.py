"""The stage and the camera: how the field is shown and from where."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field

from gradanim.spec.model import JsonSchema, Model
from gradanim.spec.numbers import Num, PositiveNum, bounded

StageKind = Literal["surface", "plane", "split", "line", "board", "volume"]
Aspect = Literal["equal", "fit"]
ThemeName = Literal["dark", "light", "high_contrast"]
STAGES: tuple[str, ...] = get_args(StageKind)
THEMES: tuple[str, ...] = get_args(ThemeName)

Elevation = Annotated[float, *bounded(ge=-90, le=90)]


class StageSpec(Model):
    """How the field is shown."""

    short_forms: ClassVar[tuple[JsonSchema, ...]] = ({"enum": list(STAGES)},)

    kind: StageKind = Field(
        default="surface",
        description="`surface` (landscape in 3D), `plane` (contour map), `split` (both), "
        "`line` (one variable), `board` (text and formulas) or `volume` (level surfaces of three variables).",
    )
    height: PositiveNum = Field(
        default=0.45, le=4, description="Height of the landscape as a share of its width on the floor."
    )
    aspect: Aspect | None = Field(
        default=None,
        description="`equal`: one unit is as long on every axis; `fit`: the domain fills its place.",
    )


class CameraSpec(Model):
    """Where the scene is seen from when it begins."""

    azimuth: Num = Field(
        default=-50.0,
        description="Where the camera stands, in degrees around the vertical axis: at 0 on the side of large x, "
        "at 90 on that of large y (counter-clockwise seen from above), at -90 on that of small y.",
    )
    elevation: Elevation = Field(default=25.0, description="Degrees above the floor, from -90 to 90.")
    zoom: PositiveNum = Field(default=1.0, le=100, description="Magnification; 1 shows the whole stage.")
