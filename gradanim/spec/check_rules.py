"""Checks that a step rule takes the parameters it is given."""

from __future__ import annotations

from collections.abc import Iterator

from gradanim.problems import Problem, ProblemError
from gradanim.spec.known import Known, Part
from gradanim.spec.verbs import DescendAction


def check_rules(known: Known) -> Iterator[Problem]:
    """Problems with the parameters of step rules."""
    for part in known.parts:
        if isinstance(part.beat.action, DescendAction):
            yield from _parameters(part, part.beat.action)


def _parameters(part: Part, action: DescendAction) -> Iterator[Problem]:
    # Imported here: a scene without a descent never pays for it.
    from gradanim.calculus.step_rules import make_step_rule

    try:
        make_step_rule(action.rule, action.parameters)
    except ProblemError as error:
        for problem in error.problems:
            name = str(problem.details.get("parameter", problem.details.get("found")))
            node = part.action.find((name,))
            mark = node.key_mark
            yield problem.at(file=mark.file, line=mark.line, column=mark.column, where=node.where)
