"""What a formula may name, and the placeholders that its names and numbers become."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from gradanim.calculus.names import FUNCTIONS, function_name

__all__ = ["Atom", "Grammar", "Normalised"]


class Grammar(Struct, frozen=True):
    """What a formula may name.

    Attributes:
        symbols: variables, parameters and quantities, in canonical spelling.
        calls: what may be called besides ``FUNCTIONS``: name -> smallest and largest number of arguments.
        components: names of the components of a vector; empty where there are no vectors.
    """

    symbols: frozenset[str]
    calls: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    components: tuple[str, ...] = ()

    def function(self, name: str) -> str | None:
        """The canonical name of the function that ``name(`` calls, or None."""
        return name if name in self.calls else function_name(name)

    def arity(self, function: str) -> tuple[int, int]:
        """The smallest and the largest number of arguments of a function by its canonical name."""
        return self.calls[function] if function in self.calls else FUNCTIONS[function]


class Atom(Struct, frozen=True):
    """What a placeholder stands for.

    Attributes:
        kind: number, symbol, constant, function or component.
        text: its canonical spelling.
        found: what was typed.
        column: 1-based column of what was typed.
    """

    kind: str
    text: str
    found: str
    column: int


class Normalised(Struct, frozen=True):
    """Python text of placeholders ``_0``, ``_1``, … and operators, with the columns they came from."""

    source: str
    columns: tuple[int, ...]
    atoms: tuple[Atom, ...]

    def atom(self, placeholder: str) -> Atom:
        """The atom that a placeholder stands for."""
        return self.atoms[int(placeholder[1:])]
