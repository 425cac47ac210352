"""Numbers as authors write them: plain, or as an expression in the spec's parameters."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from gradanim.problems import ProblemError, closest

ANGLE_WORDS: Final = ("gradient", "-gradient", "level")
LONGEST_NUMBER_TEXT: Final = 200
MOST_VARIABLES: Final = 6
# How far the ends of an interval may be from zero, and how near to each other: beyond that what is computed from them
# overflows, or vanishes.
FARTHEST: Final = 1e300
NARROWEST: Final = 1e-300
# In the longest beat that is a turn in half a minute, in one of ten seconds two turns in each.
MOST_TURNS: Final = 20
MOST_DEGREES: Final = 360 * MOST_TURNS
# Several numbers in round brackets, or with commas and spaces between them.
_BRACKETS: Final = re.compile(r"\([^()]*,[^()]*\)|[^(),]*(, [^(),]*)+")


def evaluate(text: str, params: Mapping[str, float]) -> float:
    """The finite value of a constant expression; as ``calculus.written.written_number``."""
    # Imported here: most specs hold plain numbers only and never pay for the parser.
    from gradanim.calculus.written import written_number

    return written_number(text, params)


def number(value: Any, info: ValidationInfo) -> float:
    """A finite float from a number or from an expression in ``info.context["params"]``."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise PydanticCustomError("spec_number", "{found}", {"found": _kind(value)})
    if isinstance(value, str):
        return _from_text(value, _params(info))
    try:
        result = float(value)
    except OverflowError:
        result = math.inf
    if not math.isfinite(result):
        raise PydanticCustomError("spec_not_finite", "{found}", {"found": str(value)})
    return result


def _from_text(text: str, params: Mapping[str, float]) -> float:
    if len(text) > LONGEST_NUMBER_TEXT:
        raise PydanticCustomError("spec_number_too_long", "{limit}", {"limit": LONGEST_NUMBER_TEXT})
    try:
        return evaluate(text, params)
    except ProblemError as error:
        # The records travel inside the pydantic error, so that their columns reach the file.
        raise PydanticCustomError("spec_carried", "problems", {"problems": error.problems}) from None


def turns(value: Any, info: ValidationInfo) -> float:
    """A number of full turns that an eye can follow in one beat."""
    return _within(number(value, info), MOST_TURNS)


def degrees(value: Any, info: ValidationInfo) -> float:
    """Degrees, no more of them than ``MOST_TURNS`` full turns have."""
    return _within(number(value, info), MOST_DEGREES)


def _within(value: float, most: int) -> float:
    if abs(value) > most:
        raise PydanticCustomError("spec_turns", "{limit}", {"limit": most, "turns": MOST_TURNS})
    return value


def dialled(value: Any, info: ValidationInfo) -> float | str:
    """As ``angle``, within ``MOST_TURNS`` full turns."""
    found = angle(value, info)
    return found if isinstance(found, str) else _within(found, MOST_DEGREES)


def angle(value: Any, info: ValidationInfo) -> float | str:
    """Degrees, or one of the words in ``ANGLE_WORDS``."""
    if isinstance(value, str) and value in ANGLE_WORDS:
        return value
    try:
        return number(value, info)
    except PydanticCustomError:
        if isinstance(value, str) and (
            closest(value, ANGLE_WORDS)
            or _names_a_direction(value)
            # A single word where there are no parameters is meant as a direction.
            or (value.strip().isidentifier() and not _params(info))
        ):
            raise PydanticCustomError("spec_angle", "{found}", {"found": value}) from None
        raise


def _names_a_direction(text: str) -> bool:
    """Whether an expression calculates with one of the words, which are no numbers."""
    return re.search(rf"\b({'|'.join(ANGLE_WORDS[::2])})\b", text) is not None


def _params(info: ValidationInfo) -> Mapping[str, float]:
    context = info.context or {}
    params: Mapping[str, float] = context.get("params", {})
    return params


def _kind(value: Any) -> str:
    names = {bool: "true or false", type(None): "nothing", dict: "a mapping", list: "a list", tuple: "a list"}
    return names.get(type(value), type(value).__name__)


def coordinates(value: Any) -> Any:
    """A list of numbers; ``1.5`` is the point ``[1.5]`` of a field in one variable."""
    if isinstance(value, str) and _BRACKETS.fullmatch(value.strip()):
        wanted = f"[{', '.join(part.strip() for part in value.strip().strip('()').split(','))}]"
        raise PydanticCustomError("spec_point_brackets", "{wanted}", {"wanted": wanted})
    if (
        isinstance(value, dict)
        and value
        and all(isinstance(part, int | float | str) for part in value.values())
    ):
        wanted = f"[{', '.join(map(str, value.values()))}]"
        raise PydanticCustomError("spec_point_brackets", "{wanted}", {"wanted": wanted})
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        return [value]
    if isinstance(value, list | tuple) and 1 <= len(value) <= MOST_VARIABLES:
        return value
    raise PydanticCustomError("spec_point", "point", {})


def two_ends(value: Any) -> Any:
    """A list of two numbers."""
    if isinstance(value, list | tuple) and len(value) == 2:
        return value
    raise PydanticCustomError("spec_interval", "interval", {})


def a_pair(value: Any) -> Any:
    """A list of two numbers, x and y of a datum."""
    if isinstance(value, list | tuple) and len(value) == 2:
        return value
    raise PydanticCustomError("spec_datum", "datum", {})


def ordered(value: tuple[float, float]) -> tuple[float, float]:
    """An interval whose low end lies below its high end, and which can be divided and measured."""
    low, high = value
    if not low < high:
        raise PydanticCustomError("spec_interval_order", "order", {"low": low, "high": high})
    if max(-low, high) > FARTHEST or high - low < NARROWEST:
        limits = {"most": FARTHEST, "least": NARROWEST}
        raise PydanticCustomError("spec_interval_size", "size", {"low": low, "high": high, **limits})
    return value


def bounded(
    *, gt: float | None = None, ge: float | None = None, lt: float | None = None, le: float | None = None
) -> tuple[Any, ...]:
    """The annotations of a number within limits."""
    limits = {"exclusiveMinimum": gt, "minimum": ge, "exclusiveMaximum": lt, "maximum": le}
    schema = {
        "type": ["number", "string"],
        **{word: limit for word, limit in limits.items() if limit is not None},
    }
    return Field(gt=gt, ge=ge, lt=lt, le=le), BeforeValidator(number), WithJsonSchema(schema)


def _between(most: int) -> WithJsonSchema:
    return WithJsonSchema({"type": ["number", "string"], "minimum": -most, "maximum": most})


_NUMBER: Final = {"type": ["number", "string"]}
_NUMBERS: Final = {"type": "array", "items": _NUMBER, "minItems": 1, "maxItems": MOST_VARIABLES}
_TWO: Final = {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}

Num = Annotated[float, BeforeValidator(number), WithJsonSchema(_NUMBER)]
PositiveNum = Annotated[float, *bounded(gt=0)]
Share = Annotated[float, *bounded(ge=0, le=1)]
Turns = Annotated[float, BeforeValidator(turns), _between(MOST_TURNS)]
Degrees = Annotated[float, BeforeValidator(degrees), _between(MOST_DEGREES)]
Angle = Annotated[
    float | Literal["gradient", "-gradient", "level"], BeforeValidator(dialled), _between(MOST_DEGREES)
]
Point = Annotated[
    tuple[Num, ...], BeforeValidator(coordinates), WithJsonSchema({"anyOf": [_NUMBER, _NUMBERS]})
]
Datum = Annotated[tuple[Num, Num], BeforeValidator(a_pair), WithJsonSchema(_TWO)]
Interval = Annotated[
    tuple[Num, Num], AfterValidator(ordered), BeforeValidator(two_ends), WithJsonSchema(_TWO)
]
