"""The verb `walk`: the point moves along a path in the domain."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from gradanim.spec.action import Action, JsonSchema
from gradanim.spec.model import Model
from gradanim.spec.nodes import Node
from gradanim.spec.numbers import Num, Point, PositiveNum, Turns

WalkKind = Literal["circle", "line", "spline", "level_curve", "steepest", "points"]
KINDS: tuple[WalkKind, ...] = ("circle", "line", "spline", "level_curve", "steepest", "points")
MOST_POINTS = 100
Points = Annotated[tuple[Point, ...], Field(max_length=MOST_POINTS)]


class CircleWalk(Model):
    """Around a circle; of three variables, one at the height of its centre."""

    center: Point = Field(description="The centre of the circle.")
    radius: PositiveNum = Field(description="The radius, in units of the domain.")
    start: Num = Field(
        default=0.0,
        description="Degrees at which the walk begins, counter-clockwise from the first axis; from elsewhere the "
        "point glides there first.",
    )
    turns: Turns = Field(default=1.0, description="How many times around, at most 20; negative is clockwise.")


class LineWalk(Model):
    """Along a straight line."""

    short_forms: ClassVar[tuple[JsonSchema, ...]] = ({"$use": "point"},)

    to: Point = Field(description="Where the walk ends.")
    from_: Point | None = Field(
        default=None,
        validation_alias="from",
        serialization_alias="from",
        description="Where it begins; the point if absent.",
    )


class SplineWalk(Model):
    """Along a smooth curve through given points."""

    short_forms: ClassVar[tuple[JsonSchema, ...]] = (
        {"type": "array", "items": {"$use": "point"}, "minItems": 2, "maxItems": MOST_POINTS},
    )

    points: Points = Field(min_length=2, description="The points that the curve goes through, in order.")


class LevelCurveWalk(Model):
    """Along the level curve through the point; of three variables, the one at its height."""

    short_forms: ClassVar[tuple[JsonSchema, ...]] = ({"type": "null"},)

    turns: Turns = Field(
        default=1.0,
        description="How many times around a closed level curve, at most 20; negative is the other way.",
    )
    length: PositiveNum | None = Field(
        default=None, description="Length of the walk, in units of the domain, instead of turns."
    )


class SteepestWalk(Model):
    """Along the path of steepest ascent or descent."""

    short_forms: ClassVar[tuple[JsonSchema, ...]] = ({"type": "null"}, {"enum": ["up", "down"]})

    direction: Literal["up", "down"] = Field(
        default="up", description="`up` follows the gradient, `down` its negative."
    )
    length: PositiveNum | None = Field(
        default=None,
        description="Length of the walk, in units of the domain; if absent it goes as far as the path leads, "
        "to where the gradient vanishes, to a border, or to the edge of where the field has values.",
    )


class WalkAction(Action):
    """The point moves along a path, and everything that hangs on it follows."""

    verb: ClassVar[str] = "walk"
    example: ClassVar[str] = "walk: {circle: {center: [0, 0], radius: 1.6}}"

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})
    short_forms: ClassVar[tuple[JsonSchema, ...]] = ({"enum": ["level_curve", "steepest"]},)

    circle: CircleWalk | None = Field(default=None, description="Around a circle.")
    line: LineWalk | None = Field(default=None, description="Along a straight line.")
    spline: SplineWalk | None = Field(default=None, description="Along a smooth curve through given points.")
    level_curve: LevelCurveWalk | None = Field(
        default=None,
        description="Along the level curve through the point; one that does not close is walked once, to the border.",
    )
    steepest: SteepestWalk | None = Field(
        default=None, description="Along the path of steepest ascent or descent."
    )
    points: Points | None = Field(
        default=None, min_length=1, description="From point to point, resting at each."
    )

    @model_validator(mode="after")
    def _one_path(self) -> Self:
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            raise PydanticCustomError("spec_one_walk", "{found}", {"found": ", ".join(given)})
        return self

    @property
    def kind(self) -> WalkKind:
        """Which of the paths this is."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @classmethod
    def expand(cls, node: Node) -> Node:
        """``line: [x, y]``, ``spline: [[…], …]``, ``steepest: down``, a bare ``level_curve`` or ``steepest``."""
        if node.value in ("level_curve", "steepest"):
            return node.holding({str(node.value): node.holding({})})
        if not node.is_mapping:
            return node
        return node.holding({key: _path(key, child) for key, child in node.keys.items()})

    @classmethod
    def example_for(cls, node: Node) -> str:
        """A point is where a line ends, points are a list of stations, and a word may be a direction."""
        if node.items:
            return "walk: {points: [[0, 0], [1, 1]]}" if node.items[0].is_list else "walk: {line: [0, 0]}"
        word = str(node.value).casefold()
        said = next((direction for direction in ("up", "down") if direction in word), None)
        return f"walk: {{steepest: {said}}}" if said else cls.example


def _path(kind: str, node: Node) -> Node:
    if kind in ("level_curve", "steepest") and node.value is None:
        return node.holding({})
    if kind == "steepest" and isinstance(node.value, str):
        return node.wrapped("direction")
    if kind == "line" and not node.is_mapping:
        return node.wrapped("to")
    return node.wrapped("points") if kind == "spline" and node.is_list else node
