"""Options of the commands that make films: how many workers, within which limits, and how it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gradanim.store import user_cache

if TYPE_CHECKING:
    from gradanim.batch.settings import Settings

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def cache_option() -> Decorator:
    """``--cache``."""
    return click.option(
        "--cache",
        type=click.Path(file_okay=False, path_type=Path),
        default=None,
        help="Folder for what is kept between builds (default: gradanim in the user's cache folder).",
    )


def engine_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that `settings` takes."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


_OPTIONS: tuple[Decorator, ...] = (
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        help="Processors to use, a worker on each (default: all).",
    ),
    cache_option(),
    click.option("--force", is_flag=True, help="Make everything anew."),
    click.option(
        "--keep-going/--fail-fast",
        default=True,
        help="Go on with the other scenes when one fails (the default), or stop.",
    ),
    click.option(
        "--memory",
        type=click.IntRange(min=1),
        metavar="MB",
        help="Memory that one worker may use.",
    ),
    click.option(
        "--time-limit",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Time that one piece of a scene may take.",
    ),
    click.option(
        "--wait",
        type=click.FloatRange(min=0),
        metavar="SECONDS",
        help="Time to wait for another build in the same folder (default: as long as it takes).",
    ),
    click.option(
        "--dask",
        metavar="ADDRESS",
        help="Render on a Dask cluster: tcp://host:8786, or local for one on this machine.",
    ),
    click.option("--json", "as_json", is_flag=True, help="Print what happens as lines of JSON."),
)


def folder_of(cache: Path | None) -> Path:
    """The cache folder."""
    return cache or user_cache()


def settings(out: Path, captions: str, options: dict[str, Any]) -> Settings:
    """What the options come to.

    Args:
        out: the output folder.
        captions: what becomes of what is said.
        options: by name, the values of `engine_options`.
    """
    from gradanim.batch.settings import Settings, cores

    return Settings(
        out=out,
        cache=folder_of(options["cache"]),
        captions=captions,
        jobs=options["jobs"] or cores(),
        force=options["force"],
        fail_fast=not options["keep_going"],
        memory_mb=options["memory"],
        seconds=options["time_limit"],
        wait=options["wait"],
        as_json=options["as_json"],
        dask=options["dask"],
    )
