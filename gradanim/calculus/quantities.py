"""The small language of what a film shows: ``norm``, ``dot(gradient, u)``, ``gradient.x``, ``f(1, 2)``.

It is the language of formulas with vectors added:

- names of scalars and of vectors, which the caller declares; ``gradient.x`` is a component, by the name of a
  variable;
- ``(1, 2)`` or ``[1, 2]`` is a vector; vectors are added, subtracted, multiplied and divided by scalars;
- ``dot(a, b)``, ``cross(a, b)`` (a number in two dimensions), ``norm(a)`` or ``‖a‖`` or ``|a|``, ``unit(a)``,
  ``angle(a, b)`` in degrees;
- ``f(1, 2)`` and ``gradient(1, 2)``, also with one vector, ``f(point + 0.1 u)``, at any point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from types import MappingProxyType

from msgspec import Struct

from gradanim.calculus.grammar import Grammar
from gradanim.calculus.jet_rules import Array
from gradanim.calculus.names import canonical
from gradanim.calculus.nodes import Call, Node, symbols, walk
from gradanim.calculus.quantity_kinds import FIELD_CALLS, VECTOR_CALLS, Kinds
from gradanim.calculus.quantity_values import Environment, evaluate_quantity
from gradanim.calculus.syntax import read_tokens
from gradanim.calculus.tokens import Token, tokenise
from gradanim.calculus.typst import typst
from gradanim.problems import Problem, ProblemError

__all__ = [
    "Environment",
    "Quantity",
    "QuantityNames",
    "parse_quantity",
    "quantity_names",
    "read_quantity",
    "split_spec",
]


class QuantityNames(Struct, frozen=True):
    """What a quantity may name.

    Attributes:
        grammar: the names and functions.
        kinds: which of them are vectors.
    """

    grammar: Grammar
    kinds: Kinds


class Quantity(Struct, frozen=True):
    """A quantity that was read.

    Attributes:
        text: what the author typed.
        tree: its meaning.
        size: the number of components, 0 for a scalar.
    """

    text: str
    tree: Node
    size: int
    kinds: Kinds

    @property
    def is_vector(self) -> bool:
        """Whether it has components."""
        return self.size > 0

    @property
    def needs(self) -> frozenset[str]:
        """The names that ``evaluate`` looks up; ``f()`` and ``gradient()`` where those are called."""
        called = {
            f"{node.name}()"
            for node in walk(self.tree)
            if isinstance(node, Call) and node.name in FIELD_CALLS
        }
        return frozenset({*symbols(self.tree), *called})

    def evaluate(self, env: Environment) -> Array:
        """Its values: (…) for a scalar, (…, size) for a vector; nan where it is undefined.

        Args:
            env: by name, scalars of shape (…) and vectors of shape (…, size) whose leading axes broadcast
                together, and under ``f()`` and ``gradient()`` the functions of points (…, n) that answer
                calls, such as ``field.value`` and ``field.gradient``.
        """
        return evaluate_quantity(self.tree, self.kinds, env)

    def typst(self, names: Mapping[str, str] = MappingProxyType({})) -> str:
        """Typst mathematics for it; ``names`` gives the notation of names, as ``{"gradient": "nabla f"}``."""
        return typst(self.tree, names)


def parse_quantity(
    text: str,
    scalars: Iterable[str],
    vectors: Iterable[str] | Mapping[str, int],
    params: Iterable[str] = (),
    components: Iterable[str] = ("x", "y"),
) -> Quantity:
    """The quantity that a text stands for. Nothing of the text is ever run.

    Args:
        text: what the author typed.
        scalars: names of numbers: ``f``, ``norm``, the variables.
        vectors: names of vectors with as many components as the field has variables, or with their sizes.
        params: names of the parameters.
        components: the names of the variables of the field, which are those of the components too.

    Raises:
        ProblemError: one problem with its 1-based column in ``text``: those of ``parse`` and ``quantity_…``.
    """
    return read_quantity(text, tokenise(text), quantity_names(scalars, vectors, params, components))


def quantity_names(
    scalars: Iterable[str],
    vectors: Iterable[str] | Mapping[str, int],
    params: Iterable[str] = (),
    components: Iterable[str] = ("x", "y"),
) -> QuantityNames:
    """What a quantity may name; the arguments are those of ``parse_quantity``."""
    variables = tuple(map(canonical, components))
    n = len(variables)
    sizes = {canonical(name): vectors[name] if isinstance(vectors, Mapping) else n for name in vectors}
    names = frozenset({*map(canonical, scalars), *map(canonical, params), *sizes})
    field_calls = {name: (min(1, n), n) for name in FIELD_CALLS}
    # Normals of a surface have a z also where the field has x and y only.
    known = tuple(dict.fromkeys((*variables, "x", "y", "z")))
    return QuantityNames(Grammar(names, {**VECTOR_CALLS, **field_calls}, known), Kinds(sizes, variables))


def read_quantity(text: str, tokens: tuple[Token, ...], names: QuantityNames) -> Quantity:
    """The quantity that tokens stand for; raises as ``parse_quantity`` does."""
    _nothing_called(tokens, names.grammar)
    tree = read_tokens(tokens, names.grammar)
    return Quantity(text, tree, names.kinds.of(tree), names.kinds)


def _nothing_called(tokens: tuple[Token, ...], grammar: Grammar) -> None:
    """Refuses ``f_x(1, 2)``, which would be the product of a number and a vector and is never meant so."""
    for index, (name, opening) in enumerate(pairwise(tokens)):
        known = name.kind == "name" and canonical(name.text) in grammar.symbols
        called = known and opening.text == "(" and not grammar.function(canonical(name.text))
        if called and _has_comma(tokens[index + 1 :]):
            raise ProblemError(Problem("quantity_called", {"found": name.text, "column": name.column}))


def _has_comma(tokens: tuple[Token, ...]) -> bool:
    """Whether brackets that open with the first token hold a comma that is in no others."""
    depth = 0
    for token in tokens:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth == 0:
            return False
        if depth == 1 and token.kind == "comma":
            return True
    return False


def split_spec(text: str) -> tuple[str, str | None]:
    """A placeholder ``norm:.3f`` as its quantity and its format, None where it has no format."""
    quantity, colon, spec = text.rpartition(":")
    return (quantity, spec.strip()) if colon else (text, None)
