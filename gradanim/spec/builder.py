"""Builds the tree of a file from what a reader meets, within bounds, and collects what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gradanim.problems import Problem, ProblemError
from gradanim.spec.columns import placed
from gradanim.spec.escapes import eaten_words
from gradanim.spec.nodes import Mark, Node, Path, Scalar

DEEPEST: Final = 20
MOST_NODES: Final = 20_000
MOST_PROBLEMS: Final = 50


class FormError(ProblemError):
    """Faults of form, such as a key that stands twice, in a file that could be read for all that.

    Attributes:
        root: the tree of the file without what is refused in it.
    """

    def __init__(self, problems: Sequence[Problem], root: Node) -> None:
        super().__init__(problems)
        self.root = root


class Builder:
    """What all readers share: the count of values, the depth, duplicate keys and characters that are not meant."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._nodes = 0

    def mark(self, line: int, column: int) -> Mark:
        """A place in this file."""
        return Mark(self.file, line, column)

    def fault(self, code: str, mark: Mark, **details: object) -> None:
        """Note a problem and go on."""
        self.problems.append(problem_at(code, mark, **details))

    def stop(self, code: str, mark: Mark, **details: object) -> ProblemError:
        """The error to raise where reading cannot go on; it carries what was noted before."""
        return self.stopped(problem_at(code, mark, **details))

    def stopped(self, problem: Problem) -> ProblemError:
        """The error to raise where reading cannot go on because of a problem; as ``stop``."""
        return ProblemError([*self.problems[:MOST_PROBLEMS], problem])

    def check(self, path: Path, mark: Mark) -> None:
        """Count one more value.

        Raises:
            ProblemError: ``spec_nodes`` or ``spec_depth`` where the file is out of bounds.
        """
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise self.stop("spec_nodes", mark, limit=MOST_NODES)
        if len(path) > DEEPEST:
            raise self.stop("spec_depth", mark, limit=DEEPEST)

    def scalar(self, value: Scalar, mark: Mark, key_mark: Mark, path: Path, raw: str | None) -> Node:
        """The node of a scalar."""
        node = Node(value, mark, key_mark, path, raw)
        if isinstance(value, str) and not value.isprintable():
            self.problems += [placed(problem, node) for problem in eaten_words(value, raw)]
        return node

    def add(self, mapping: dict[str, Node], key: str, key_mark: Mark, node: Node) -> None:
        """Put a value under its key; the first of two stands."""
        if key in mapping:
            first = mapping[key].key_mark
            self.fault("spec_key_twice", key_mark, found=key, line=first.line)
        else:
            mapping[key] = node

    def finish(self, root: Node) -> Node:
        """The finished tree.

        Raises:
            FormError: everything noted.
            ProblemError: the same where it is not even a mapping.
        """
        if not root.is_mapping:
            raise self.stop("spec_not_a_mapping", root.mark)
        if self.problems:
            raise FormError(self.problems[:MOST_PROBLEMS], root)
        return root


def problem_at(code: str, mark: Mark, **details: object) -> Problem:
    """A problem at a place."""
    return Problem(code, details, mark.file, mark.line, mark.column)
