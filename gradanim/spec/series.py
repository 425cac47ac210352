"""A series: several scenes under one look."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from gradanim.spec.forms import SCENE_KEYS
from gradanim.spec.model import Model
from gradanim.spec.scene import Slug

MOST_SCENES = 1000
SERIES_KEYS = ("id", "title", "summary", "defaults", "scenes")
# Every scene has these of its own.
DEFAULT_KEYS = tuple(key for key in SCENE_KEYS if key not in ("id", "beats"))


def _names_or_all(value: Any) -> Any:
    if value == "all":
        return value
    if isinstance(value, list | tuple) and value and all(isinstance(name, str) for name in value):
        return tuple(value)
    raise PydanticCustomError("spec_entry_variants", "variants", {})


class SceneEntry(Model):
    """One spec of a series, with the variants of it that belong to the series."""

    spec: str = Field(
        min_length=1, max_length=300, description="Path of the spec, from the folder of the series."
    )
    variants: Annotated[tuple[str, ...] | Literal["all"], BeforeValidator(_names_or_all)] = Field(
        default="all", description="The names of the variants to take, or `all`."
    )


class SeriesSpec(Model):
    """Several scenes, in the order of the film, with the look that they share."""

    id: Slug = Field(description="The name of what is made, a slug; the file's name if absent.")
    title: str = Field(min_length=1, max_length=120, description="The title that the audience reads.")
    summary: str | None = Field(
        default=None, max_length=500, description="One sentence for lists and galleries."
    )
    defaults: dict[str, Any] = Field(
        default_factory=dict, description="What every scene has unless it says otherwise: any key of a scene."
    )
    scenes: tuple[SceneEntry, ...] = Field(
        min_length=1, max_length=MOST_SCENES, description="The specs, in the order of the film."
    )
