"""What a build says to a person when it is over."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gradanim.cli.mistakes import told

if TYPE_CHECKING:
    from gradanim.batch.built import Built


def tell_summary(built: Built, out: Path) -> int:
    """Tells what went wrong, what every scene took, and what became of them; returns the exit code.

    Args:
        built: what the build came to.
        out: the output folder.
    """
    from gradanim.batch.built import summary
    from gradanim.batch.hearing import heard
    from gradanim.batch.report import told as told_summary
    from gradanim.batch.run import exit_code

    lines = [*map(told, built.all_problems), *told_summary(built)]
    lines.append(f"{summary(built)} in {out}, {built.seconds:.1f} s")
    with heard(sys.stderr):
        click.echo("\n".join(lines), err=True)
    return exit_code(built.results, built.all_problems)
