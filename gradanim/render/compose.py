"""Setting letters on a rendered picture."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.letters import Letter
from gradanim.actors.theme import RGB
from gradanim.render.manim_text import Patch, patch, tag

Pixels = NDArray[np.uint8]
# The edge of a line that is being written is this soft, in em.
SOFT = 0.35


def set_letters(frame: Pixels, letters: Iterable[Letter], ground: RGB) -> None:
    """Blends texts into a frame ``(H, W, 4)`` of premultiplied RGBA, in place.

    Args:
        frame: the pixels.
        letters: the texts.
        ground: colour of the halo around labels, that of the background.
    """
    for letter in letters:
        if letter.opacity > 0.004 and letter.written > 0.0 and letter.size >= 1.0:
            _set(frame, letter, ground)


def _set(frame: Pixels, letter: Letter, ground: RGB) -> None:
    size = round(letter.size, 3)
    is_label = letter.role == "label"
    made = (
        tag(letter.markup, size, letter.colour, ground)
        if is_label
        else patch(letter.markup, size, letter.colour)
    )
    x, y = letter.x - made.left, letter.y - made.baseline
    # Labels follow the motion by fractions of a pixel, texts that stand still are sharpest on whole pixels.
    if is_label:
        left, top = math.floor(x), math.floor(y)
        rgba = _shifted(made.rgba, x - left, y - top)
    else:
        left, top = round(x), round(y)
        rgba = made.rgba
    if letter.written < 1.0:
        rgba = rgba * _wipe(made, rgba.shape[1], letter)[None, :, None]
    _blend(frame, rgba, (left, top), letter.opacity)


def _shifted(rgba: NDArray[np.float32], right: float, down: float) -> NDArray[np.float32]:
    """The patch moved by a fraction of a pixel (bilinear)."""
    wide = np.pad(rgba, ((0, 1), (0, 1), (0, 0)))
    across = wide * np.float32(1 - right)
    across[:, 1:] += wide[:, :-1] * np.float32(right)
    moved = across * np.float32(1 - down)
    moved[1:] += across[:-1] * np.float32(down)
    return np.asarray(moved, dtype=np.float32)


def _wipe(made: Patch, columns: int, letter: Letter) -> NDArray[np.float32]:
    """Opacity of every column while the line is being written from the left."""
    soft = SOFT * letter.size
    end = made.left + letter.written * (columns - 2 * made.left + soft)
    return np.asarray(np.clip((end - np.arange(columns, dtype=np.float32)) / np.float32(soft), 0.0, 1.0))


def _blend(frame: Pixels, rgba: NDArray[np.float32], at: tuple[int, int], opacity: float) -> None:
    """Source over destination, both premultiplied, clipped to the frame."""
    left, top = at
    height, width = frame.shape[:2]
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(width, left + rgba.shape[1]), min(height, top + rgba.shape[0])
    if x0 >= x1 or y0 >= y1:
        return
    source = rgba[y0 - top : y1 - top, x0 - left : x1 - left] * np.float32(opacity)
    under = frame[y0:y1, x0:x1].astype(np.float32)
    blended = source * np.float32(255.0) + under * (1.0 - source[..., 3:])
    frame[y0:y1, x0:x1] = np.clip(blended + np.float32(0.5), 0.0, 255.0).astype(np.uint8)
