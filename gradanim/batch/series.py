"""A whole series: its scenes, then the series film with a chapter for each, then the manifest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gradanim.batch.make import Captions
from gradanim.batch.outcome import Outcome, SceneResult
from gradanim.batch.run import run
from gradanim.encode import safe_child
from gradanim.plan.scene_plan import plan_scene
from gradanim.problems import Problem
from gradanim.publish import SceneEntry, write_manifest, write_series_film
from gradanim.spec import load_series


def build(path: Path, folder: Path, look: tuple[str, str], captions: Captions) -> tuple[list[SceneResult], list[Problem]]:
    """Builds a series.

    Args:
        path: the series file.
        folder: the output folder.
        look: names of profile and format.
        captions: what becomes of what is said.

    Returns:
        What became of each scene, and problems with the series film itself.

    Raises:
        ProblemError: the series or one of its specs is broken, or nothing can be made at all.
    """
    series = load_series(path)
    film = safe_child(folder, f"{series.id}.mp4")
    plans = [plan_scene(scene, *look) for scene in series.scenes]
    results = run(plans, folder, captions)
    made = [r for r in results if r.outcome in (Outcome.RENDERED, Outcome.REUSED)]
    entries = [_entry(result) for result in made]
    if len(made) == len(results):
        write_series_film(film, [(r.files.video, r.plan.spec.title, r.plan.frames) for r in made], series.title)
    write_manifest(safe_child(folder, "manifest.json"), series.id, entries, film if film.exists() else None)
    return results, []


def _entry(result: SceneResult) -> SceneEntry:
    return SceneEntry.of(result)


def summary(results: Sequence[SceneResult]) -> str:
    """One line that counts the outcomes."""
    counts = {outcome: sum(r.outcome is outcome for r in results) for outcome in Outcome}
    return ", ".join(f"{count} {outcome.value}" for outcome, count in counts.items() if count)
