"""The figures of ``bench render``: what was measured of each clip, as records and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.clips import Clip
from benchmarks.quality import LEAST_REFERENCE, Quality

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
        wall_s: gradanim, from the start of its process to its end.
        peak_mb: resident memory of gradanim's process and its encoder together, each at its peak.
        own_mb: of that, gradanim's process.
        encode_only_s: ffmpeg alone with the same frames and settings.
        processor_s: processor time of gradanim with its encoder, which other work on the machine changes little.
        encode_only_processor_s: processor time of ffmpeg alone.
        manim_s_per_frame: plain manim, or None where it was not run.
        quality: similarities, where they were asked for.
    """

    clip: Clip
    profile: str
    frames: int
    wall_s: float
    peak_mb: float
    own_mb: float
    encode_only_s: float
    processor_s: float
    encode_only_processor_s: float
    manim_s_per_frame: float | None = None
    quality: Quality | None = None

    @property
    def vs_manim(self) -> float | None:
        """How many times as fast as plain manim."""
        if self.manim_s_per_frame is None:
            return None
        return self.manim_s_per_frame / (self.wall_s / self.frames)

    @property
    def vs_encode(self) -> float:
        """How many times as long as encoding alone."""
        return self.wall_s / self.encode_only_s

    @property
    def most_mb(self) -> float:
        """The limit of memory."""
        return MOST_MB.get(self.profile, MOST_MB_ELSE)

    def record(self) -> dict[str, Any]:
        """The figures for ``--json``."""
        made: dict[str, Any] = {
            "scene": self.clip.name,
            "frames": self.frames,
            "wall_s": round(self.wall_s, 3),
            "fps": round(self.frames / self.wall_s, 3),
            "peak_mb": round(self.peak_mb, 1),
            "encode_only_s": round(self.encode_only_s, 3),
            "manim_s_per_frame": None if self.manim_s_per_frame is None else round(self.manim_s_per_frame, 5),
            "vs_manim": None if self.vs_manim is None else round(self.vs_manim, 3),
            "vs_encode": round(self.vs_encode, 3),
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
    "manim s/frame",
    "vs manim",
    "processor s (encode only)",
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
    most = of.clip.most_vs_encode
    return (
        of.clip.name,
        str(of.frames),
        f"{of.wall_s:.2f}",
        f"{of.frames / of.wall_s:.1f}",
        f"{of.encode_only_s:.2f}",
        f"{of.vs_encode:.2f}x (<= {most:g}x: {_word(of.vs_encode <= most)})",
        manim,
        times,
        f"{of.processor_s:.1f} ({of.encode_only_processor_s:.1f})",
        f"{of.peak_mb:.0f} ({of.own_mb:.0f}) (<= {of.most_mb:.0f}: {_word(of.peak_mb <= of.most_mb)})",
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
