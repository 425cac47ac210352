"""Checks the names of variables and parameters, and that the formula can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gradanim.problems import Problem, ProblemError
from gradanim.spec.columns import fault, placed
from gradanim.spec.known import Known
from gradanim.spec.nodes import Node
from gradanim.spec.quantities import QUANTITIES, second_partials
from gradanim.spec.spelling import written


def check_field(known: Known, root: Node) -> Iterator[Problem]:
    """Problems with names, or else with the formula; ``root`` is the long form of the scene."""
    problems = [*_variables(known, root), *_params(known, root)]
    yield from problems
    if known.field and known.field.f and not problems:
        node = root.find(("field", "f"))
        try:
            _read(known.field.f, known.variables, known.params)
        except ProblemError as error:
            yield from (placed(problem, node) for problem in error.problems)


def _read(text: str, variables: tuple[str, ...], params: Mapping[str, float]) -> None:
    # Imported here: a board without a field never pays for it.
    from gradanim.calculus.parsing import parse

    parse(text, variables, params)


def _variables(known: Known, root: Node) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for index, name in enumerate(known.variables):
        yield from _name(name, root.find(("field", "variables", index)), taken)


def _params(known: Known, root: Node) -> Iterator[Problem]:
    partials = tuple(f"f_{variable}" for variable in known.variables)
    second = second_partials(known.variables)
    taken = dict.fromkeys((*known.variables, *partials, *second), "spec_name_taken")
    for name, node in root.find(("params",)).keys.items() if "params" in root.keys else ():
        yield from _name(name, node, taken)


def _name(name: str, node: Node, taken: dict[str, str]) -> Iterator[Problem]:
    """Problems with one declared name, which is added to the names ``taken``: each with the code of its problem."""
    from gradanim.calculus.names import canonical, check_names

    spelled, found = canonical(name), written(node, name)
    if spelled in QUANTITIES:
        yield fault("spec_name_quantity", node, at_key=True, found=found, meaning=QUANTITIES[spelled])
    elif spelled in taken:
        yield fault(taken[spelled], node, at_key=True, found=found)
    else:
        taken[spelled] = "name_twice"
        try:
            check_names((found,))
        except ProblemError as error:
            mark = node.key_mark
            for problem in error.problems:
                yield problem.at(file=mark.file, line=mark.line, column=mark.column, where=node.where)
