"""Finding the one scene that a command is about."""

from __future__ import annotations

from pathlib import Path

from gradanim.problems import Problem, ProblemError, closest
from gradanim.spec import SceneSpec, load_scenes


def load_one(path: Path, variant: str | None = None) -> SceneSpec:
    """The scene of a spec file, or one of its variants.

    Raises:
        ProblemError: the file is broken, has several variants and none was named, or has no such variant.
    """
    scenes = load_scenes(path)
    names = [scene.variant or scene.id for scene in scenes]
    if variant is None:
        if len(scenes) == 1:
            return scenes[0]
        details = {"found": str(path), "count": len(scenes), "expected": ", ".join(names)}
        raise ProblemError(Problem("film_not_one", details))
    for scene, name in zip(scenes, names, strict=True):
        if variant == name:
            return scene
    details = {"found": str(path), "variant": variant, "expected": ", ".join(names)}
    raise ProblemError(Problem("film_no_variant", details, suggestion=closest(variant, names)))
