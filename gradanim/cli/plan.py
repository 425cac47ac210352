"""gradanim plan: what a build would make, without making it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gradanim.cli.mistakes import told
from gradanim.cli.options import format_option, profile_option

if TYPE_CHECKING:
    from gradanim.plan.scene_plan import ScenePlan


@click.command("plan")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print an object for machines.")
@profile_option()
@format_option()
def command(path: Path, as_json: bool, profile: str, shape: str) -> None:
    """Print the scenes, beats, frames and seconds that PATH (a series or a spec) comes to."""
    from gradanim.plan.scene_plan import plan_scene
    from gradanim.spec import load_any

    loaded = load_any(path)
    plans = [plan_scene(scene, profile, shape) for scene in loaded.scenes]
    if as_json:
        record = {"profile": profile, "format": shape, "scenes": [_record(plan) for plan in plans]}
        click.echo(json.dumps(record, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(plans)))
    for problem in loaded.problems:
        click.echo(told(problem), err=True)
    sys.exit(max((problem.exit_code for problem in loaded.problems), default=0))


def _record(plan: ScenePlan) -> dict[str, object]:
    from gradanim.spec import plain_title

    beats = [
        {"index": s.index, "verb": s.verb, "start_frame": s.start, "frames": s.frames} for s in plan.clock
    ]
    return {
        "id": plan.id,
        "title": plain_title(plan.spec),
        "frames": plan.frames,
        "fps": f"{plan.fps.numerator}/{plan.fps.denominator}",
        "size": list(plan.size),
        "beats": beats,
    }


def _lines(plans: Sequence[ScenePlan]) -> list[str]:
    from gradanim.spec import plain_title

    lines = []
    for plan in plans:
        size = f"{plan.size[0]}×{plan.size[1]}"
        lines += [
            f"{plan.id}: {plain_title(plan.spec)}",
            f"  {len(plan.clock)} beats, {plan.frames} frames, {plan.seconds:.1f} s at {size}",
        ]
    frames, seconds = sum(plan.frames for plan in plans), sum(plan.seconds for plan in plans)
    many = "scene" if len(plans) == 1 else "scenes"
    return [*lines, f"{len(plans)} {many}, {frames} frames, {seconds:.0f} s"]
