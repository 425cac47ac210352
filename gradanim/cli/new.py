"""gradanim new: a spec to start from."""

from __future__ import annotations

import re
import shlex
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gradanim.problems import Problem

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
  - walk: {{circle: {walk}}}
    seconds: 8
    say: As the point moves, the arrow turns and changes its length.
  - flip: gradient
    say: Turned around it is the negative gradient, the direction of steepest descent.
"""

# The point walks around the middle, or beside it where the formula has a pole or a kink on that way.
WALKS = ("{center: [0, 0], radius: 1}", "{center: [1, 0.5], radius: 0.4}")


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
    from gradanim.encode import publish_text
    from gradanim.problems import Problem, ProblemError

    path = _named(path)
    if path.exists() and not force:
        raise ProblemError(Problem("film_exists", {"found": str(path)}))
    publish_text(path, _without_problems(path, [_spec(path, formula, stage, walk) for walk in WALKS]))
    typed = shlex.quote(str(path))
    click.echo(
        f"{path}: now `gradanim still {typed} --profile preview` or `gradanim render {typed} --profile preview`"
    )


def _named(path: Path) -> Path:
    """The path with its ending."""
    from gradanim.problems import Problem, ProblemError

    if path.suffix in (".json", ".toml"):
        raise ProblemError(Problem("film_new_format", {"found": path.suffix}))
    named = path if path.suffix in (".yaml", ".yml") else path.with_name(path.name + ".yaml")
    if not re.search("[a-z0-9]", named.stem.casefold()):
        raise ProblemError(Problem("film_new_name", {"found": path.name}))
    return named


def _spec(path: Path, formula: str, stage: str, walk: str) -> str:
    title = re.sub(r"[-_]+", " ", path.stem).strip().capitalize()[:120]
    text = TEMPLATE.format(title=_quoted(_plain(title)), f=_quoted(formula), stage=stage, walk=walk)
    if stage == "plane":
        text = text.replace("[floor, axes, surface]", "[contours, axes]")
        text = text.replace("a landscape over", "a height above")
    if stage == "split":
        text = text.replace("[floor, axes, surface]", "[floor, axes, surface, contours]")
    return text


def _without_problems(path: Path, texts: list[str]) -> str:
    """The first of the texts that makes a good spec; refused before anything stands under the path.

    Raises:
        ProblemError: none does; the problems of the first.
    """
    from gradanim.problems import ProblemError

    told: list[Problem] = []
    for text in texts:
        problems = _problems(path, text)
        if not problems:
            return text
        told = told or problems
    raise ProblemError(problem.at(file=None, line=None, column=None) for problem in told)


def _problems(path: Path, text: str) -> list[Problem]:
    """What a spec would be refused for."""
    from gradanim.beats.check import check_file

    with tempfile.TemporaryDirectory(prefix="gradanim-new-") as folder:
        draft = Path(folder, path.name)
        draft.write_text(text, encoding="utf-8")
        return [problem for problem in check_file(draft) if problem.exit_code]


def _plain(text: str) -> str:
    """A text as a template that shows it as it is."""
    return text.replace("{", "{{").replace("}", "}}").replace("$", "\\$")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
