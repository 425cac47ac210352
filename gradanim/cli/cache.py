"""gradanim cache: what is kept between builds."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gradanim.cli.engine_options import cache_option, folder_of

if TYPE_CHECKING:
    from gradanim.batch.clips import Clips

_SIZES = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_AGES = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 7 * 86400.0}


@click.group("cache")
def command() -> None:
    """Look after the clips that are kept between builds."""


@command.command("show")
@cache_option()
def show(cache: Path | None) -> None:
    """Print how many clips and drawn letters there are, their size, and when clips were used."""
    from gradanim.batch.letters import letters
    from gradanim.batch.pruning import kept

    clips = _clips(cache)
    found = kept(clips)
    click.echo(f"{clips.cache}: {len(found)} clips, {size_text(sum(item.bytes for item in found))}")
    if found:
        # A clock that was set back makes no clip younger than new.
        oldest = max(0.0, time.time() - found[0].used) / _AGES["d"]
        click.echo(f"the longest unused one was used {oldest:.1f} days ago")
    count, size = letters(clips.cache)
    if count:
        click.echo(f"drawn letters besides: {count}, {size_text(size)}")


@command.command("verify")
@cache_option()
def verify(cache: Path | None) -> None:
    """Check every byte of every clip and remove the damaged ones; the exit code is 1 where there were some."""
    from gradanim.batch.pruning import verify as verified

    good, bad = verified(_clips(cache))
    for key in bad:
        click.echo(f"{key}: damaged, removed")
    click.echo(f"{good} good, {len(bad)} damaged")
    sys.exit(1 if bad else 0)


def _size(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    """A size such as ``20G``.

    Raises:
        click.BadParameter: it is none.
    """
    if value is None:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?)b?", value.strip().casefold())
    if match is None:
        raise click.BadParameter(f"`{value}` is no size; write 500M or 20G")
    return round(float(match[1]) * _SIZES[match[2]])


def _age(_: click.Context, __: click.Parameter, value: str | None) -> float | None:
    """An age such as ``30d`` in seconds.

    Raises:
        click.BadParameter: it is none.
    """
    if value is None:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhdw])", value.strip().casefold())
    if match is None:
        raise click.BadParameter(f"`{value}` is no age; write 12h, 30d or 8w")
    return float(match[1]) * _AGES[match[2]]


@command.command("prune")
@cache_option()
@click.option("--max-size", callback=_size, metavar="SIZE", help="Keep so much at most, such as 20G.")
@click.option(
    "--max-age", callback=_age, metavar="AGE", help="Keep what was used since then, such as 30d or 12h."
)
def prune(cache: Path | None, max_size: int | None, max_age: float | None) -> None:
    """Remove clips that were not used for long, the oldest first; what a running build needs stays.

    By age also letters that were drawn longer ago; the size is that of clips alone.
    """
    from gradanim.batch.letters import prune_letters
    from gradanim.batch.pruning import prune as pruned

    if max_size is None and max_age is None:
        raise click.UsageError("say --max-size, --max-age or both")
    clips = _clips(cache)
    done = pruned(clips, max_size, max_age)
    click.echo(f"{done.removed} clips removed, {size_text(done.freed)}")
    click.echo(f"{done.left} clips left, {size_text(done.left_bytes)}")
    count, size = prune_letters(clips.cache, max_age) if max_age is not None else (0, 0)
    if count:
        click.echo(f"{count} drawn letters removed, {size_text(size)}")


def size_text(size: float) -> str:
    """A number of bytes as people say it."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def _clips(cache: Path | None) -> Clips:
    from gradanim.batch.clips import Clips

    return Clips(folder_of(cache))
