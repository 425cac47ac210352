"""gradanim render: single scenes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gradanim.cli.closing import tell_summary
from gradanim.cli.engine_options import engine_options, settings
from gradanim.cli.first_time import tell_of_compiling
from gradanim.cli.options import captions_option, format_option, out_option, profile_option

if TYPE_CHECKING:
    from gradanim.batch.executor import Start
    from gradanim.batch.settings import Settings


@click.command("render")
@click.argument("specs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--variant", help="Only this variant of the spec.")
@out_option()
@profile_option()
@format_option()
@captions_option()
@engine_options
def command(
    specs: tuple[Path, ...],
    variant: str | None,
    out: Path,
    profile: str,
    shape: str,
    captions: str,
    **options: Any,
) -> None:
    """Render SPECS, every variant of each, into --out; a broken spec costs only its own film."""
    from gradanim.batch.early import early_start

    chosen = settings(out, captions, options)
    with early_start(wanted=chosen.dask is None) as start:
        status = _render(Wanted(specs, variant, profile, shape), chosen, start)
    sys.exit(status)


@dataclass(frozen=True)
class Wanted:
    """What is rendered: files, a variant or None for all, and the names of profile and format."""

    specs: tuple[Path, ...]
    variant: str | None
    profile: str
    format: str


def _render(wanted: Wanted, chosen: Settings, start: Start | None) -> int:
    """Renders and tells of it; returns the exit code."""
    from gradanim.batch.one import load_all
    from gradanim.batch.progress import listener
    from gradanim.batch.singles import render
    from gradanim.encode import refuse_collisions
    from gradanim.plan.scene_plan import plan_scene
    from gradanim.problems import ProblemError

    scenes, broken = load_all(wanted.specs, wanted.variant)
    refuse_collisions([scene.id for scene in scenes])
    if broken and chosen.fail_fast:
        raise ProblemError(problem for problems in broken.values() for problem in problems)
    tell_of_compiling()
    with listener(as_json=chosen.as_json) as tell:
        plans = [plan_scene(scene, wanted.profile, wanted.format) for scene in scenes]
        built = render(plans, chosen, tell, start, broken)
    return tell_summary(built, chosen.out)
