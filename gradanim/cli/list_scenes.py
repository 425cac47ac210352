"""gradanim list: what there is to render."""

from __future__ import annotations

from pathlib import Path

import click

# Where a project keeps its specs.
SCENES = Path("scenes")


@click.command("list")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def command(paths: tuple[Path, ...]) -> None:
    """List the scenes in files and folders (default: scenes/), broken ones with their first problem."""
    from gradanim.cli.find import spec_files
    from gradanim.problems import Problem, ProblemError
    from gradanim.spec import load_any, plain_title

    if not paths and not SCENES.is_dir():
        raise ProblemError(Problem("film_list_nothing", {"folder": SCENES}))
    files, missing = spec_files(paths or (SCENES,))
    if missing:
        raise ProblemError(missing)
    for path in files:
        try:
            loaded = load_any(path)
        except ProblemError as error:
            click.echo(f"{path}  broken: {error.problems[0]}")
            continue
        for scene in loaded.scenes:
            click.echo(f"{path}  {scene.id}  {plain_title(scene)}")
        for broken in loaded.broken:
            click.echo(f"{path}  broken: {broken.problems[0]}")
