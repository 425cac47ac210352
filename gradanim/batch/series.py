"""A whole series: its scenes, then the series film with a chapter for each, then the manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from gradanim import __version__
from gradanim.batch.outcome import Outcome, SceneResult
from gradanim.batch.run import run
from gradanim.encode import PROFILE_SETTINGS, refuse_collisions
from gradanim.plan.scene_plan import ScenePlan, plan_scene
from gradanim.problems import Problem, ProblemError
from gradanim.publish import Manifest, SceneEntry, file_entry, publish_series_film, write_manifest
from gradanim.spec import canonical, load_any, plain_title

MANIFEST = "manifest.json"
# Packages whose version may change a pixel or a number.
DRAWING_PACKAGES = ("manim", "typst", "numpy", "numba", "sympy", "scipy", "contourpy")


def build(
    path: Path, folder: Path, look: tuple[str, str], captions: str
) -> tuple[list[SceneResult], list[Problem]]:
    """Builds a series; a broken spec costs its own scene and the series film, nothing else.

    Args:
        path: the series file.
        folder: the output folder.
        look: names of profile and format.
        captions: what becomes of what is said.

    Returns:
        What became of each scene, and the problems of specs and of the series film.

    Raises:
        ProblemError: the series file or every one of its specs is broken, or nothing can be made at all.
    """
    loaded = load_any(path)
    if loaded.series is None:
        raise ProblemError(Problem("film_not_series", {"found": str(path)}, file=str(path)))
    if not loaded.scenes:
        raise ProblemError(loaded.problems)
    name = loaded.series.id
    refuse_collisions([name, *(scene.id for scene in loaded.scenes)])
    plans = [plan_scene(scene, *look) for scene in loaded.scenes]
    results = run(plans, folder, captions)
    problems = list(loaded.problems)
    made = [result for result in results if result.outcome in (Outcome.RENDERED, Outcome.REUSED)]
    entries = tuple(entry(folder, result, captions == "burn") for result in made)
    manifest = Manifest(name, entries)
    if entries and len(entries) == len(results) and not problems:
        try:
            manifest = publish_series_film(folder, manifest)
        except ProblemError as error:
            problems += error.problems
    write_manifest(folder / MANIFEST, manifest)
    return results, problems


def entry(folder: Path, result: SceneResult, burn: bool) -> SceneEntry:
    """The line of the manifest for a scene that was made."""
    plan = result.plan
    assert result.cues is not None
    files = {role: file_entry(folder, path) for role, path in vars(result.files).items()}
    return SceneEntry(
        id=plan.id,
        title=plain_title(plan.spec),
        fingerprint=fingerprint(plan, burn),
        profile=plan.profile.name,
        format=plan.format.name,
        fps=plan.fps,
        frames=plan.frames,
        files=files,
        beats=result.cues.beats,
    )


def fingerprint(plan: ScenePlan, burn: bool) -> str:
    """SHA-256 of the canonical JSON of what decides the frames: spec, plan, burned captions, package versions."""
    parts = {
        "schema": "gradanim-scene/1",
        "version": __version__,
        "packages": {name: version(name) for name in DRAWING_PACKAGES},
        "burn": burn,
        "spec": canonical(plan.spec),
        "profile": {"name": plan.profile.name, "short_side": plan.profile.short_side, "fps": str(plan.fps)},
        "format": asdict(plan.format),
        "encoder": PROFILE_SETTINGS[plan.profile.name].as_key(),
    }
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def summary(results: Sequence[SceneResult]) -> str:
    """One line that counts the outcomes."""
    counts = {outcome: sum(r.outcome is outcome for r in results) for outcome in Outcome}
    return ", ".join(f"{count} {outcome.value}" for outcome, count in counts.items() if count)
