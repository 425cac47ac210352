"""gradanim check: everything that can be wrong with a spec, found without drawing."""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path

import click

from gradanim.cli.first_time import tell_of_compiling
from gradanim.cli.options import captions_option
from gradanim.plan.profile import FORMATS


@click.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects for machines.")
@click.option(
    "--layout",
    is_flag=True,
    help="Lay out every beat too: texts that collide, cover the subject, leave the safe area, are tiny or faint.",
)
@click.option(
    "--format",
    "shapes",
    type=click.Choice(list(FORMATS)),
    multiple=True,
    help="Frame shape to lay out; may be given several times, all shapes if absent.",
)
@captions_option()
def command(
    paths: tuple[Path, ...], as_json: bool, layout: bool, shapes: tuple[str, ...], captions: str
) -> None:
    """Check specs, series or folders of them: language, mathematics, every claim along its beat, and the layout.

    A warning, such as a beat that is too short for what is said in it, begins with `warning:` and fails nothing.

    With --layout every scene is laid out in all four shapes; --format 16:9 looks at that one alone.
    """
    # A check multiplies no matrices; numpy would start a thread for each processor to do so.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()  # What is imported stays: looking through it for garbage again and again finds none.
    from gradanim.beats.check import check_file
    from gradanim.cli.find import spec_files

    gc.freeze()
    gc.enable()
    files, problems = spec_files(paths)
    sound = []
    for path in files:
        found = check_file(path, captions == "burn")
        # A series tells what its scenes' own files have told.
        problems += [problem for problem in found if problem not in problems]
        if not any(problem.exit_code for problem in found):
            sound.append(path)
    if layout:
        # The renderer is loaded for this alone.
        from gradanim.review.check import layout_of_files

        if sound:
            tell_of_compiling()
        problems += layout_of_files(sound, shapes or tuple(FORMATS), captions == "burn")
    if as_json:
        click.echo(json.dumps([problem.as_json() for problem in problems], indent=2, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(str(problem))
        if not any(problem.exit_code for problem in problems):
            click.echo(f"{len(files)} spec{'s' if len(files) != 1 else ''} checked, no problem found.")
    sys.exit(max((problem.exit_code for problem in problems), default=0))
