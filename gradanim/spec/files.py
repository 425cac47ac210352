"""Reads a file of any of the three formats into a tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from gradanim.problems import Problem, ProblemError, closest
from gradanim.spec.builder import FormError
from gradanim.spec.json_file import read_json
from gradanim.spec.nodes import Node
from gradanim.spec.text import LARGEST_FILE, decode
from gradanim.spec.toml_file import read_toml
from gradanim.spec.yaml_file import read_yaml

READERS: Mapping[str, Callable[[str, str], Node]] = MappingProxyType(
    {".yaml": read_yaml, ".yml": read_yaml, ".json": read_json, ".toml": read_toml}
)

# Faults of form after which something is not in the tree, and what is said where something is missing.
_LOSSES: Final = frozenset({"spec_alias", "spec_merge_key", "spec_key_type"})
_LACKS: Final = frozenset(
    {
        "spec_missing",
        "spec_domain_missing",
        "spec_field_missing",
        "spec_step_size_missing",
        "spec_data_pair",
        "spec_no_verb",
        "spec_only_words",
        "name_unknown",
    }
)
_T = TypeVar("_T")


def read_for(
    use: Callable[[Node], _T],
    path: Path,
    shown: str | None = None,
    search: Callable[[Node], object] | None = None,
) -> _T:
    """What ``use`` makes of the tree of a spec file.

    Args:
        use: raises ProblemError where the tree is not what it needs.
        path, shown: as ``read_tree``.
        search: raises all that is wrong with a tree, where ``use`` does not.

    Raises:
        ProblemError: every problem of the file, those of form together with those that ``use`` finds.
    """
    try:
        root = read_tree(path, shown)
    except FormError as error:
        raise ProblemError(_with_more(error, search or use)) from None
    return use(root)


def _with_more(error: FormError, search: Callable[[Node], object]) -> list[Problem]:
    """Faults of form with what else is wrong, but for what only follows from them."""
    told = list(error.problems)
    places = {(problem.file, problem.line, problem.column) for problem in told}
    follow = _LACKS if any(problem.code in _LOSSES for problem in told) else frozenset()
    try:
        search(error.root)
    except ProblemError as more:
        told += [
            it
            for it in more.problems
            if (it.file, it.line, it.column) not in places and it.code not in follow
        ]
    return sorted(told, key=lambda problem: (problem.file or "", problem.line or 0, problem.column or 0))


def read_tree(path: Path, shown: str | None = None) -> Node:
    """The tree of a spec file.

    Args:
        path: the file.
        shown: its name in problems; the path if absent.

    Raises:
        FormError: where something in it is refused, such as an anchor.
        ProblemError: where it cannot be read, or is not a mapping in the format its name tells.
    """
    file = shown or str(path)
    reader = READERS.get(path.suffix.lower())
    data = _bytes(path, file)
    if reader is None:
        expected = ", ".join(READERS)
        raise ProblemError(
            Problem("spec_suffix", {"found": path.suffix or path.name, "expected": expected}, file=file)
        )
    return reader(decode(data, file), file)


def _bytes(path: Path, file: str) -> bytes:
    try:
        # Devices and pipes have no end; only a regular file is read, and never more than is allowed.
        if path.is_dir():
            raise ProblemError(Problem("spec_is_folder", {}, file=file))
        if path.exists() and not path.is_file():
            raise ProblemError(Problem("spec_not_a_file", {}, file=file))
        with path.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise ProblemError(Problem("spec_no_file", {}, file=file, suggestion=_near(path))) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ProblemError(Problem("spec_unreadable", {"reason": reason}, file=file)) from None


def _near(path: Path) -> str | None:
    """A file beside it with a similar name."""
    try:
        names = {item.stem: item.name for item in path.parent.iterdir() if item.suffix in READERS}
    except OSError:
        return None
    # The ending is no likeness: every spec has it.
    near = closest(path.stem, names)
    return names[near] if near else None
