"""What a user is told when something takes long for the first time only."""

from __future__ import annotations

import click


def tell_of_compiling() -> None:
    """Says that the renderer is compiled before the first picture, where it has not been yet."""
    from gradanim.raster.kernel_cache import is_compiled

    if not is_compiled():
        click.echo("Compiling the 3D renderer, which is done once and takes about half a minute.", err=True)
