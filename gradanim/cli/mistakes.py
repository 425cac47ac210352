"""How problems are told on the command line."""

from __future__ import annotations

import re

from gradanim.problems import Problem, ProblemError
from gradanim.problems.shortage import shortage
from gradanim.store import NoHomeError

# Characters of a formula that are shown above the caret; a formula may have a thousand.
WIDEST = 72
# Characters that are shown on each side of those that are none.
_AROUND = 40


def understood(error: Exception) -> Exception:
    """What the system refused, as the problem that it is; any other error as it came."""
    if isinstance(error, NoHomeError):
        return ProblemError(Problem("home_missing", {"cause": str(error).rstrip(".")}, exit_code=3))
    if isinstance(error, UnicodeEncodeError) and error.reason == "surrogates not allowed":
        # Only names of files come with bytes that are no text.
        part = error.object[max(0, error.start - _AROUND) : error.end + _AROUND]
        name = next(word for word in re.split(r'["\n]', part) if not word.isascii())
        shown = name.encode("utf-8", "backslashreplace").decode()
        return ProblemError(Problem("name_not_text", {"name": shown}, exit_code=2))
    short = shortage(error)
    if short is not None:
        return ProblemError(short)
    if isinstance(error, OSError) and error.errno and isinstance(error.filename, str):
        details = {"path": error.filename, "cause": error.strerror}
        return ProblemError(Problem("system_refused", details, exit_code=3))
    return error


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
