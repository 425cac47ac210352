"""The raw frames of a film as pictures and as the planes that gradanim hands to ffmpeg, and ffmpeg alone encoding them.

What the renderer makes are RGBA pictures; gradanim turns them into planes itself, which ffmpeg does otherwise.
"""

from __future__ import annotations

import math
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.watch import Cost, run
from gradanim.batch.takes import clip_settings
from gradanim.encode import EncoderSettings, find_ffmpeg
from gradanim.encode.graph import RawSource, film_command
from gradanim.plan.cuts import cuts
from gradanim.plan.scene_plan import ScenePlan
from gradanim.render.film import Film, make_film

# Bytes of a pixel as a picture and in planes.
BYTES = {"rgba": 4.0, "yuv420p": 1.5}


@dataclass(frozen=True)
class Raw:
    """Raw frames in a file, one after another.

    Attributes:
        path: the file.
        source: what it holds.
    """

    path: Path
    source: RawSource


@dataclass(frozen=True)
class Capture:
    """All frames of one film.

    Attributes:
        pictures: as the renderer makes them: RGBA.
        planes: as gradanim hands them to ffmpeg: yuv420p, BT.709, limited range.
        settings: what most of them are encoded with by gradanim.
    """

    pictures: Raw
    planes: Raw
    settings: EncoderSettings


@contextmanager
def captured(plan: ScenePlan, *, pictures: bool = True) -> Iterator[Capture]:
    """Draws a film and keeps its frames in files until the block is left.

    Args:
        plan: the film.
        pictures: whether the pictures are kept too; their file is empty otherwise.

    Raises:
        click.ClickException: there is no room for them.
    """
    with _roomy_folder(plan, BYTES["yuv420p"] + (BYTES["rgba"] if pictures else 0.0)) as room:
        rgba = Raw(room / "rgba", RawSource(plan.size, plan.fps, "rgba"))
        planes = Raw(room / "yuv420p", RawSource(plan.size, plan.fps, "yuv420p"))
        with closing(make_film(plan)) as film:
            frames = Capture(rgba, planes, _settings(film))
            _draw(film, frames, pictures)
        yield frames


def _settings(film: Film) -> EncoderSettings:
    by_clip = Counter[EncoderSettings]()
    for cut in cuts(film.plan):
        by_clip[clip_settings(film, cut)] += cut.frames
    return by_clip.most_common(1)[0][0]


def _draw(film: Film, frames: Capture, pictures: bool) -> None:
    with frames.pictures.path.open("wb") as rgba, frames.planes.path.open("wb") as planes:
        for shot in film.shots(keep=lambda _number, _repeat: pictures):
            for _ in range(shot.repeat):
                planes.write(shot.planes.data)
                if shot.pixels is not None:
                    rgba.write(shot.pixels.data)
    for raw in (frames.planes, *([frames.pictures] if pictures else [])):
        size, wanted = raw.path.stat().st_size, film.plan.frames * math.prod(raw.source.shape)
        if size != wanted:
            raise click.ClickException(
                f"{size} bytes were drawn, not the {wanted} of {film.plan.frames} frames"
            )


def encode_alone(raw: Raw, settings: EncoderSettings, out: Path) -> Cost:
    """ffmpeg encoding raw frames, from a file that is in memory already, as `FilmWriter` would tell it to."""
    command = film_command(find_ffmpeg().path, raw.source, settings, out)
    with raw.path.open("rb") as stream:
        return run(command, out.parent, stdin=stream)


@contextmanager
def _roomy_folder(plan: ScenePlan, pixel_bytes: float) -> Iterator[Path]:
    """A folder for a while with room for the raw frames of a plan: in memory where they fit, else on disk.

    Raises:
        click.ClickException: they fit nowhere.
    """
    needed = plan.frames * plan.size[0] * plan.size[1] * pixel_bytes + 2e8
    memory = Path("/dev/shm")
    for place in (memory, Path(tempfile.gettempdir())):
        if not place.is_dir() or shutil.disk_usage(place).free < needed:
            continue
        # Frames in memory must leave enough of it to work in.
        if place != memory or _available_memory() > needed + 4e9:
            with tempfile.TemporaryDirectory(prefix="gradanim-bench-", dir=place) as folder:
                yield Path(folder)
            return
    raise click.ClickException(
        f"the raw frames need {needed / 1e9:.1f} GB of disk: choose a shorter clip with --seconds"
    )


def _available_memory() -> float:
    """Bytes of memory that can be used without swapping (Linux)."""
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return float(line.split()[1]) * 1024
    return 0.0
