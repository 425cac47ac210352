"""gradanim doctor: whether everything that is needed is there."""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from gradanim.cli.mistakes import understood
from gradanim.problems import ProblemError

PACKAGES = (
    "manim",
    "numpy",
    "sympy",
    "scipy",
    "contourpy",
    "numba",
    "typst",
    "av",
    "imageio-ffmpeg",
    "ffmpeg-python",
    "pillow",
    "pydantic",
    "ruamel.yaml",
    "rich",
    "click",
)

_AGAIN = "Something is missing; `./scripts/gradanim` sets everything up again."
_AS_SAID = "Something is in the way; what to do about it stands beside each FAIL."


@click.command("doctor")
def command() -> None:
    """Try every part that a render needs, and say what is missing and what to do."""
    click.echo(f"python {platform.python_version()} on {platform.system()} {platform.machine()}")
    missing = [name for name in PACKAGES if not _package(name)]
    pieces = {
        "fonts": _fonts,
        "ffmpeg": _ffmpeg,
        "renderer": _renderer,
        "text": _text,
        "scratch folder": _scratch,
        "cache": _cache,
    }
    found = [_probe(name, probe) for name, probe in pieces.items()]
    if missing or not all(found):
        click.echo(_AGAIN if missing or None in found else _AS_SAID, err=True)
        sys.exit(3)
    click.echo("Everything is there.")


def _package(name: str) -> bool:
    try:
        click.echo(f"ok    {name} {version(name)}")
    except PackageNotFoundError:
        click.echo(f"FAIL  {name} is not installed")
        return False
    return True


def _probe(name: str, probe: Callable[[], str]) -> bool | None:
    """Whether a part works; None where it does not and its words do not say what to do."""
    try:
        click.echo(f"ok    {name}: {probe()}")
    except Exception as error:  # noqa: BLE001 - a doctor reports whatever is wrong
        problem = understood(error)
        click.echo(f"FAIL  {name}: {problem}")
        return False if isinstance(problem, ProblemError) else None
    return True


def _fonts() -> str:
    from gradanim.actors.lettering import prose, width

    return f"Typst sets text ({width(prose('gradient')):.2f} em)"


def _ffmpeg() -> str:
    from gradanim.encode import PROFILE_SETTINGS, program_for

    codec = PROFILE_SETTINGS["final"].codec
    program = program_for(codec)
    if program is not None:
        return f"{program.path} {program.version}"
    import av

    return f"{codec} in PyAV, libavcodec {'.'.join(map(str, av.library_versions['libavcodec']))}"


def _renderer() -> str:
    from gradanim.raster import warm_up

    warm_up()
    return "kernels are compiled"


def _text() -> str:
    from gradanim.actors.lettering import math
    from gradanim.render.manim_text import drawn

    rows, columns = drawn(math("nabla f"), 40.0, 0.25).shape
    return f"manim draws Typst ({columns}×{rows} pixels)"


def _cache() -> str:
    from gradanim.batch.clips import Clips
    from gradanim.batch.pruning import held
    from gradanim.store import user_cache

    with held(Clips(user_cache())):
        return f"{user_cache()} can be written"


def _scratch() -> str:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "probe").write_text("ok", encoding="utf-8")
    return "can be written"
