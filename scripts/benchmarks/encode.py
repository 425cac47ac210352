"""Measures encoder settings on moving pictures like ours and prints the tables of docs/encoding.md."""

from __future__ import annotations

import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from benchmarks.similarity import YARDSTICK, film_similarity
from gradanim.encode import PROFILE_SETTINGS, EncoderSettings, FilmWriter, find_ffmpeg
from gradanim.encode.graph import RawSource, film_command

Frame = npt.NDArray[np.uint8]
Plane = npt.NDArray[np.float32]
FPS = Fraction(60)
NIGHT = np.array([0.07, 0.09, 0.13], np.float32)
CANDIDATES = {
    "medium 23 (yardstick)": YARDSTICK,
    "draft: " + "{preset} {crf}".format(**PROFILE_SETTINGS["draft"].as_key()): PROFILE_SETTINGS["draft"],
    "preview: " + "{preset} {crf}".format(**PROFILE_SETTINGS["preview"].as_key()): PROFILE_SETTINGS[
        "preview"
    ],
    "final, 4k: " + "{preset} {crf}".format(**PROFILE_SETTINGS["final"].as_key()): PROFILE_SETTINGS["final"],
    "superfast 20, 3 B-frames": EncoderSettings(b_frames=3),
    "superfast 20, animation": EncoderSettings(tune="animation"),
    "superfast 22": EncoderSettings(crf=22),
    "veryfast 20, 3 B-frames": EncoderSettings(preset="veryfast", b_frames=3),
    "veryfast 21, 3 B-frames": EncoderSettings(preset="veryfast", crf=21, b_frames=3),
    "ultrafast 20": EncoderSettings(preset="ultrafast"),
    "medium 20, 3 B-frames": EncoderSettings(preset="medium", b_frames=3),
}


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and seconds of processor time of the encoder and of this process."""

    wall: float
    encoder: float
    ours: float


def landscape(u: Plane, v: Plane) -> tuple[Plane, npt.NDArray[np.bool_]]:
    """A shaded, coloured height field with white iso-lines at the points (u, v), and where it is inside."""
    f = 0.5 * (np.sin(1.2 * u) + np.cos(1.1 * v)) + 0.08 * (u * u + v * v)
    slope_u, slope_v = 0.6 * np.cos(1.2 * u) + 0.16 * u, -0.55 * np.sin(1.1 * v) + 0.16 * v
    light = (0.5 - 0.5 * slope_u - 0.4 * slope_v) / np.sqrt(1 + slope_u**2 + slope_v**2)
    t = np.clip((f + 1) / 3.5, 0, 1)
    colour = np.stack([0.2 + 0.7 * t, 0.3 + 0.4 * np.sin(3 * t), 0.8 - 0.6 * t], -1)
    colour *= (0.35 + 0.65 * np.clip(light, 0, 1))[..., None]
    line = iso_lines(6 * f)[..., None] * np.float32(0.75)
    return colour * (1 - line) + line, (np.abs(u) < 3) & (np.abs(v) < 3)


def iso_lines(level: Plane) -> Plane:
    """Anti-aliased lines one to two pixels wide where ``level`` is a whole number."""
    width = np.hypot(np.gradient(level, axis=0), np.gradient(level, axis=1)) + 1e-6
    return np.asarray(np.clip(1.4 - np.abs(level - np.round(level)) / width, 0, 1))


def turning(size: tuple[int, int], angle: float) -> Frame:
    """A floor seen from above at a slant, with the camera turned by ``angle``."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    depth = 2.2 / ((y / height - 0.1) + 0.35)
    across, along = (x - width / 2) / height * 1.1 * depth, depth - 4
    cosine, sine = np.cos(angle), np.sin(angle)
    colour, inside = landscape(cosine * across - sine * along, sine * across + cosine * along)
    return to_bytes(np.where((inside & (y > 0.02 * height))[..., None], colour, NIGHT))


def contour_map(size: tuple[int, int]) -> Frame:
    """Thin coloured contours on a dark ground."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    u, v = (x - width / 2) / height * 6, -(y - height / 2) / height * 6
    f = 0.5 * (np.sin(1.2 * u) + np.cos(1.1 * v)) + 0.08 * (u * u + v * v)
    t, line = np.clip((f + 1) / 3.5, 0, 1), iso_lines(6 * f)[..., None]
    colour = np.stack([0.3 + 0.7 * t, 0.4 + 0.4 * np.sin(3 * t), 1 - 0.7 * t], -1)
    return to_bytes(NIGHT * (1 - line) + line * colour)


def to_bytes(colour: Plane) -> Frame:
    """Linear 0…1 to uint8."""
    return (np.clip(colour, 0, 1) * 255).astype(np.uint8)


def with_arrow(picture: Frame, angle: float) -> Frame:
    """The picture with a moving arrow, a point, a live number and a caption, as RGBA."""
    image = Image.fromarray(picture)
    pen, (width, height) = ImageDraw.Draw(image), image.size
    x, y = width / 2 + 0.16 * width * np.cos(4 * angle), 0.55 * height + 0.11 * height * np.sin(4 * angle)
    length = 0.12 * width + 0.03 * width * np.sin(5 * angle)
    tip = (x + length * np.cos(3 * angle), y - length * np.sin(3 * angle))
    pen.line([(x, y), tip], fill=(255, 210, 60), width=round(height / 150))
    pen.circle((x, y), height / 90, fill=(255, 80, 80))
    font = ImageFont.load_default(height / 25)
    pen.text(
        (0.03 * width, 0.05 * height), f"gradient = ({np.cos(angle):.2f}, {np.sin(angle):.2f})", font=font
    )
    pen.text((0.03 * width, 0.9 * height), "The gradient points to higher ground.", font=font)
    return np.asarray(image.convert("RGBA"))


def frames_of(scene: str, size: tuple[int, int], count: int) -> Iterator[Frame]:
    """The frames of one scene: ``turning``, ``still`` (camera still) or ``contours``."""
    angles = [np.pi / 2 * k / 120 for k in range(count)]
    ground: Callable[[float], Frame]
    if scene == "turning":
        ground = lambda angle: turning(size, angle)  # noqa: E731
    else:
        fixed = turning(size, 0.5) if scene == "still" else contour_map(size)
        ground = lambda _: fixed  # noqa: E731
    for angle in angles:
        yield with_arrow(ground(angle), angle)


def measured(work: Callable[[], object]) -> Cost:
    """Do some work and tell what it cost."""

    def processor(who: int) -> float:
        usage = resource.getrusage(who)
        return usage.ru_utime + usage.ru_stime

    began = time.perf_counter(), processor(resource.RUSAGE_CHILDREN), processor(resource.RUSAGE_SELF)
    work()
    return Cost(
        time.perf_counter() - began[0],
        processor(resource.RUSAGE_CHILDREN) - began[1],
        processor(resource.RUSAGE_SELF) - began[2],
    )


def encode(raw: Path, source: RawSource, settings: EncoderSettings, out: Path) -> Cost:
    """Let ffmpeg alone encode a file of raw frames."""
    command = film_command(find_ffmpeg().path, source, settings, out)
    with raw.open("rb") as stream:
        return measured(lambda: subprocess.run(command, stdin=stream, check=True))


def write_through(raw: Path, source: RawSource, out: Path) -> Cost:
    """Send the same frames through `FilmWriter`, read back and published."""
    shape = (-1, *source.shape)
    frames = np.fromfile(raw, np.uint8).reshape(shape)

    def work() -> None:
        with FilmWriter(out, source.size, source.fps, PROFILE_SETTINGS["final"]) as writer:
            for frame in frames:
                writer.write(frame)

    return measured(work)


def bench(scene: str, size: tuple[int, int], count: int, folder: Path) -> None:
    """Print one table."""
    raw, film, source = folder / "raw", folder / "film.mp4", RawSource(size, FPS)
    with raw.open("wb") as stream:
        for frame in frames_of(scene, size, count):
            stream.write(frame.tobytes())
    click.echo(f"\n### {scene}: {count} frames, {size[0]}x{size[1]}\n")
    click.echo("| settings | seconds | processor seconds | MB | SSIM luma | SSIM all |")
    click.echo("| --- | --- | --- | --- | --- | --- |")
    for name, settings in CANDIDATES.items():
        cost = encode(raw, source, settings, film)
        luma, everything = film_similarity(raw, source, film)
        megabytes = film.stat().st_size / 1e6
        numbers = f"{cost.wall:.2f} | {cost.encoder:.1f} | {megabytes:.2f} | {luma:.4f} | {everything:.4f}"
        click.echo(f"| {name} | {numbers} |")
    cost = write_through(raw, source, film)
    click.echo(
        f"| final through `FilmWriter` | {cost.wall:.2f} | {cost.encoder:.1f} + {cost.ours:.1f} ours | | | |"
    )


@click.command("encode")
@click.option("--frames", default=120, show_default=True, help="Frames of each scene.")
@click.option("--size", nargs=2, type=int, default=(1920, 1080), show_default=True)
@click.option("--scene", "scenes", multiple=True, default=("turning", "still", "contours"), show_default=True)
def command(frames: int, size: tuple[int, int], scenes: tuple[str, ...]) -> None:
    """Encode three moving pictures with many settings; needs 1 GB of disk for a while."""
    with tempfile.TemporaryDirectory() as folder:
        for scene in scenes:
            bench(scene, size, frames, Path(folder))
