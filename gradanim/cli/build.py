"""gradanim build: a whole series."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gradanim.cli.mistakes import told
from gradanim.cli.options import captions_option, format_option, out_option, profile_option


@click.command("build")
@click.argument("series", type=click.Path(path_type=Path))
@out_option()
@profile_option()
@format_option()
@captions_option()
def command(series: Path, out: Path, profile: str, shape: str, captions: str) -> None:
    """Render every scene of SERIES, its captions, sheets and posters, and the series film with chapters."""
    from gradanim.batch.run import exit_code
    from gradanim.batch.series import build, summary

    results, problems = build(series, out, (profile, shape), captions)
    for problem in problems:
        click.echo(told(problem), err=True)
    click.echo(f"{summary(results)} in {out}", err=True)
    sys.exit(max(exit_code(results), *(p.exit_code for p in problems), 0))
