"""gradanim new: a spec to start from."""

from __future__ import annotations

import re
from pathlib import Path

import click

TEMPLATE = """\
# yaml-language-server: $schema=gradanim.schema.json
title: {title}
field:
  f: {f}
  x: [-2, 2]
  y: [-2, 2]
stage: {stage}
camera: {{azimuth: -50, elevation: 25}}
beats:
  - show: [floor, axes, surface]
    say: A function of two inputs is a landscape over the plane of its inputs.
  - place: [1, 0.5]
    say: Every input point has a height above it.
  - show: [gradient, {{readout: ["∇f = {{gradient}}", "‖∇f‖ = {{norm}}"]}}]
    say: The gradient lies flat in the input plane and points to higher ground.
  - walk: {{circle: {{center: [0, 0], radius: 1}}}}
    seconds: 8
    say: As the point moves, the arrow turns and changes its length.
  - flip: gradient
    say: Turned around it is the negative gradient, the direction of steepest descent.
"""


@click.command("new")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "-f", "--function", "formula", default="x^2 + y^2/2 + sin(2x)/2", show_default=True, help="The formula."
)
@click.option(
    "--stage", type=click.Choice(["surface", "plane", "split"]), default="surface", show_default=True
)
@click.option("--force", is_flag=True, help="Replace an existing file.")
def command(path: Path, formula: str, stage: str, force: bool) -> None:
    """Write a spec to PATH that renders as it is; change it from there."""
    from gradanim.calculus import JetField
    from gradanim.encode import publish_text
    from gradanim.problems import Problem, ProblemError

    JetField.parse(formula, ("x", "y"), {})
    if path.suffix not in (".yaml", ".yml"):
        path = path.with_name(path.name + ".yaml")
    if path.exists() and not force:
        raise ProblemError(Problem("film_exists", {"found": str(path)}))
    title = re.sub(r"[-_]+", " ", path.stem).strip().capitalize() or "A new scene"
    text = TEMPLATE.format(title=_quoted(title), f=_quoted(formula), stage=stage)
    if stage == "plane":
        text = text.replace("[floor, axes, surface]", "[contours, axes]").replace(
            "a landscape over", "a height above"
        )
    if stage == "split":
        text = text.replace("[floor, axes, surface]", "[floor, axes, surface, contours]")
    publish_text(path, text)
    click.echo(
        f"{path}: now `gradanim still {path} --profile preview` or `gradanim render {path} --profile preview`"
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
