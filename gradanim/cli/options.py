"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from gradanim.plan.profile import FORMATS, PROFILES

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def profile_option(default: str = "final") -> Decorator:
    """``--profile``."""
    return click.option(
        "--profile",
        type=click.Choice(list(PROFILES)),
        default=default,
        show_default=True,
        help="draft 480p15, preview 720p30, final 1080p60, 4k 2160p60.",
    )


def format_option() -> Decorator:
    """``--format``."""
    return click.option(
        "--format",
        "shape",
        type=click.Choice(list(FORMATS)),
        default="16:9",
        show_default=True,
        help="Frame shape.",
    )


def out_option() -> Decorator:
    """``--out``."""
    return click.option(
        "--out",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("media"),
        show_default=True,
        help="Folder for what is made.",
    )


def captions_option() -> Decorator:
    """``--captions``."""
    return click.option(
        "--captions",
        type=click.Choice(["sidecar", "burn", "none"]),
        default="sidecar",
        show_default=True,
        help="Captions as .srt and .vtt files, drawn into the picture, or not at all.",
    )


def numbers(_: click.Context, __: click.Parameter, value: str | None) -> tuple[float, ...] | None:
    """Numbers separated by commas, such as ``2,1``; expressions of numbers are welcome.

    Raises:
        click.BadParameter: something between the commas is not a number.
    """
    if value is None:
        return None
    from gradanim.calculus.written import written_number
    from gradanim.problems import ProblemError

    made = []
    for part in value.strip().strip("()[]").split(","):
        try:
            made.append(written_number(part, {}))
        except ProblemError as error:
            cause = error.problems[0].message
            raise click.BadParameter(f"`{part.strip()}` is not a number: {cause}") from None
    return tuple(made)
