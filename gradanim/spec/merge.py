"""Layers of a spec: what it extends lies under it, mappings are merged and everything else is replaced."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from gradanim.problems import Problem, ProblemError
from gradanim.spec.columns import fault, shown
from gradanim.spec.files import read_tree
from gradanim.spec.forms import expand_stage, without
from gradanim.spec.nodes import Node
from gradanim.spec.spelling import with_names_spelled

LONGEST_CHAIN: Final = 5


def merged(under: Node, over: Node) -> Node:
    """``over`` laid over ``under``: mappings are merged, all else is replaced, places stay with values."""
    if not (under.is_mapping and over.is_mapping):
        return over
    together = dict(under.keys)
    for key, child in over.keys.items():
        together[key] = merged(together[key], child) if key in together else child
    return over.holding(together)


def layer(root: Node) -> Node:
    """A layer that others can lie over: names in one spelling, and ``stage: plane`` keeps the height said below it."""
    root = with_names_spelled(root)
    stage = root.keys.get("stage")
    return root.holding({**root.keys, "stage": expand_stage(stage)}) if stage else root


def extended(root: Node, path: Path) -> Node:
    """The spec over everything that it extends.

    Args:
        root: the spec of ``path``.
        path: its file; what it extends is found from the folder of this file.

    Raises:
        ProblemError: where a file of the chain cannot be read, or the chain is too long or runs in a circle.
    """
    return _extended(root, path, (path.resolve(),))


def _extended(root: Node, path: Path, chain: tuple[Path, ...]) -> Node:
    node = root.keys.get("extends")
    child = without(root, "extends")
    if node is None or node.value is None:
        return child
    if not isinstance(node.value, str) or not node.value.strip() or "\0" in node.value:
        raise ProblemError(fault("spec_extends_form", node, found=shown(node)))
    target = Path(os.path.normpath(path.parent / node.value))
    if target.resolve() in chain:
        raise ProblemError(fault("spec_extends_circle", node, found=node.value))
    if len(chain) > LONGEST_CHAIN:
        raise ProblemError(fault("spec_extends_long", node, limit=LONGEST_CHAIN))
    base = _extended(layer(_read(node, target)), target, (*chain, target.resolve()))
    # A scene's own name and variants are not passed on.
    return merged(without(base, "id", "variants"), child)


def _read(node: Node, target: Path) -> Node:
    """The tree of a file that another one names; that it cannot be opened is told where it is named."""
    try:
        return read_tree(target)
    except ProblemError as error:
        if all(problem.line is None for problem in error.problems):
            raise ProblemError([_named(node, problem) for problem in error.problems]) from None
        raise


def _named(node: Node, problem: Problem) -> Problem:
    return fault("spec_file_named", node, found=node.value, message=problem.message)
