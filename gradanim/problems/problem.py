"""The record of one problem and the exception that carries several of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gradanim.problems.wording import WORDING

# What an author typed is quoted up to this many characters; a formula may have a thousand.
_QUOTED = frozenset({"found", "field", "claim"})
_LONGEST_QUOTE = 80


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with what a user gave.

    Attributes:
        code: key of its wording in ``WORDING``.
        details: the values that the wording names, for example ``found`` and ``expected``.
        file: path of the file as the user named it, or None where the text came from the command line.
        line: 1-based line, or None where unknown.
        column: 1-based column, or None where unknown.
        where: dotted path of the field in the spec, for example ``beats[3].walk.radius``.
        suggestion: what to type instead, or None.
        exit_code: what a command that stops because of it returns (2 spec or usage, 3 environment, 1 render).
        also: the other lines of the file that have the same mistake.
    """

    code: str
    details: Mapping[str, Any] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None
    column: int | None = None
    where: str | None = None
    suggestion: str | None = None
    exit_code: int = 2
    also: tuple[int, ...] = ()

    @property
    def message(self) -> str:
        """The sentence a user reads, without its place."""
        wording = WORDING[self.code]
        near = f"did you mean `{self.suggestion}`?" if self.suggestion else ""
        # A wording that ends in a long list says itself where the suggestion stands.
        details = {**self.details, "near": f" ({near})" if near else ""}
        text = wording.format(**{name: _brief(name, it) for name, it in details.items()})
        if self.also:
            text += f" (also in {'line' if len(self.also) == 1 else 'lines'} {_listed(self.also)})"
        return f"{text}; {near}" if near and "{near}" not in wording else text

    @property
    def place(self) -> str:
        """``path:line:column`` as far as it is known."""
        parts = [self.file or "", *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(part for part in parts if part)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message

    def at(self, **place: Any) -> Problem:
        """The same problem at another place (``file``, ``line``, ``column``, ``where``)."""
        return replace(self, **place)

    def as_json(self) -> dict[str, Any]:
        """The object that ``check --json`` prints for it."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "field": self.where,
            "message": self.message,
            "suggestion": self.suggestion,
        }


def _brief(name: str, value: Any) -> Any:
    """A value as a sentence holds it: what was typed is cut where it is long."""
    long = name in _QUOTED and isinstance(value, str) and len(value) > _LONGEST_QUOTE
    return value[: _LONGEST_QUOTE - 1] + "…" if long else value


def _listed(numbers: tuple[int, ...]) -> str:
    """``2, 3 and 5``."""
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last


class ProblemError(Exception):
    """Raised with every problem found, never with the first one only."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    @property
    def exit_code(self) -> int:
        """The exit code of a command that stops because of these problems."""
        return max((problem.exit_code for problem in self.problems), default=2)
