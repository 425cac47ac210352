"""The scalar field of a scene: its formula, its variables and the box it is drawn over."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gradanim.spec.model import Model
from gradanim.spec.numbers import Datum, Interval

# Whether it can be a name at all is for the calculus to say.
Variable = Annotated[str, Field(min_length=1, max_length=24)]


# As long as the calculus reads; how large it may be inside is said there.
LONGEST_FORMULA = 1000
MOST_DATA = 30


class FieldSpec(Model):
    """The scalar field that the scene is about."""

    f: str = Field(
        min_length=1,
        max_length=LONGEST_FORMULA,
        description="The formula, as you would type it: `x^2 y + 3y`, `sin(x)*e^y`.",
    )
    data: tuple[Datum, ...] | None = Field(
        default=None,
        min_length=2,
        max_length=MOST_DATA,
        description="Pairs `[x, y]`; with `model` they stand for `f`, which is then the mean squared error.",
    )
    model: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="What is fitted to the data: a formula of `x` and the variables, such as `a*x + b`.",
    )
    variables: tuple[Variable, ...] = Field(
        min_length=1, max_length=6, description="The names of the variables, in the order of the axes."
    )
    domain: tuple[Interval, ...] = Field(
        min_length=1, max_length=6, description="The interval `[low, high]` of every variable."
    )
    name: str = Field(
        default="f",
        min_length=1,
        max_length=24,
        description="The printed name of the field, for example L for a loss.",
    )
    clip: Interval | None = Field(
        default=None,
        description="The range `[low, high]` of values that are drawn; what lies outside is cut off.",
    )
