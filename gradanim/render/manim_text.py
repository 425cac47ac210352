"""Text through manim: a line of Typst markup becomes a manim mobject, and Cairo draws it into a small patch."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from manim import Camera, Typst, config, tempconfig
from manim.constants import SCALE_FACTOR_PER_FONT_POINT
from numpy.typing import NDArray

from gradanim.actors.lettering import ASCENT, EM, PREAMBLE, extent, fonts, page

# Ink may reach a little over the advance width and the line's height.
MARGIN = 0.25
# Reach of the halo around labels, in em.
HALO = 0.13
HALO_OPACITY = 0.7


@dataclass(frozen=True, eq=False)
class Patch:
    """A line of text as pixels.

    Attributes:
        rgba: ``(h, w, 4)`` float32, premultiplied, 0 to 1.
        left: pixels from the patch's left side to the start of the advance width.
        baseline: pixels from the patch's upper side to the baseline.
    """

    rgba: NDArray[np.float32]
    left: float
    baseline: float


@contextmanager
def manim_text_folder() -> Iterator[Path]:
    """A folder of this process alone for the files that manim writes for its texts.

    manim takes any file of the right name for the right text; a new folder has none that could be broken.
    """
    with tempfile.TemporaryDirectory(prefix="gradanim-text-") as folder:
        path = Path(folder)
        with tempconfig({"media_dir": folder, "tex_dir": str(path / "text"), "verbosity": "ERROR"}):
            yield path


@lru_cache(maxsize=1024)
def mobject(markup: str) -> Any:
    """The manim mobject of a line of markup, one unit per Typst point, its page's lower left corner at the origin."""
    text = Typst(
        page(markup),
        typst_preamble=PREAMBLE,
        font_paths=fonts(),
        font_size=1.0 / SCALE_FACTOR_PER_FONT_POINT,
        should_center=False,
        color="#ffffff",
    )
    # The import keeps the place of Typst's page, whose y goes down, while it turns the glyphs upright.
    if len(text.submobjects):
        _, height = extent(markup)
        middle = text.get_center()
        text.shift([0.0, height * EM - 2.0 * middle[1], 0.0])
    return text


@lru_cache(maxsize=4096)
def patch(markup: str, size: float, colour: tuple[float, float, float]) -> Patch:
    """A line of markup drawn in one colour.

    Args:
        markup: Typst markup, one line.
        size: one em in pixels.
        colour: RGB, 0 to 1.
    """
    scale = size / EM
    width, height = extent(markup)
    columns = max(2, int(np.ceil((width + 2 * MARGIN) * size)))
    rows = max(2, int(np.ceil((height + 2 * MARGIN) * size)))
    frame_width, frame_height = columns / scale, rows / scale
    margin = MARGIN * EM
    camera = Camera(
        pixel_width=columns,
        pixel_height=rows,
        frame_width=frame_width,
        frame_height=frame_height,
        frame_center=np.array([frame_width / 2 - margin, height * EM + margin - frame_height / 2, 0.0]),
        background_opacity=0.0,
        cairo_line_width_multiple=_stroke_unit(),
    )
    text = mobject(markup)
    if len(text.submobjects):
        camera.capture_mobjects([text])
    alpha = camera.pixel_array[..., 3].astype(np.float32) / 255.0
    rgba = alpha[..., None] * np.array([*colour, 1.0], dtype=np.float32)
    above = height - (extent("")[1] - ASCENT)
    return Patch(rgba, MARGIN * size, (MARGIN + above) * size)


@lru_cache(maxsize=1024)
def tag(
    markup: str, size: float, colour: tuple[float, float, float], ground: tuple[float, float, float]
) -> Patch:
    """A line of markup over its own shape, widened and softened in the colour of the ground: readable anywhere."""
    text = patch(markup, size, colour)
    wide = text.rgba[..., 3]
    reach = max(1, round(HALO * size))
    for _ in range(reach):
        padded = np.pad(wide, 1)
        sides = (padded[1:-1, :-2], padded[1:-1, 2:], padded[:-2, 1:-1], padded[2:, 1:-1])
        spread = np.maximum.reduce((wide, *sides))
        # Half of the way each time: full close to the glyphs, fading out at the rim.
        wide = 0.5 * spread + 0.5 * (spread + sum(sides)) / 5.0
    halo = (HALO_OPACITY * np.clip(wide, 0.0, 1.0))[..., None] * np.array([*ground, 1.0], dtype=np.float32)
    return Patch(text.rgba + halo * (1.0 - text.rgba[..., 3:]), text.left, text.baseline)


def _stroke_unit() -> float:
    """Typst points per unit of manim's stroke width.

    manim 0.22 counts the strokes of a Typst mobject in pixels of its configured frame and halves them.
    """
    return 2.0 * float(config.frame_width) / float(config.pixel_width)
