"""gradanim render: single scenes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from gradanim.cli.engine_options import engine_options, settings
from gradanim.cli.first_time import tell_of_compiling
from gradanim.cli.mistakes import told
from gradanim.cli.options import captions_option, format_option, out_option, profile_option


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
    from gradanim.batch.one import load_all
    from gradanim.batch.progress import listener
    from gradanim.batch.report import table
    from gradanim.batch.run import exit_code, run
    from gradanim.encode import refuse_collisions
    from gradanim.plan.scene_plan import plan_scene
    from gradanim.problems import ProblemError

    chosen = settings(out, captions, options)
    scenes, problems = load_all(specs, variant)
    refuse_collisions([scene.id for scene in scenes])
    if problems and chosen.fail_fast:
        raise ProblemError(problems)
    for problem in problems:
        click.echo(told(problem), err=True)
    if scenes:
        tell_of_compiling()
    with listener(as_json=chosen.as_json) as tell:
        results = run([plan_scene(scene, profile, shape) for scene in scenes], chosen, tell)
    if len(results) > 1 and any(result.effort.seconds for result in results):
        click.echo("\n".join(table(results)), err=True)
    sys.exit(exit_code(results, problems))
