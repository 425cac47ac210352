"""Command lines for ffmpeg, built with ffmpeg-python; nothing is run here."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from gradanim.encode.settings import EncoderSettings, time_base_denominator

PixelFormat = Literal["rgba", "rgb24", "yuv420p"]

# "rgb0": the fourth byte of an opaque picture carries nothing, and ffmpeg is spared reading it.
_RAW_NAMES: dict[PixelFormat, str] = {"rgba": "rgb0", "rgb24": "rgb24", "yuv420p": "yuv420p"}
_GLOBAL = ("-hide_banner", "-loglevel", "error", "-nostdin", "-y")


class RawSource(Struct, frozen=True):
    """Raw frames as they come through a pipe.

    Attributes:
        size: (width, height) in pixels, both even.
        fps: frames per second.
        pixel_format: ``rgba`` (alpha ignored: opaque), ``rgb24``, or ``yuv420p`` (BT.709, limited range).
    """

    size: tuple[int, int]
    fps: Fraction
    pixel_format: PixelFormat = "rgba"

    @property
    def shape(self) -> tuple[int, ...]:
        """The array shape of one frame."""
        width, height = self.size
        if self.pixel_format == "yuv420p":
            return (height * 3 // 2, width)
        return (height, width, 4 if self.pixel_format == "rgba" else 3)


class Growing(Struct, frozen=True):
    """A film on its way.

    Attributes:
        path: the file that grows.
        name: the film as a user knows it, for messages.
        source: its frames.
    """

    path: Path
    name: Path
    source: RawSource


def film_command(program: Path, source: RawSource, settings: EncoderSettings, out: Path) -> list[str]:
    """The command that reads raw frames from its standard input and writes ``out`` as MP4."""
    # Imported here: only a process that encodes needs it.
    import ffmpeg

    width, height = source.size
    stream = ffmpeg.input(
        "pipe:0",
        format="rawvideo",
        pix_fmt=_RAW_NAMES[source.pixel_format],
        video_size=(width, height),
        framerate=_ratio(source.fps),
    )
    if source.pixel_format != "yuv420p":
        stream = stream.filter("scale", out_color_matrix=settings.colour, out_range="tv", flags="bicubic")
        stream = stream.filter("format", settings.pixel_format)
    stream = stream.filter(
        "setparams",
        range="tv",
        color_primaries=settings.colour,
        color_trc=settings.colour,
        colorspace=settings.colour,
    )
    return _command(program, stream.output(f"file:{out}", **_film_options(source, settings)))


def encoder_options(source: RawSource, settings: EncoderSettings) -> dict[str, str]:
    """What the encoder itself is told, by the names that ffmpeg and its libraries have for it."""
    options: dict[str, Any] = {
        "preset": settings.preset,
        **({"crf": settings.crf} if settings.qp is None else {"qp": settings.qp}),
        "bf": settings.b_frames,
        "g": settings.keyframe_interval(source.fps),
        "flags": "+bitexact",
    }
    if settings.tools:
        options["x264-params"] = settings.tools
    if settings.tune:
        options["tune"] = settings.tune
    return {name: str(value) for name, value in options.items()}


def _film_options(source: RawSource, settings: EncoderSettings) -> dict[str, Any]:
    options: dict[str, Any] = encoder_options(source, settings)
    return {
        "c:v": settings.codec,
        "flags:v": options.pop("flags"),
        **options,
        "pix_fmt": settings.pixel_format,
        "threads": settings.threads,
        "map_metadata": "-1",
        "an": None,
        **_container_options(source.fps, fast_start=settings.fast_start),
    }


def _container_options(fps: Fraction, *, fast_start: bool) -> dict[str, Any]:
    options: dict[str, Any] = {
        "format": "mp4",
        "fflags": "+bitexact",
        "video_track_timescale": time_base_denominator(fps),
    }
    return {**options, "movflags": "+faststart"} if fast_start else options


def _command(program: Path, stream: Any) -> list[str]:
    # ffmpeg-python puts global options last, where ffmpeg warns about them.
    return [str(program), *_GLOBAL, *stream.compile()[1:]]


def _ratio(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"
