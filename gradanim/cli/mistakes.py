"""How problems are told on the command line."""

from __future__ import annotations

from gradanim.problems import Problem


def told(problem: Problem) -> str:
    """A problem with its place; a column that belongs to no file is left to the sentence."""
    return str(problem) if problem.file else problem.message


def pointed(problem: Problem, formula: str) -> str:
    """A problem with a formula from the command line, and below the formula a caret at its place."""
    if problem.column is None or not formula.isprintable() or problem.column > len(formula) + 1:
        return problem.message
    return f"{problem.message}\n  {formula}\n  {' ' * (problem.column - 1)}^"
