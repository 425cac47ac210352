"""A field that is given by data and a model: its formula is the mean squared error, worked out here."""

from __future__ import annotations

import sys

from gradanim.problems import Problem, ProblemError
from gradanim.spec.columns import fault, placed
from gradanim.spec.nodes import Node
from gradanim.spec.numbers import evaluate

# Stands for the formula where there is none.
NO_FORMULA = "0"


def with_error(field: Node, params: tuple[str, ...]) -> tuple[Node, list[Problem]]:
    """The long form of a field with the formula ``f`` that its ``data`` and ``model`` stand for.

    Args:
        field: the long form, with ``data`` or ``model``.
        params: the names of the parameters.

    Returns:
        The field, and the problems; where it has no formula it is given one that makes no others. Values that are
        not what they should be are left to the record, whose problems name them.
    """
    keys = field.keys
    formula, problems = NO_FORMULA, _misfits(field, params)
    if not problems:
        try:
            formula = _formula(keys["data"], keys["model"], variables_of(field), params)
        except _NumberError as error:
            problems = [placed(problem, error.node) for problem in error.problems]
        except ProblemError as error:
            problems = [placed(problem, keys["model"]) for problem in error.problems]
    written = keys["model"] if "model" in keys else keys["data"]
    return field.holding({"f": written.holding(formula), **keys}), problems


def variables_of(field: Node) -> tuple[str, ...]:
    """The names of the variables in the long form of a field."""
    return tuple(str(node.value) for node in field.keys["variables"].items)


def _misfits(field: Node, params: tuple[str, ...]) -> list[Problem]:
    """What makes it impossible to tell the error of the model: the first reason."""
    keys = field.keys
    for key, other in (("data", "model"), ("model", "data")):
        if key not in keys:
            return [fault("spec_data_pair", keys[other], at_key=True, found=key)]
    if "f" in keys:
        return [fault("spec_data_twice", keys["data"], at_key=True, found="data")]
    if "x" in (*variables_of(field), *params):
        return [fault("spec_data_input", keys["model"], at_key=True)]
    return []


def _formula(data: Node, model: Node, names: tuple[str, ...], params: tuple[str, ...]) -> str:
    pairs = [tuple(map(_number, item.items)) for item in data.items]
    readable = pairs and all(len(pair) == 2 and None not in pair for pair in pairs)
    if not readable or not isinstance(model.value, str) or not model.value:
        return NO_FORMULA
    # Imported here: a field with a formula of its own never pays for it.
    from gradanim.calculus.mean_squared import mean_squared_error

    return mean_squared_error(pairs, model.value, names, params)  # type: ignore[arg-type]


class _NumberError(ProblemError):
    """A number of the data that cannot be read, with its place."""

    def __init__(self, error: ProblemError, node: Node) -> None:
        super().__init__(error.problems)
        self.node = node


def _number(node: Node) -> float | None:
    """A number of the data, without parameters: data are data; None for anything else."""
    if isinstance(node.value, str):
        try:
            return evaluate(node.value, {})
        except ProblemError as error:
            raise _NumberError(error, node) from None
    if isinstance(node.value, bool) or not isinstance(node.value, int | float):
        return None
    return float(node.value) if abs(node.value) <= sys.float_info.max else None
