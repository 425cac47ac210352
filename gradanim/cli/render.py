"""gradanim render: single scenes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

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
    """Render SPECS, every variant of each, into --out."""
    from gradanim.batch.one import load_one
    from gradanim.batch.run import exit_code, run
    from gradanim.encode import refuse_collisions
    from gradanim.plan.scene_plan import plan_scene
    from gradanim.spec import load_scenes

    scenes = [s for path in specs for s in ([load_one(path, variant)] if variant else load_scenes(path))]
    refuse_collisions([scene.id for scene in scenes])
    results = run([plan_scene(scene, profile, shape) for scene in scenes], out, captions)
    sys.exit(exit_code(results))
