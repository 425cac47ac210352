"""A field that is given by data and a model: its formula is the mean squared error, worked out here."""

from __future__ import annotations

import sys

from gradanim.problems import Problem, ProblemError
from gradanim.spec.columns import fault, placed
from gradanim.spec.nodes import Node
from gradanim.spec.numbers import evaluate


def with_error(field: Node, params: tuple[str, ...]) -> tuple[Node | None, list[Problem]]:
    """The long form of a field with the formula ``f`` that its ``data`` and ``model`` stand for.

    Args:
        field: the long form, with ``data`` or ``model``.
        params: the names of the parameters.

    Returns:
        The field, or None with the problems where it has no formula. Values that are not what they should be are
        left to the record, whose problems name them.
    """
    keys = field.keys
    for key, other in (("data", "model"), ("model", "data")):
        if key not in keys:
            return None, [fault("spec_data_pair", keys[other], at_key=True, found=key)]
    if "f" in keys:
        return None, [fault("spec_data_twice", keys["data"], at_key=True, found="data")]
    names = tuple(str(node.value) for node in keys["variables"].items)
    if "x" in (*names, *params):
        return None, [fault("spec_data_input", keys["model"], at_key=True)]
    try:
        formula = _formula(keys["data"], keys["model"], names, params)
    except _NumberError as error:
        return None, [placed(problem, error.node) for problem in error.problems]
    except ProblemError as error:
        return None, [placed(problem, keys["model"]) for problem in error.problems]
    return field.holding({**keys, "f": keys["model"].holding(formula)}), []


def _formula(data: Node, model: Node, names: tuple[str, ...], params: tuple[str, ...]) -> str:
    pairs = [tuple(map(_number, item.items)) for item in data.items]
    readable = pairs and all(len(pair) == 2 and None not in pair for pair in pairs)
    if not readable or not isinstance(model.value, str) or not model.value:
        return "0"
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
