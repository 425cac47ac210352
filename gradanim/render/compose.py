"""Setting letters on a rendered picture, and taking them off again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.letters import Letter
from gradanim.actors.theme import RGB
from gradanim.raster import blend_patch, patch_box
from gradanim.render.patches import Patch, patch, tag

Pixels = NDArray[np.uint8]
Place = tuple[float, float]
# First and last column + 1, first and last row + 1.
Box = tuple[int, int, int, int]
# The edge of a line that is being written is this soft, in em.
SOFT = 0.35
# Less than this cannot be seen.
FAINT, TINY = 0.004, 1.0


def set_letters(frame: Pixels, letters: Iterable[Letter], ground: RGB) -> None:
    """Blends texts into a frame ``(H, W, 4)`` of premultiplied RGBA, in place.

    Args:
        frame: the pixels.
        letters: the texts.
        ground: colour of the halo around labels, that of the background.
    """
    for letter in letters:
        if _is_seen(letter):
            made, at = _made(letter, ground)
            _set(frame, letter, made, at)


@contextmanager
def lettered(frame: Pixels, letters: Iterable[Letter], ground: RGB) -> Iterator[list[Box]]:
    """Texts on a frame, and the boxes of pixels that they touch; afterwards these are as they were before.

    That is much less work than a copy of the frame, whose unchanged parts the renderer does not draw again.
    """
    under: list[tuple[tuple[slice, slice], Pixels]] = []
    boxes: list[Box] = []
    try:
        for letter in letters:
            if not _is_seen(letter):
                continue
            made, at = _made(letter, ground)
            size = (made.planes.shape[2] - 2, made.planes.shape[1] - 2)
            x0, x1, y0, y1 = patch_box((frame.shape[1], frame.shape[0]), size, at)
            box = (slice(y0, y1), slice(x0, x1))
            boxes.append((x0, x1, y0, y1))
            under.append((box, frame[box].copy()))
            _set(frame, letter, made, at)
        yield boxes
    finally:
        for box, pixels in reversed(under):
            frame[box] = pixels


def _is_seen(letter: Letter) -> bool:
    return letter.opacity > FAINT and letter.written > 0.0 and letter.size >= TINY


def _made(letter: Letter, ground: RGB) -> tuple[Patch, Place]:
    """The pixels of a text, and where their left upper corner is in the frame."""
    size = round(letter.size, 3)
    is_label = letter.role == "label"
    made = (
        tag(letter.markup, size, letter.colour, ground)
        if is_label
        else patch(letter.markup, size, letter.colour)
    )
    x, y = letter.x - made.left, letter.y - made.baseline
    # Labels follow the motion by fractions of a pixel, texts that stand still are sharpest on whole pixels.
    return made, (x, y) if is_label else (math.floor(x + 0.5), math.floor(y + 0.5))


def _set(frame: Pixels, letter: Letter, made: Patch, at: Place) -> None:
    if letter.written >= 1.0:
        blend_patch(frame, made.planes, at, letter.opacity)
        return
    # While a line is being written from the left, it is shown up to a soft edge.
    soft = SOFT * letter.size
    end = made.left + letter.written * (made.advance + soft)
    blend_patch(frame, made.planes, at, letter.opacity, (end, soft))
