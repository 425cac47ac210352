"""How problems are told on the command line."""

from __future__ import annotations

from gradanim.problems import Problem

# Characters of a formula that are shown above the caret; a formula may have a thousand.
WIDEST = 72


def told(problem: Problem) -> str:
    """A problem with its place; a column that belongs to no file is left to the sentence."""
    return str(problem) if problem.file else problem.message


def pointed(problem: Problem, formula: str) -> str:
    """A problem with a formula from the command line, and below the formula a caret at its place."""
    if problem.column is None or not formula.isprintable() or problem.column > len(formula) + 1:
        return problem.message
    shown, column = _around(formula, problem.column)
    return f"{problem.message}\n  {shown}\n  {' ' * (column - 1)}^"


def _around(formula: str, column: int) -> tuple[str, int]:
    """A formula that fits on a line, cut on both sides of a column where it is long, and the column in it."""
    if len(formula) <= WIDEST:
        return formula, column
    first = min(max(0, column - 1 - WIDEST // 2), len(formula) - WIDEST)
    part = formula[first : first + WIDEST]
    if first > 0:
        part = "…" + part[1:]
    if first + WIDEST < len(formula):
        part = part[:-1] + "…"
    return part, column - first
