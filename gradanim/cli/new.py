"""gradanim new: a spec to start from."""

from __future__ import annotations

import re
import shlex
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gradanim.cli.first_walk import Domain, FirstWalk
    from gradanim.problems import Problem

TEMPLATE = """\
# Your editor can complete and check specs: `gradanim schema --help` says how.
title: {title}
field:
  f: {f}
  x: {x}
  y: {y}
stage: {stage}
camera: {{azimuth: -50, elevation: 25}}
beats:
  - show: [floor, axes, surface]
    say: A function of two inputs is a landscape over the plane of its inputs.
  - place: {start}
    say: Every input point has a height above it.
  - show: [gradient, {{readout: ["∇f = {{gradient}}", "‖∇f‖ = {{norm}}"]}}]
    say: The gradient lies flat in the input plane and points to higher ground.
{walk}  - flip: gradient
    say: Turned around it is the negative gradient, the direction of steepest descent.
"""

WALK = """\
  - walk: {{circle: {circle}}}
    seconds: 8
    say: As the point moves, the arrow turns and changes its length.
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
    from gradanim.encode import publish_text
    from gradanim.problems import Problem, ProblemError

    path = _named(path)
    if path.exists() and not force:
        raise ProblemError(Problem("film_exists", {"found": str(path)}))
    domain, walks = _first(formula)
    specs = [_spec(path, {"f": _quoted(formula), "stage": stage}, domain, walk) for walk in walks]
    publish_text(path, _without_problems(path, specs))
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


def _first(formula: str) -> tuple[Domain, list[FirstWalk]]:
    """The domain and what the point may do; of a formula that cannot be read the check tells more."""
    from gradanim.cli.first_walk import SIDES, FirstWalk, first_domain, first_walks
    from gradanim.problems import ProblemError

    try:
        domain = first_domain(formula)
        return domain, list(first_walks(formula, domain))
    except ProblemError:
        return (SIDES[0], SIDES[0]), [FirstWalk((1.0, 0.0), (0.0, 0.0), 1.0)]


def _spec(path: Path, chosen: dict[str, str], domain: Domain, walk: FirstWalk) -> str:
    """The text of a spec.

    Args:
        path: where it will be; its title is made of its name.
        chosen: the formula in quotes, and the stage.
        domain: of the formula.
        walk: of the point.
    """
    from gradanim.cli.first_walk import written

    way = WALK.format(circle=walk.beat) if walk.radius else ""
    title = re.sub(r"[-_]+", " ", path.stem).strip().capitalize()[:120]
    sides = dict(zip("xy", map(written, domain), strict=True))
    text = TEMPLATE.format(
        title=_quoted(_plain(title)), **chosen, **sides, start=written(walk.start), walk=way
    )
    stage = chosen["stage"]
    if stage == "plane":
        text = text.replace("[floor, axes, surface]", "[contours, axes]")
        text = text.replace("a landscape over", "a height above")
    if stage == "split":
        text = text.replace("[floor, axes, surface]", "[floor, axes, surface, contours]")
    return text


def _without_problems(path: Path, texts: list[str]) -> str:
    """The first of the texts that makes a good spec with the fewest warnings; refused before anything is written.

    Raises:
        ProblemError: none does; the problems of the first.
    """
    from gradanim.problems import ProblemError

    told: list[Problem] = []
    good: dict[str, int] = {}
    for text in texts:
        problems = _problems(path, text)
        if not any(problem.exit_code for problem in problems):
            good[text] = len(problems)
        told = told or [problem for problem in problems if problem.exit_code]
        if not problems:
            break
    if good:
        return min(good, key=good.__getitem__)
    raise ProblemError(problem.at(file=None, line=None, column=None) for problem in told)


def _problems(path: Path, text: str) -> list[Problem]:
    """What a spec would be refused for or warned of."""
    from gradanim.beats.check import check_file

    with tempfile.TemporaryDirectory(prefix="gradanim-new-") as folder:
        draft = Path(folder, path.name)
        draft.write_text(text, encoding="utf-8")
        return check_file(draft)


def _plain(text: str) -> str:
    """A text as a template that shows it as it is."""
    return text.replace("{", "{{").replace("}", "}}").replace("$", "\\$")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
