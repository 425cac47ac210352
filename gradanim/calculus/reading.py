"""The state of reading a formula token by token, and the problems found on the way."""

from __future__ import annotations

from msgspec import Struct, field

from gradanim.calculus.grammar import Atom, Grammar, Normalised
from gradanim.calculus.limits import check_depth
from gradanim.calculus.tokens import Token
from gradanim.problems import Problem, ProblemError

__all__ = ["Bracket", "Reading"]


class Bracket(Struct, frozen=True):
    """A bracket that is open.

    Attributes:
        opener: the token that opened it.
        closer: the text that closes it.
        emits: the Python text that closes it.
        commas: whether commas may stand in it.
        binding: the binding to return to behind it.
    """

    opener: Token
    closer: str
    emits: str
    commas: bool
    binding: str


class Reading(Struct):
    """Where the reading of the tokens stands.

    Attributes:
        operand_next: an operand is expected next (else an operator).
        binding: what a product without a sign would be torn out of here: ``/`` after a division, ``^`` after
            a power, ``^e`` after a power of a constant, ``root`` after a root without brackets, else nothing.
        nesting: signs and powers in a row, which nest like brackets.
        unknown: the problem of every name that is not known, at its first place; reading goes on behind it.
    """

    tokens: tuple[Token, ...]
    grammar: Grammar
    at: int = 0
    operand_next: bool = True
    binding: str = ""
    nesting: int = 0
    parts: list[str] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    atoms: list[Atom] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)
    unknown: dict[str, Problem] = field(default_factory=dict)

    @property
    def token(self) -> Token:
        """The token being read."""
        return self.tokens[self.at]

    def near(self, distance: int) -> Token | None:
        """The token at a distance from the one being read, or None beyond the ends."""
        index = self.at + distance
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def is_open(self, distance: int) -> bool:
        """Whether the token at a distance is a round bracket that opens."""
        token = self.near(distance)
        return token is not None and token.text == "("

    def emit(self, text: str) -> None:
        """Add Python text that comes from the token being read."""
        self.parts.append(text)
        self.columns.extend([self.token.column] * len(text))

    def emit_atom(self, kind: str, text: str) -> None:
        """Add a placeholder."""
        self.emit(f"_{len(self.atoms)}")
        self.atoms.append(Atom(kind, text, self.token.found, self.token.column))

    def open(self, opener: Token, closer: str, emits: str, *, commas: bool) -> None:
        """Enter a bracket, in which an operand comes first."""
        self.brackets.append(Bracket(opener, closer, emits, commas, self.binding))
        self.binding, self.operand_next = "", True
        self.deepen(0)

    def close(self) -> None:
        """Leave the innermost bracket, which is then an operand."""
        bracket = self.brackets.pop()
        self.emit(bracket.emits)
        # A bracket ends an exponent beyond doubt: e^(x)y is e^(x) times y.
        self.binding = "" if bracket.binding.startswith("^") else bracket.binding
        self.operand_next = False

    def deepen(self, by: int) -> None:
        """Count one more sign or power in a row, and refuse what is nested too deeply."""
        self.nesting += by
        check_depth(self.nesting + len(self.brackets), self.token.column)

    def begin_operand(self) -> None:
        """Called where an operand begins: where an operator is missing it is a multiplication."""
        if self.operand_next:
            return
        before = self.near(-1)
        if self.token.kind == "number" and before is not None:
            raise self.problem("formula_adjacent", found=self.token.found, before=before.found)
        if self.token.glued and self.binding:
            raise self.ambiguous()
        self.emit("*")
        self.binding, self.nesting, self.operand_next = "", 0, True

    def result(self) -> Normalised:
        """What was emitted."""
        return Normalised("".join(self.parts), tuple(self.columns), tuple(self.atoms))

    def ambiguous(self) -> ProblemError:
        """The problem of a product that two readers would read in two ways."""
        example = {"/": "`1/(2x)` or `(1/2) x`", "root": "`√(2x)` or `√2 * x`"}.get(
            self.binding, "`e^(2x)` or `e^2 * x`"
        )
        return self.problem("formula_ambiguous", found=self.token.found, example=example)

    def problem(self, code: str, *, suggestion: str | None = None, **details: object) -> ProblemError:
        """A problem at the token being read."""
        column = self.token.column
        return ProblemError(
            Problem(code, {"column": column, **details}, column=column, suggestion=suggestion)
        )
