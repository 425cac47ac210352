"""gradanim build: a whole series."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gradanim.cli.closing import tell_summary
from gradanim.cli.engine_options import engine_options, settings
from gradanim.cli.first_time import tell_of_compiling
from gradanim.cli.options import captions_option, format_option, out_option, profile_option

if TYPE_CHECKING:
    from gradanim.batch.building import Building
    from gradanim.batch.executor import Start


@click.command("build")
@click.argument("series", type=click.Path(path_type=Path))
@out_option()
@profile_option()
@format_option()
@captions_option()
@engine_options
@click.option("--watch", is_flag=True, help="Go on building what changes as files are saved, until Ctrl-C.")
def command(
    series: Path, out: Path, profile: str, shape: str, captions: str, watch: bool, **options: Any
) -> None:
    """Render every scene of SERIES, its captions, sheets and posters, and the series film with chapters."""
    from gradanim.batch.building import Building

    building = Building(series, settings(out, captions, options), (profile, shape))
    if watch:
        from gradanim.batch.saves import watch as until_interrupted

        until_interrupted(series, lambda: build_once(building), lambda line: click.echo(line, err=True))
    sys.exit(build_once(building))


def build_once(building: Building) -> int:
    """Builds and tells of it; returns the exit code.

    Raises:
        ProblemError: nothing could be made.
    """
    out = building.settings.out
    standing = building.standing()
    if standing is not None:
        if building.settings.as_json:
            _tell_standing(standing)
        click.echo(f"{standing} reused in {out}", err=True)
        return 0
    from gradanim.batch.early import early_start

    with early_start(wanted=building.settings.dask is None) as start:
        return _build(building, start)


def _build(building: Building, start: Start | None) -> int:
    from gradanim.batch.progress import listener

    tell_of_compiling()
    with listener(as_json=building.settings.as_json) as tell:
        built = building.build(tell, start)
    return tell_summary(built, building.settings.out)


def _tell_standing(scenes: int) -> None:
    from gradanim.batch.events import BuildFinished
    from gradanim.batch.lines import JsonLines

    JsonLines(sys.stdout)(BuildFinished({"reused": scenes}, 0.0))
