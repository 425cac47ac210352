"""gradanim render: single scenes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gradanim.cli.mistakes import told
from gradanim.cli.options import captions_option, format_option, out_option, profile_option


@click.command("render")
@click.argument("specs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--variant", help="Only this variant of the spec.")
@out_option()
@profile_option()
@format_option()
@captions_option()
def command(
    specs: tuple[Path, ...], variant: str | None, out: Path, profile: str, shape: str, captions: str
) -> None:
    """Render SPECS, every variant of each, into --out; a broken spec costs only its own film."""
    from gradanim.batch.one import load_all
    from gradanim.batch.run import exit_code, run
    from gradanim.encode import refuse_collisions
    from gradanim.plan.scene_plan import plan_scene

    scenes, problems = load_all(specs, variant)
    refuse_collisions([scene.id for scene in scenes])
    for problem in problems:
        click.echo(told(problem), err=True)
    results = run([plan_scene(scene, profile, shape) for scene in scenes], out, captions)
    sys.exit(max(exit_code(results), *(problem.exit_code for problem in problems), 0))
