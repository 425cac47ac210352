"""A scene as the author wrote it: checked, complete and frozen."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gradanim.problems import Problem
from gradanim.spec.beat import Beat
from gradanim.spec.field import FieldSpec
from gradanim.spec.model import Model
from gradanim.spec.nodes import Mark
from gradanim.spec.numbers import Num
from gradanim.spec.stage import CameraSpec, StageSpec, ThemeName

MOST_BEATS = 200
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MOST_ID = 80
Slug = Annotated[str, Field(pattern=SLUG, max_length=MOST_ID)]


class SourceMarks(Model):
    """Where a scene came from.

    Attributes:
        file: the path as the user gave it.
        beats: the place of every beat, in order: its verb.
        field: the place of the formula, or None where there is no field.
        parts: for every beat, the places of the beats in it; only a ``together`` has some.
        warnings: what its author should know though nothing is wrong.
    """

    file: str
    beats: tuple[Mark, ...]
    field: Mark | None = None
    parts: tuple[tuple[Mark, ...], ...] = ()
    warnings: tuple[Problem, ...] = ()

    def of(self, beat: int, part: int | None = None) -> Mark:
        """The place of a beat, or of a beat in it."""
        inside = self.parts[beat] if part is not None and beat < len(self.parts) else ()
        return inside[part] if part is not None and part < len(inside) else self.beats[beat]


class SceneSpec(Model):
    """A scene: a field, a stage and what happens on it."""

    id: Slug = Field(
        description="The name of what is made, a slug of a-z, 0-9 and `-`; the file's name if absent."
    )
    title: str = Field(min_length=1, max_length=120, description="The title that the audience reads.")
    summary: str | None = Field(
        default=None, max_length=500, description="One sentence for lists and galleries."
    )
    field: FieldSpec | None = Field(
        default=None, description="The scalar field; only a `board` can do without."
    )
    params: dict[str, Num] = Field(
        default_factory=dict, description="Named numbers for the formula, the text and the beats."
    )
    stage: StageSpec = Field(default_factory=lambda: StageSpec(), description="How the field is shown.")
    camera: CameraSpec = Field(
        default_factory=lambda: CameraSpec(), description="Where the scene is seen from at first."
    )
    theme: ThemeName = Field(default="dark", description="The colours: `dark`, `light` or `high_contrast`.")
    seed: int = Field(default=0, ge=0, le=2**32 - 1, strict=True, description="Seed of whatever is random.")
    beats: tuple[Beat, ...] = Field(
        min_length=1, max_length=MOST_BEATS, description="What happens, in order."
    )
    variant: str | None = Field(default=None, description="Which variant of the spec this is.")
    source: SourceMarks | None = Field(
        default=None, exclude=True, repr=False, description="Where it came from."
    )

    def __eq__(self, other: object) -> bool:
        """Two scenes are equal where they say the same, wherever they were written."""
        if not isinstance(other, SceneSpec):
            return NotImplemented
        return all(
            getattr(self, name) == getattr(other, name)
            for name in type(self).model_fields
            if name != "source"
        )

    __hash__ = None  # type: ignore[assignment]
