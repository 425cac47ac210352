"""Checks that a step rule takes the parameters it is given."""

from __future__ import annotations

from collections.abc import Iterator

from gradanim.problems import Problem, ProblemError
from gradanim.spec.known import Known
from gradanim.spec.nodes import Node
from gradanim.spec.step_rule import StepRuleChoice
from gradanim.spec.verbs import DescendAction, RaceAction


def check_rules(known: Known) -> Iterator[Problem]:
    """Problems with the parameters of step rules."""
    for part in known.parts:
        action = part.beat.action
        if isinstance(action, DescendAction):
            yield from _parameters(part.action, action)
        elif isinstance(action, RaceAction):
            for index, run in enumerate(action.runs):
                yield from _parameters(part.action.find(("runs", index)), run)


def _parameters(place: Node, action: StepRuleChoice) -> Iterator[Problem]:
    # Imported here: a scene without a descent never pays for it.
    from gradanim.calculus.step_rules import make_step_rule

    try:
        make_step_rule(action.rule, action.parameters)
    except ProblemError as error:
        for problem in error.problems:
            name = str(problem.details.get("parameter", problem.details.get("found")))
            node = place.find((name,))
            mark = node.key_mark
            yield problem.at(file=mark.file, line=mark.line, column=mark.column, where=node.where)
