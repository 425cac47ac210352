"""The raw frames of a film, exactly as gradanim hands them to ffmpeg, and ffmpeg alone encoding them."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.watch import Cost, run
from gradanim.encode import PixelFormat, find_ffmpeg
from gradanim.encode.graph import RawSource
from gradanim.plan.scene_plan import ScenePlan

# Stands on PATH before the real program: keeps what it is told and what it is fed, and passes both on.
STAND_IN = """\
#!/bin/sh
case " $* " in
*" pipe:0 "*)
    [ ! -e {told} ] || {{ echo "a second film was encoded" >&2; exit 70; }}
    printf '%s\\n' "$@" >{told}
    tee {raw} | {real} "$@" ;;
*) exec {real} "$@" ;;
esac
"""
PIXEL_FORMATS: dict[str, PixelFormat] = {"rgb0": "rgba", "rgb24": "rgb24", "yuv420p": "yuv420p"}


@dataclass(frozen=True)
class Capture:
    """Raw frames on disk, and how they were to be encoded.

    Attributes:
        raw: the frames, one after another.
        arguments: what ffmpeg was told; its output file is to be replaced.
        source: what the raw frames are.
    """

    raw: Path
    arguments: tuple[str, ...]
    source: RawSource


def capture(command: list[str], plan: ScenePlan, folder: Path) -> Capture:
    """Runs a render and keeps the frames that it feeds to ffmpeg.

    Raises:
        click.ClickException: the render failed, or did not feed its frames through one pipe.
    """
    bin_, raw, told = folder / "bin", folder / "raw", folder / "told"
    for old in (raw, told):
        old.unlink(missing_ok=True)
    bin_.mkdir(exist_ok=True)
    quoted = {"raw": raw, "told": told, "real": find_ffmpeg().path}
    stand_in = bin_ / "ffmpeg"
    stand_in.write_text(STAND_IN.format(**{name: shlex.quote(str(path)) for name, path in quoted.items()}))
    stand_in.chmod(0o755)
    run(command, folder, PATH=f"{bin_}{os.pathsep}{os.environ['PATH']}")
    if not told.exists():
        raise click.ClickException("gradanim did not feed its frames to ffmpeg through a pipe")
    arguments = tuple(told.read_text().splitlines())
    pixel_format = PIXEL_FORMATS[arguments[arguments.index("-pix_fmt") + 1]]
    source = RawSource(plan.size, plan.fps, pixel_format)
    frame_bytes = 1
    for length in source.shape:
        frame_bytes *= length
    if raw.stat().st_size != plan.frames * frame_bytes:
        raise click.ClickException(f"{raw.stat().st_size} bytes of frames were fed, not {plan.frames} frames")
    return Capture(raw, arguments, source)


def encode_alone(captured: Capture, out: Path) -> Cost:
    """ffmpeg encoding the raw frames as it was told, from a file that is in memory already."""
    arguments = [f"file:{out}" if part.startswith("file:") else part for part in captured.arguments]
    with captured.raw.open("rb") as stream:
        return run([find_ffmpeg().path, *arguments], out.parent, stdin=stream)


def roomy_folder(plan: ScenePlan) -> Path:
    """A new folder with room for the raw frames of a plan: in memory where they fit, else on disk.

    Raises:
        click.ClickException: they fit nowhere.
    """
    needed = 1.3 * plan.frames * plan.size[0] * plan.size[1] * 4 + 2e8
    memory = Path("/dev/shm")
    for place in (memory, Path(tempfile.gettempdir())):
        if not place.is_dir() or shutil.disk_usage(place).free < needed:
            continue
        # Frames in memory must leave enough of it to work in.
        if place != memory or _available_memory() > needed + 2e9:
            return Path(tempfile.mkdtemp(prefix="gradanim-bench-", dir=place))
    raise click.ClickException(
        f"the raw frames need {needed / 1e9:.1f} GB of disk: choose a shorter clip with --seconds"
    )


def _available_memory() -> float:
    """Bytes of memory that can be used without swapping (Linux)."""
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return float(line.split()[1]) * 1024
    return 0.0
