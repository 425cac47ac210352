"""Claims: comparisons of quantities that an author states and the computer checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.calculus.jet_rules import Array
from gradanim.calculus.nodes import Negative, Node, Number, Vector
from gradanim.calculus.quantities import Environment, Quantity, QuantityNames, quantity_names, read_quantity
from gradanim.calculus.quantity_kinds import describe_size
from gradanim.calculus.tokens import Token, tokenise
from gradanim.problems import Problem, ProblemError

__all__ = ["Claim", "ClaimResult", "Comparison", "parse_claim"]

Flags: TypeAlias = NDArray[np.bool_]

_RELATIONS: Mapping[str, str] = MappingProxyType(
    {"=": "==", "==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "≈": "≈"}
)
_ROUGHLY = 1e-3  # how far apart two sides of ≈ may be, relatively, where neither is a number as typed
_ROUNDED = 1 + 1e-9  # 0.125 is allowed to be the rounding of 0.13 and of 0.12


class Comparison(Struct, frozen=True):
    """Two quantities and the relation that is claimed to hold between them.

    Attributes:
        relation: ``==``, ``!=``, ``<``, ``<=``, ``>``, ``>=`` or ``≈``.
    """

    left: Quantity
    relation: str
    right: Quantity

    def holds(self, left: Array, right: Array, tolerance: float) -> Flags:
        """Where the relation holds between values of its sides; nowhere where one of them is undefined."""
        if self.left.is_vector or self.right.is_vector:
            left, right = (_spread(each, side) for each, side in ((left, self.left), (right, self.right)))
        flags = _HOLDS[self.relation](self, left, right, tolerance)
        flags &= np.isfinite(left) & np.isfinite(right)
        if not (self.left.is_vector or self.right.is_vector):
            return flags
        # One component that differs is enough for two vectors to differ, all must be equal for them to be so.
        known = np.isfinite(left).all(axis=-1) & np.isfinite(right).all(axis=-1)
        return np.asarray(flags.any(axis=-1) & known if self.relation == "!=" else flags.all(axis=-1))


class ClaimResult(Struct, frozen=True):
    """What became of a claim.

    Attributes:
        holds: where it is true, of the shape (…) of the batch.
        comparison: the comparison that ``left`` and ``right`` are of: the first that fails anywhere, else the
            first.
        left: the values of its left side.
        right: the values of its right side.
    """

    holds: Flags
    comparison: Comparison
    left: Array
    right: Array


class Claim(Struct, frozen=True):
    """A claim that was read: comparisons that must all hold.

    Attributes:
        text: what the author typed.
        comparisons: one for each relation; ``0 < x < 1`` has two.
    """

    text: str
    comparisons: tuple[Comparison, ...]

    @property
    def needs(self) -> frozenset[str]:
        """The names that ``check`` looks up, as ``Quantity.needs``."""
        return frozenset().union(
            *(side.needs for each in self.comparisons for side in (each.left, each.right))
        )

    def check(self, env: Environment, tolerance: float = 1e-9) -> ClaimResult:
        """Whether the claim holds; it does not where a side is undefined.

        ``==`` allows a difference of ``tolerance``·(1 + the larger magnitude), ``!=``, ``<=`` and ``>=`` are
        its counterparts, ``<`` and ``>`` are strict. ``≈`` holds where a side rounds to the digits that are
        typed on the other (``norm ≈ 8.06``), and up to one part in a thousand where neither side is a number.

        Args:
            env: as for ``Quantity.evaluate``.
            tolerance: relative and absolute.
        """
        checked = []
        for comparison in self.comparisons:
            left, right = comparison.left.evaluate(env), comparison.right.evaluate(env)
            checked.append((comparison, left, right, comparison.holds(left, right, tolerance)))
        holds = np.asarray(np.logical_and.reduce(np.broadcast_arrays(*(flags for *_, flags in checked))))
        comparison, left, right, _ = next((each for each in checked if not each[3].all()), checked[0])
        return ClaimResult(holds, comparison, left, right)


def parse_claim(
    text: str,
    scalars: Iterable[str],
    vectors: Iterable[str] | Mapping[str, int],
    params: Iterable[str] = (),
    components: Iterable[str] = ("x", "y"),
) -> Claim:
    """The claim that a text stands for: quantities compared by ``== != < <= > >= ≈``, joined by ``and``.

    ``=`` is ``==``; a chain ``0 < x < 1`` is allowed; vectors are compared by ``==``, ``!=`` and ``≈`` only,
    also with a plain 0. The arguments are those of ``parse_quantity``.

    Raises:
        ProblemError: those of ``parse_quantity`` and ``claim_…``.
    """
    names = quantity_names(scalars, vectors, params, components)
    tokens = tokenise(text)
    if not tokens:
        raise ProblemError(Problem("claim_empty", column=1))
    comparisons = [each for part in _parts(tokens) for each in _comparisons(text, part, names)]
    return Claim(text, tuple(comparisons))


def _parts(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """The tokens between the words ``and``."""
    start = 0
    for index, token in enumerate(tokens):
        if token.text == "and":
            if index == start or index == len(tokens) - 1:
                raise _problem("claim_and", token)
            yield tokens[start:index]
            start = index + 1
    yield tokens[start:]


def _comparisons(text: str, tokens: tuple[Token, ...], names: QuantityNames) -> Iterator[Comparison]:
    marks = [index for index, token in enumerate(tokens) if token.kind == "relation"]
    if not marks:
        raise _problem("claim_no_relation", tokens[0])
    edges = [-1, *marks, len(tokens)]
    for mark in marks:
        _check_relation(tokens, mark, edges)
    sides = [_side(text, tokens[start + 1 : end], names) for start, end in pairwise(edges)]
    for mark, left, right in zip(marks, sides, sides[1:], strict=False):
        comparison = Comparison(left, _RELATIONS[tokens[mark].text], right)
        _check_sizes(comparison, tokens[mark])
        yield comparison


def _check_relation(tokens: tuple[Token, ...], mark: int, edges: list[int]) -> None:
    token = tokens[mark]
    if token.text not in _RELATIONS:
        suggestion = {"=<": "<=", "=>": ">="}[token.text]
        raise _problem("claim_relation", token, suggestion=suggestion)
    if mark + 1 in edges or mark - 1 in edges:
        raise _problem("claim_side", token)


def _side(text: str, tokens: tuple[Token, ...], names: QuantityNames) -> Quantity:
    start, end = tokens[0].column - 1, tokens[-1].column - 1 + len(tokens[-1].found)
    return read_quantity(text[start:end], tokens, names)


def _check_sizes(comparison: Comparison, token: Token) -> None:
    left, right = comparison.left.size, comparison.right.size
    if left == right == 0:
        return
    if comparison.relation not in ("==", "!=", "≈"):
        raise _problem("claim_vectors", token)
    zero = any(
        isinstance(side.tree, Number) and side.tree.value == 0 for side in (comparison.left, comparison.right)
    )
    if left != right and not zero:
        raise _problem("claim_mixed", token, left=describe_size(left), right=describe_size(right))


def _problem(code: str, token: Token, suggestion: str | None = None, **details: object) -> ProblemError:
    found = {"found": token.found, "column": token.column, **details}
    return ProblemError(Problem(code, found, column=token.column, suggestion=suggestion))


def _spread(values: Array, side: Quantity) -> Array:
    """A scalar 0 beside a vector gets an axis for the components."""
    return values if side.is_vector else np.asarray(values)[..., None]


def _equal(_: Comparison, left: Array, right: Array, tolerance: float) -> Flags:
    with np.errstate(all="ignore"):
        allowed = tolerance * (1 + np.maximum(np.abs(left), np.abs(right)))
        return np.asarray(np.abs(left - right) <= allowed)


def _roughly(comparison: Comparison, left: Array, right: Array, tolerance: float) -> Flags:
    units = [
        unit for side in (comparison.left, comparison.right) if (unit := _typed_unit(side.tree)) is not None
    ]
    if not units:
        return _equal(comparison, left, right, max(_ROUGHLY, tolerance))
    with np.errstate(all="ignore"):
        return np.asarray(np.abs(left - right) <= 0.5 * _ROUNDED * np.asarray(units).max(axis=0))


def _typed_unit(node: Node) -> float | list[float] | None:
    """The size of the last digit of a number as typed, 0.01 for 8.06; None for what is not a number."""
    match node:
        case Number(text=text):
            mantissa, _, exponent = text.partition("e")
            decimals = len(mantissa.partition(".")[2])
            return float(10.0 ** (int(exponent or 0) - decimals))
        case Negative(argument=argument):
            return _typed_unit(argument)
        case Vector(items=items):
            units = [_typed_unit(item) for item in items]
            return [unit for unit in units if isinstance(unit, float)] if all(units) else None
    return None


_HOLDS: Mapping[str, Callable[[Comparison, Array, Array, float], Flags]] = MappingProxyType(
    {
        "==": _equal,
        "!=": lambda each, left, right, tolerance: ~_equal(each, left, right, tolerance),
        "≈": _roughly,
        "<": lambda _, left, right, _tolerance: np.asarray(left < right),
        ">": lambda _, left, right, _tolerance: np.asarray(left > right),
        "<=": lambda each, left, right, tolerance: (left <= right) | _equal(each, left, right, tolerance),
        ">=": lambda each, left, right, tolerance: (left >= right) | _equal(each, left, right, tolerance),
    }
)
