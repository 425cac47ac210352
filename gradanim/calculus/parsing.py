"""Reads a formula that an author typed."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from gradanim.calculus.derivative_size import derivative_sizes
from gradanim.calculus.evaluate import constant_value
from gradanim.calculus.grammar import Grammar
from gradanim.calculus.names import check_names
from gradanim.calculus.nodes import Node, Power, depends_on, walk
from gradanim.calculus.nodes import symbols as symbols_of
from gradanim.calculus.syntax import read_tokens
from gradanim.calculus.tokens import tokenise
from gradanim.problems import Problem, ProblemError

__all__ = ["Expression", "parse"]

MAX_DERIVATIVE = 20_000  # nodes of the second derivatives, as estimated; sympy then needs a second or two


class Expression(Struct, frozen=True):
    """A formula that was read.

    Attributes:
        text: what the author typed.
        tree: its meaning.
        symbols: the variables it was allowed to use, in canonical spelling.
        params: the parameters it was allowed to use.
    """

    text: str
    tree: Node
    symbols: tuple[str, ...]
    params: tuple[str, ...]

    @property
    def used(self) -> tuple[str, ...]:
        """The variables and parameters that it does use, in the order of their appearance."""
        return symbols_of(self.tree)

    def typst(self) -> str:
        """Typst mathematics that shows it as typed: ``x^2 y + 3 y``."""
        from gradanim.calculus.typst import typst

        return typst(self.tree)


def parse(text: str, symbols: Iterable[str], params: Iterable[str] = ()) -> Expression:
    """The expression that a text stands for.

    It may use the declared names, numbers, ``+ - * / ^``, brackets, ``|x|``, the constants ``e``, ``pi``,
    ``tau`` and the functions of ``names.FUNCTIONS``; ``log`` is the natural logarithm. ``normalise`` says how
    multiplication that is not written is read. Nothing of the text is ever run.

    Args:
        text: the formula.
        symbols: the names of the variables.
        params: the names of the parameters.

    Raises:
        ProblemError: one problem with its 1-based column in ``text``: those of ``tokenise``, ``read_tokens``
            and ``check_names``, ``power_base`` for a power of a negative number with a varying exponent, and
            ``formula_costly``.
    """
    variables = tuple(symbols)
    declared = check_names((*variables, *params))
    grammar = Grammar(frozenset(declared))
    tree = read_tokens(tokenise(text), grammar)
    names = declared[: len(variables)]
    _check_bases(tree, frozenset(names))
    _check_derivatives(tree, frozenset(names))
    return Expression(text, tree, names, declared[len(variables) :])


def _check_derivatives(tree: Node, variables: frozenset[str]) -> None:
    parts = derivative_sizes(tree, variables).second
    if parts > MAX_DERIVATIVE:
        raise ProblemError(Problem("formula_costly", {"found": parts, "expected": MAX_DERIVATIVE}, column=1))


def _check_bases(tree: Node, variables: frozenset[str]) -> None:
    # (-2)^x is real at scattered points only, 0^x is not worth a name.
    for node in walk(tree):
        match node:
            case Power(base=base, exponent=exponent) if not depends_on(base, variables):
                if depends_on(exponent, variables) and not symbols_of(base) and constant_value(base) <= 0:
                    raise ProblemError(Problem("power_base", {"column": node.column}, column=node.column))
