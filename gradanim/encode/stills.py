"""Single pictures: PNG files and contact sheets."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from pathlib import Path

import numpy as np
import numpy.typing as npt

from gradanim.encode.files import publish_bytes

Picture = npt.NDArray[np.uint8]

_PAPER = (18, 20, 26)
_INK = (225, 228, 235)


def png_bytes(picture: Picture) -> bytes:
    """A picture, uint8 (H, W, 3) or (H, W, 4), as PNG.

    Raises:
        ValueError: another shape or dtype.
    """
    # Imported here: most commands never draw.
    from PIL import Image

    _check(picture)
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(buffer, format="PNG", compress_level=6)
    return buffer.getvalue()


def quick_png_bytes(picture: Picture) -> bytes:
    """A picture, uint8 (H, W, 3), as PNG in a third of the time that `png_bytes` takes, and somewhat larger.

    Raises:
        ValueError: another shape or dtype.
    """
    # Imported here: it costs a tenth of a second and only a process that keeps pictures needs it.
    import av

    _check(picture)
    if picture.shape[2] != 3:
        raise ValueError(f"a picture must be (H, W, 3), not {picture.shape}")
    encoder = av.CodecContext.create("png", "w")
    encoder.height, encoder.width = picture.shape[:2]
    encoder.pix_fmt, encoder.time_base = "rgb24", Fraction(1)
    # Drawn pictures are flat: what a filter finds in them, the packer finds too.
    encoder.options = {"pred": "none", "compression_level": "2"}
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    return b"".join(bytes(packet) for packet in (*encoder.encode(frame), *encoder.encode(None)))


def publish_png(path: Path, picture: Picture) -> None:
    """Write a picture, uint8 (H, W, 3) or (H, W, 4), as a PNG that is complete when it has its name.

    Raises:
        ProblemError: full disk, no right to write, or any other refusal (exit code 3).
    """
    publish_bytes(path, png_bytes(picture))


def sheet(
    pictures: Sequence[Picture],
    *,
    labels: Sequence[str] = (),
    columns: int | None = None,
    tile_width: int = 640,
) -> Picture:
    """One contact sheet of many pictures: uint8 (H, W, 3), row by row, each with its label above it.

    Args:
        pictures: uint8 (H, W, 3) or (H, W, 4), all of the shape of the first, at least one.
        labels: one short text per picture, or none; numbered from 1 where none are given.
        columns: pictures in a row, or None for a sheet about as wide as it is high.
        tile_width: width in pixels of each picture on the sheet; pictures are made smaller, never larger.
    """
    from PIL import Image, ImageDraw, ImageFont

    if not pictures:
        raise ValueError("a sheet needs at least one picture")
    for picture in pictures:
        _check(picture)
    texts = labels or [str(k + 1) for k in range(len(pictures))]
    high, wide = pictures[0].shape[:2]
    width = min(tile_width, wide)
    height = max(1, round(high * width / wide))
    across = columns or _columns(len(pictures), width / height)
    gap, band = max(4, width // 40), max(16, width // 16)
    down = ceil(len(pictures) / across)
    size = (across * (width + gap) + gap, down * (height + band + gap) + gap)
    canvas = Image.new("RGB", size, _PAPER)
    pen, font = ImageDraw.Draw(canvas), ImageFont.load_default(band * 0.7)
    for k, (picture, text) in enumerate(zip(pictures, texts, strict=True)):
        row, column = divmod(k, across)
        left, top = gap + column * (width + gap), gap + row * (height + band + gap)
        pen.text((left, top), text, font=font, fill=_INK)
        tile = Image.fromarray(np.ascontiguousarray(picture[..., :3]))
        canvas.paste(tile.resize((width, height), Image.Resampling.LANCZOS), (left, top + band))
    return np.asarray(canvas)


def _columns(count: int, aspect: float) -> int:
    # As many columns as make the whole sheet nearest to square.
    return min(range(1, count + 1), key=lambda n: abs(n * aspect - ceil(count / n)))


def _check(picture: Picture) -> None:
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] not in (3, 4) or not picture.size:
        raise ValueError(f"a picture must be uint8 (H, W, 3 or 4), not {picture.dtype} {picture.shape}")
