"""Finding the scenes that a command is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from gradanim.problems import Problem, ProblemError, closest
from gradanim.spec import SceneSpec, load_scenes


def load_all(
    paths: Iterable[Path], variant: str | None = None
) -> tuple[list[SceneSpec], dict[str, tuple[Problem, ...]]]:
    """The scenes of spec files, or of each file the variant that is named, and by path why the others are broken.

    Raises:
        ProblemError: no file holds a scene.
    """
    scenes: list[SceneSpec] = []
    broken: dict[str, tuple[Problem, ...]] = {}
    for path in dict.fromkeys(paths):
        try:
            scenes += load_scenes(path) if variant is None else [load_one(path, variant)]
        except ProblemError as error:
            broken[str(path)] = error.problems
    if not scenes:
        raise ProblemError(problem for problems in broken.values() for problem in problems)
    return scenes, broken


def chosen(scenes: Sequence[SceneSpec], names: Sequence[str], file: str) -> list[SceneSpec]:
    """The scenes of these ids, or all where none is named.

    Args:
        scenes: what a file holds.
        names: ids.
        file: the file as the user named it.

    Raises:
        ProblemError: there is no scene of such an id.
    """
    known = {scene.id: scene for scene in scenes}
    unknown = [name for name in names if name not in known]
    if unknown:
        expected = ", ".join(known)
        raise ProblemError(
            Problem(
                "film_no_scene",
                {"found": file, "scene": name, "expected": expected},
                suggestion=closest(name, known),
            )
            for name in unknown
        )
    return [known[name] for name in names] if names else list(scenes)


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
