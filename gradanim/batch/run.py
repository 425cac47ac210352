"""Running plans: every scene, one broken one costs only itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gradanim.batch.make import make_scene
from gradanim.batch.outcome import Outcome, SceneResult
from gradanim.batch.progress import Reporter
from gradanim.encode import PROFILE_SETTINGS, find_ffmpeg
from gradanim.encode.files import writing
from gradanim.plan.scene_plan import ScenePlan


def run(plans: Sequence[ScenePlan], folder: Path, captions: str) -> list[SceneResult]:
    """Renders the scenes one after another and reports on each.

    Raises:
        ProblemError: nothing can be made at all: no ffmpeg that has the encoder, or no right to write the
            folder (exit code 3).
    """
    program = find_ffmpeg()
    for codec in {PROFILE_SETTINGS[plan.profile.name].codec for plan in plans}:
        program.require(codec)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    results = []
    with Reporter(plans) as reporter:
        for plan in plans:
            with reporter.scene(plan) as advance:
                result = make_scene(plan, folder, captions, advance)
            reporter.done(result)
            results.append(result)
    return results


def exit_code(results: Sequence[SceneResult]) -> int:
    """0 where everything was made; else the gravest of what went wrong: environment, spec, render."""
    codes = [p.exit_code for r in results if r.outcome is Outcome.FAILED for p in r.problems]
    return max(codes, default=0)
