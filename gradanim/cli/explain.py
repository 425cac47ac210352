"""gradanim explain: why a build would render each beat of a scene, or not."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gradanim.cli.engine_options import cache_option, folder_of
from gradanim.cli.mistakes import told
from gradanim.cli.options import captions_option, format_option, out_option, profile_option

if TYPE_CHECKING:
    from gradanim.batch.prospect import BeatProspect
    from gradanim.plan.scene_plan import ScenePlan


@click.command("explain")
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("scenes", nargs=-1)
@out_option()
@profile_option()
@format_option()
@captions_option()
@cache_option()
@click.option("--force", is_flag=True, help="Explain a build with --force.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects for machines.")
def command(path: Path, scenes: tuple[str, ...], profile: str, shape: str, **options: Any) -> None:
    """Say why a build would render each beat of PATH, a spec or a series, or of the SCENES in it that are named."""
    from gradanim.batch.one import chosen
    from gradanim.batch.prospect import Outlook
    from gradanim.batch.settings import Settings
    from gradanim.plan.scene_plan import plan_scene
    from gradanim.problems import ProblemError
    from gradanim.spec import load_any

    cache = folder_of(options["cache"])
    outlook = Outlook(Settings(options["out"], cache, options["captions"], force=options["force"]))
    loaded = load_any(path)
    problems = list(loaded.problems)
    records: list[dict[str, Any]] = []
    for scene in chosen(loaded.scenes, scenes, str(path)):
        plan = plan_scene(scene, profile, shape)
        try:
            beats = outlook.beats(plan)
        except ProblemError as error:
            problems += error.problems
            continue
        records.append(_record(plan, outlook.stale(plan), beats))
    if options["as_json"]:
        click.echo(json.dumps(records, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(line for record in records for line in _lines(record)))
    for problem in problems:
        click.echo(told(problem), err=True)
    sys.exit(max((problem.exit_code for problem in problems), default=0))


def _record(plan: ScenePlan, stale: str | None, beats: Sequence[BeatProspect]) -> dict[str, Any]:
    found = [
        {
            "index": beat.index,
            "verb": span.verb,
            "frames": span.frames,
            "draws": beat.draws,
            "reasons": list(beat.reasons),
        }
        for beat, span in zip(beats, plan.clock, strict=True)
    ]
    return {"id": plan.id, "fresh": stale is None, "reason": stale, "beats": found}


def _lines(record: dict[str, Any]) -> list[str]:
    beats = record["beats"]
    draws = sum(beat["draws"] for beat in beats)
    if record["fresh"]:
        return [f"{record['id']}: fresh, nothing would run"]
    head = f"{draws} frames would be drawn"
    if not draws:
        head = f"nothing would be drawn, its files would be made from the cache: {record['reason']}"
    return [f"{record['id']}: {head}", *(f"  {_line(beat)}" for beat in beats)]


def _line(beat: dict[str, Any]) -> str:
    reasons = "; ".join(beat["reasons"])
    said = f"beat {beat['index']} {beat['verb']}: "
    if not beat["draws"]:
        return said + "in the cache" + (f" ({reasons})" if reasons else "")
    return said + f"{beat['draws']} frames: {reasons}"
