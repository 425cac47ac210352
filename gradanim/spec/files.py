"""Reads a file of any of the three formats into a tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from gradanim.problems import Problem, ProblemError, closest
from gradanim.spec.json_file import read_json
from gradanim.spec.nodes import Node
from gradanim.spec.text import LARGEST_FILE, decode
from gradanim.spec.toml_file import read_toml
from gradanim.spec.yaml_file import read_yaml

READERS: Mapping[str, Callable[[str, str], Node]] = MappingProxyType(
    {".yaml": read_yaml, ".yml": read_yaml, ".json": read_json, ".toml": read_toml}
)


def read_tree(path: Path, shown: str | None = None) -> Node:
    """The tree of a spec file.

    Args:
        path: the file.
        shown: its name in problems; the path if absent.

    Raises:
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
