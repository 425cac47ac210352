"""The files that a series or a spec is read from: itself, its specs, and all that they extend."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from gradanim.problems import ProblemError
from gradanim.spec.files import read_tree
from gradanim.spec.nodes import Node


def input_files(path: Path) -> list[Path]:
    """The files, each once; one that is missing or broken counts too, since it may be mended.

    Args:
        path: a series or a spec.
    """
    found: dict[Path, None] = {}
    _gather(path, found)
    return list(found)


def _gather(path: Path, found: dict[Path, None]) -> None:
    if path in found:
        return
    found[path] = None
    try:
        root = read_tree(path)
    except ProblemError:
        return
    for named in _named(root):
        if "\0" not in named:
            _gather(Path(os.path.normpath(path.parent / named)), found)


def _named(root: Node) -> Iterator[str]:
    """The files that a file names."""
    extended = root.keys.get("extends")
    defaults = root.keys.get("defaults")
    for node in (extended, defaults.keys.get("extends") if defaults is not None else None):
        if node is not None and isinstance(node.value, str) and node.value.strip():
            yield node.value
    scenes = root.keys.get("scenes")
    for item in scenes.items if scenes is not None and "beats" not in root.keys else ():
        spec = item.keys.get("spec", item) if item.is_mapping else item
        if isinstance(spec.value, str) and spec.value.strip():
            yield spec.value
