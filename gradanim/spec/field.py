"""The scalar field of a scene: its formula, its variables and the box it is drawn over."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from gradanim.problems import Problem
from gradanim.spec.model import Model
from gradanim.spec.numbers import Datum, Interval

# Whether it can be a name at all is for the calculus to say.
Variable = Annotated[str, Field(min_length=1, max_length=24)]


# As long as the calculus reads; how large it may be inside is said there.
LONGEST_FORMULA = 1000
MOST_DATA = 30
# What people wrap a name in who know LaTeX or Markdown.
_WRAPPING = re.compile(r"\\(?:mathcal|mathrm|mathbf|mathit|text|operatorname)\b|[\\${}\"`]")


def _printed(name: str) -> str:
    """A name that can be printed; the argument list that some people add to it is not part of it."""
    # Imported here: most scenes print f.
    from gradanim.calculus.names import printable

    if printable(name):
        return name
    near = _WRAPPING.sub("", name.partition("(")[0]).strip()
    problem = Problem(
        "spec_name_printed", {"found": name}, suggestion=near if printable(near) and near != name else None
    )
    raise PydanticCustomError("spec_carried", "problems", {"problems": (problem,)})


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
    name: Annotated[str, AfterValidator(_printed)] = Field(
        default="f",
        min_length=1,
        max_length=24,
        description="The printed name of the field: a letter such as `L` or `β`, with an index (`f_1`, `L_train`) or "
        "a prime if you like, or a word such as `loss`.",
    )
    clip: Interval | None = Field(
        default=None,
        description="The range `[low, high]` of values that are drawn; what lies outside is cut off.",
    )
