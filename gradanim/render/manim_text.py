"""Text through manim: a line of Typst markup becomes a manim mobject, and Cairo draws it into a small patch."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from manim import Camera, Typst, config, tempconfig
from manim.constants import SCALE_FACTOR_PER_FONT_POINT
from numpy.typing import NDArray

from gradanim.actors.lettering import EM, PREAMBLE, extent, fonts, page


# A line has hundreds of mobjects: few are kept.
@lru_cache(maxsize=16)
def mobject(markup: str) -> Any:
    """The manim mobject of a line of markup, one unit per Typst point, its page's lower left corner at the origin."""
    # manim takes any file of the right name for the right text; a new folder has none that could be broken.
    with tempfile.TemporaryDirectory(prefix="gradanim-text-") as folder:
        files = {"media_dir": folder, "tex_dir": str(Path(folder) / "text"), "verbosity": "ERROR"}
        with tempconfig(files):
            text = Typst(
                page(markup),
                typst_preamble=PREAMBLE,
                font_paths=fonts(),
                font_size=1.0 / SCALE_FACTOR_PER_FONT_POINT,
                should_center=False,
                color="#ffffff",
                # manim would keep a copy of every line for as long as the process lives.
                use_svg_cache=False,
            )
    # The import keeps the place of Typst's page, whose y goes down, while it turns the glyphs upright.
    if len(text.submobjects):
        _, height = extent(markup)
        middle = text.get_center()
        text.shift([0.0, height * EM - 2.0 * middle[1], 0.0])
    return text


def drawn(markup: str, size: float, margin: float) -> NDArray[np.uint8]:
    """How much of every pixel a line of markup covers.

    Args:
        markup: Typst markup, one line.
        size: one em in pixels.
        margin: room around the page, in em.

    Returns:
        ``(h, w)``, 0 to 255.
    """
    scale = size / EM
    width, height = extent(markup)
    columns = max(2, int(np.ceil((width + 2 * margin) * size)))
    rows = max(2, int(np.ceil((height + 2 * margin) * size)))
    frame_width, frame_height = columns / scale, rows / scale
    camera = Camera(
        pixel_width=columns,
        pixel_height=rows,
        frame_width=frame_width,
        frame_height=frame_height,
        frame_center=np.array(
            [frame_width / 2 - margin * EM, height * EM + margin * EM - frame_height / 2, 0.0]
        ),
        background_opacity=0.0,
        cairo_line_width_multiple=_stroke_unit(),
    )
    text = mobject(markup)
    if len(text.submobjects):
        camera.capture_mobjects([text])
    return np.ascontiguousarray(camera.pixel_array[..., 3])


def _stroke_unit() -> float:
    """Typst points per unit of manim's stroke width.

    manim 0.22 counts the strokes of a Typst mobject in pixels of its configured frame and halves them.
    """
    return 2.0 * float(config.frame_width) / float(config.pixel_width)
