"""Numbers that people write as expressions."""

from __future__ import annotations

import math
from collections.abc import Mapping

from gradanim.calculus.evaluate import value_of
from gradanim.calculus.names import canonical
from gradanim.calculus.parsing import parse
from gradanim.problems import Problem, ProblemError

__all__ = ["written_number"]


def written_number(text: str, params: Mapping[str, float]) -> float:
    """The finite value of a constant expression such as ``a/2`` or ``2*pi``.

    Raises:
        ProblemError: with the column inside ``text``, where it cannot be read or has no finite value
            (``spec_number_undefined``).
    """
    expression = parse(text, (), params)
    value = float(value_of(expression.tree, {canonical(name): value for name, value in params.items()}))
    if not math.isfinite(value):
        raise ProblemError(Problem("spec_number_undefined", {"found": text}, column=1))
    return value
