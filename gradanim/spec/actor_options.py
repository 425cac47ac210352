"""What the options of every actor have in common, and the kinds of values they hold."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from gradanim.spec.model import Model
from gradanim.spec.numbers import bounded, number

MOST_LEVELS = 60
MOST_LINES = 12
LONGEST_TEXT = 500


def _levels(value: Any, info: ValidationInfo) -> int | tuple[float, ...] | None:
    """How many levels, or the levels themselves."""
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        if 1 <= value <= MOST_LEVELS:
            return value
    elif isinstance(value, list | tuple) and 1 <= len(value) <= MOST_LEVELS:
        return tuple(sorted({number(item, info) for item in value}))
    raise PydanticCustomError("spec_levels", "{limit}", {"limit": MOST_LEVELS})


def _lines(value: Any) -> Any:
    if isinstance(value, int | float):
        # A number, or true, is one line that lacks its quotes.
        raise PydanticCustomError("spec_text", "text", {})
    return (value,) if isinstance(value, str) else value


Count = Annotated[int, Field(ge=2, le=60, strict=True)]
_LEVELS: Final = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": MOST_LEVELS},
        {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 1, "maxItems": MOST_LEVELS},
        {"type": "null"},
    ]
}
Levels = Annotated[int | tuple[float, ...] | None, BeforeValidator(_levels), WithJsonSchema(_LEVELS)]
Switch = Annotated[bool, Field(strict=True)]
Separation = Annotated[float, *bounded(ge=0.03, le=0.4)]
Seed = Annotated[int, Field(ge=0, le=2**32 - 1, strict=True)]
Layer = Annotated[int, Field(ge=1, le=8, strict=True)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
_LINES: Final = {"$use": "lines"}
Lines = Annotated[
    tuple[Text, ...],
    Field(min_length=1, max_length=MOST_LINES),
    BeforeValidator(_lines),
    WithJsonSchema(_LINES),
]


class ActorOptions(Model):
    """What can be set about one actor."""

    @property
    def alone(self) -> bool:
        """Whether it needs neither the field nor the point, though the actor does without its options."""
        return False
