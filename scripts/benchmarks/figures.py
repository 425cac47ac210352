"""The figures of ``bench render``: what was measured of each clip, as records and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.clips import Clip
from benchmarks.quality import LEAST_REFERENCE, Quality
from benchmarks.watch import Cost

# Most memory at 1080p and at 4K, in 10^6 bytes.
MOST_MB = {"4k": 1600.0}
MOST_MB_ELSE = 700.0


@dataclass(frozen=True)
class Figures:
    """What was measured of one clip; seconds are those on the clock.

    Attributes:
        clip: which.
        profile: how fine.
        frames: length.
        ours: gradanim with its encoder, from the start of its process to its end.
        alone: ffmpeg alone with the same raw pictures and settings; it turns them into planes as well.
        planes: ffmpeg alone with the planes that gradanim hands to it.
        manim_s_per_frame: plain manim, or None where it was not run.
        quality: similarities, where they were asked for.
    """

    clip: Clip
    profile: str
    frames: int
    ours: Cost
    alone: Cost
    planes: Cost
    manim_s_per_frame: float | None = None
    quality: Quality | None = None

    @property
    def vs_manim(self) -> float | None:
        """How many times as fast as plain manim."""
        if self.manim_s_per_frame is None:
            return None
        return self.manim_s_per_frame / (self.ours.wall / self.frames)

    @property
    def vs_encode(self) -> float:
        """How many times as long as encoding alone."""
        return self.ours.wall / self.alone.wall

    @property
    def vs_planes(self) -> float:
        """How many times as long as encoding alone where the planes are ready."""
        return self.ours.wall / self.planes.wall

    @property
    def most_mb(self) -> float:
        """The limit of memory."""
        return MOST_MB.get(self.profile, MOST_MB_ELSE)

    def record(self) -> dict[str, Any]:
        """The figures for ``--json``."""
        made: dict[str, Any] = {
            "scene": self.clip.name,
            "frames": self.frames,
            "wall_s": round(self.ours.wall, 3),
            "fps": round(self.frames / self.ours.wall, 3),
            "peak_mb": round(self.ours.tree_mb, 1),
            "encode_only_s": round(self.alone.wall, 3),
            "manim_s_per_frame": None if self.manim_s_per_frame is None else round(self.manim_s_per_frame, 5),
            "vs_manim": None if self.vs_manim is None else round(self.vs_manim, 3),
            "vs_encode": round(self.vs_encode, 3),
            "encode_planes_s": round(self.planes.wall, 3),
            "vs_planes": round(self.vs_planes, 3),
            "processor_s": round(self.ours.processor, 3),
            "encode_only_processor_s": round(self.alone.processor, 3),
            "encode_planes_processor_s": round(self.planes.processor, 3),
            "python_mb": round(self.ours.program_mb, 1),
        }
        if self.quality is not None:
            made["ssim"] = {key: round(value, 5) for key, value in asdict(self.quality).items()}
        return made


HEAD = (
    "scene",
    "frames",
    "seconds",
    "fps",
    "encode only",
    "wall / encode",
    "planes only",
    "wall / planes",
    "manim s/frame",
    "vs manim",
    "processor s (encode, planes)",
    "peak MB (python)",
)


def table(figures: Sequence[Figures]) -> str:
    """All figures with the limits they are held to."""
    lines = columns([HEAD, *(_row(each) for each in figures)])
    judged = [each for each in figures if each.quality is not None]
    if judged:
        lines += ["", *columns([QUALITY_HEAD, *(_quality_row(each) for each in judged)])]
    return "\n".join(lines)


def _row(of: Figures) -> tuple[str, ...]:
    manim, times = "-", "-"
    if of.manim_s_per_frame is not None and of.vs_manim is not None:
        least = of.clip.least_vs_manim
        manim = f"{of.manim_s_per_frame:.4f}"
        times = f"{of.vs_manim:.1f}x (>= {least:g}x: {_word(of.vs_manim >= least)})"
    most, peak = of.clip.most_vs_encode, of.ours.tree_mb
    return (
        of.clip.name,
        str(of.frames),
        f"{of.ours.wall:.2f}",
        f"{of.frames / of.ours.wall:.1f}",
        f"{of.alone.wall:.2f}",
        f"{of.vs_encode:.2f}x (<= {most:g}x: {_word(of.vs_encode <= most)})",
        f"{of.planes.wall:.2f}",
        f"{of.vs_planes:.2f}x",
        manim,
        times,
        f"{of.ours.processor:.1f} ({of.alone.processor:.1f}, {of.planes.processor:.1f})",
        f"{peak:.0f} ({of.ours.program_mb:.0f}) (<= {of.most_mb:.0f}: {_word(peak <= of.most_mb)})",
    )


QUALITY_HEAD = ("scene", "SSIM of film (luma)", "as manim encodes (luma)", "frame to 4x4 finer", "with texts")


def _quality_row(of: Figures) -> tuple[str, ...]:
    quality = of.quality
    assert quality is not None
    as_manim = quality.film >= quality.manim and quality.film_luma >= quality.manim_luma
    return (
        of.clip.name,
        f"{quality.film:.4f} ({quality.film_luma:.4f})",
        f"{quality.manim:.4f} ({quality.manim_luma:.4f}): {_word(as_manim)}",
        f"{quality.frame:.4f} (>= {LEAST_REFERENCE}: {_word(quality.frame >= LEAST_REFERENCE)})",
        f"{quality.frame_with_texts:.4f}",
    )


def _word(holds: bool) -> str:
    return "holds" if holds else "MISSED"


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of a Markdown table with columns of even width."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    return [lines[0], "| " + " | ".join("-" * width for width in widths) + " |", *lines[1:]]
