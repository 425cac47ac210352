"""gradanim plan: what a build would make, without making it."""

from __future__ import annotations

from pathlib import Path

import click

from gradanim.cli.options import format_option, profile_option


@click.command("plan")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print an object for machines.")
@profile_option()
@format_option()
def command(path: Path, as_json: bool, profile: str, shape: str) -> None:
    """Print the scenes, beats, frames and seconds that PATH (a series or a spec) comes to."""
    import json

    from gradanim.plan.scene_plan import plan_scene
    from gradanim.spec import load_any, plain_title

    plans = [plan_scene(scene, profile, shape) for scene in load_any(path).scenes]
    if as_json:
        scenes = [
            {
                "id": plan.id,
                "title": plain_title(plan.spec),
                "frames": plan.frames,
                "fps": f"{plan.fps.numerator}/{plan.fps.denominator}",
                "size": list(plan.size),
                "beats": [
                    {"index": s.index, "verb": s.verb, "start_frame": s.start, "frames": s.frames}
                    for s in plan.clock
                ],
            }
            for plan in plans
        ]
        click.echo(
            json.dumps({"profile": profile, "format": shape, "scenes": scenes}, indent=2, ensure_ascii=False)
        )
        return
    for plan in plans:
        click.echo(f"{plan.id}: {plain_title(plan.spec)}")
        click.echo(
            f"  {len(plan.clock)} beats, {plan.frames} frames, {plan.seconds:.1f} s at {plan.size[0]}×{plan.size[1]}"
        )
    click.echo(
        f"{len(plans)} scenes, {sum(p.frames for p in plans)} frames, {sum(p.seconds for p in plans):.0f} s"
    )
