"""gradanim check: everything that can be wrong with a spec, found without drawing."""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path

import click


@click.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects for machines.")
def command(paths: tuple[Path, ...], as_json: bool) -> None:
    """Check specs, series or folders of them: language, mathematics, and every claim along its beat."""
    # A check multiplies no matrices; numpy would start a thread for each processor to do so.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()  # What is imported stays: looking through it for garbage again and again finds none.
    from gradanim.beats.check import check_file
    from gradanim.cli.find import spec_files

    gc.freeze()
    gc.enable()
    files, problems = spec_files(paths)
    for path in files:
        problems += check_file(path)
    if as_json:
        click.echo(json.dumps([problem.as_json() for problem in problems], indent=2, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(str(problem))
        if not problems:
            click.echo(f"{len(files)} spec{'s' if len(files) != 1 else ''} checked, no problem found.")
    sys.exit(max((problem.exit_code for problem in problems), default=0))
