"""Loads spec files: every problem of a file at once, each at its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from gradanim.problems import Problem, ProblemError
from gradanim.spec.build import build_scene
from gradanim.spec.columns import fault, shown
from gradanim.spec.files import read_for
from gradanim.spec.forms import FILE_KEYS, unknown_keys, without
from gradanim.spec.merge import extended, layer, merged
from gradanim.spec.nodes import Node
from gradanim.spec.scene import SLUG, SceneSpec
from gradanim.spec.unsound import UnsoundError

MOST_VARIANTS = 50


def load_scenes(path: str | Path) -> tuple[SceneSpec, ...]:
    """The scene of a file, or one scene for each of its variants, in their order.

    Args:
        path: a YAML, TOML or JSON file.

    Raises:
        ProblemError: every problem of the file.
    """
    return scenes_from(Path(path), str(path), None)


def scenes_from(path: Path, file: str, defaults: Node | None) -> tuple[SceneSpec, ...]:
    """The scenes of a file over the defaults of a series.

    Args:
        path: the file.
        file: its name in problems.
        defaults: the mapping that lies under the scene, or None.
    """
    return read_for(lambda root: scenes_of(root, path, file, defaults), path, file)


def scenes_of(root: Node, path: Path, file: str, defaults: Node | None) -> tuple[SceneSpec, ...]:
    """The scenes of the tree of a file; as ``scenes_from``."""
    if "scenes" in root.keys and "beats" not in root.keys:
        raise ProblemError(fault("spec_is_series", root.keys["scenes"], at_key=True))
    root = extended(layer(root), path)
    if defaults is not None:
        root = merged(defaults, root)
    return _scenes(root, file, default_id(path))


def default_id(path: Path) -> str:
    """The slug that a file's name makes."""
    return re.sub(r"[^a-z0-9]+", "-", path.stem.casefold()).strip("-")


@dataclass(frozen=True)
class _Variant:
    name: str | None
    root: Node


def _scenes(root: Node, file: str, slug: str) -> tuple[SceneSpec, ...]:
    variants, problems = _variants(root)
    scenes: list[SceneSpec] = []
    playable = not problems
    for variant in variants:
        try:
            scenes.append(build_scene(variant.root, file, slug, variant.name))
        except ProblemError as error:
            # A mistake in what the variants share is one mistake.
            problems += [problem for problem in error.problems if problem not in problems]
            playable = playable and isinstance(error, UnsoundError)
            scenes += error.scenes if isinstance(error, UnsoundError) else ()
    if problems and playable:
        raise UnsoundError(sorted(problems, key=_position), scenes)
    if problems:
        raise ProblemError(sorted(problems, key=_position))
    return tuple(scenes)


def _position(problem: Problem) -> tuple[str, int, int]:
    return problem.file or "", problem.line or 0, problem.column or 0


def _variants(root: Node) -> tuple[list[_Variant], list[Problem]]:
    """The scene itself, or one patched scene for each variant."""
    plain = without(root, "variants")
    node = root.keys.get("variants")
    if node is None or node.value is None:
        return [_Variant(None, plain)], []
    if not node.keys:
        return [_Variant(None, plain)], [fault("spec_variants_form", node, found=shown(node))]
    if len(node.keys) > MOST_VARIANTS:
        return [], [fault("spec_variants_many", node, at_key=True, limit=MOST_VARIANTS)]
    variants: list[_Variant] = []
    problems: list[Problem] = []
    for name, patch in node.keys.items():
        faults = _patch_faults(name, patch)
        problems += faults
        if not faults:
            variants.append(_Variant(name, merged(plain, layer(patch)) if patch.is_mapping else plain))
    return variants or [_Variant(None, plain)], problems


def _patch_faults(name: str, patch: Node) -> list[Problem]:
    if not re.fullmatch(SLUG, name):
        return [fault("spec_slug", patch, at_key=True, field="the name of a variant", found=f"`{name}`")]
    if patch.value is not None and not patch.is_mapping:
        return [fault("spec_variant_form", patch, found=shown(patch), variant=name)]
    allowed = tuple(key for key in FILE_KEYS if key not in ("id", "variants", "extends"))
    return unknown_keys(patch, allowed)
