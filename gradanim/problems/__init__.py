"""Problems are data: what is wrong, where, and what to do, worded in one place."""

from gradanim.problems.problem import Problem, ProblemError
from gradanim.problems.suggest import closest
from gradanim.problems.wording import WORDING

__all__ = ["WORDING", "Problem", "ProblemError", "closest"]
