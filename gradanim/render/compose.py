"""Setting letters on a rendered picture, and taking them off again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.letters import Letter, whole
from gradanim.actors.theme import RGB
from gradanim.raster import blend_patch, patch_box
from gradanim.render.patches import Patch, patch, tag

Pixels = NDArray[np.uint8]
I4 = NDArray[np.int32]
Place = tuple[float, float]
# First and last column + 1, first and last row + 1.
Box = tuple[int, int, int, int]
# The edge of a line that is being written is this soft, in em.
SOFT = 0.35
# Less than this cannot be seen.
FAINT, TINY = 0.004, 1.0
# The colour of a pixel reaches so many columns to its sides in the planes of an encoder.
REACH = 2


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


class Placed(Struct, frozen=True, eq=False):
    """A text and where it is in a frame.

    Attributes:
        letter: the text.
        made: its pixels.
        at: their left upper corner.
        box: the pixels of the frame that they touch.
    """

    letter: Letter
    made: Patch
    at: Place
    box: Box


def place_letters(
    letters: Iterable[Letter], size: tuple[int, int], ground: RGB, before: Sequence[Placed] = ()
) -> tuple[Placed, ...]:
    """The texts of a frame that can be seen.

    Args:
        letters: the texts.
        size: width and height of the frame.
        ground: colour of the halo around labels.
        before: those of an earlier frame of this size, which are taken over where they are the same.
    """
    known = {placed.letter: placed for placed in before}
    return tuple(known.get(letter) or _placed(letter, size, ground) for letter in letters if _is_seen(letter))


def news(before: Sequence[Placed], now: Sequence[Placed]) -> list[Box]:
    """Boxes of the texts that only one of two frames has."""
    old, new = {id(placed) for placed in before}, {id(placed) for placed in now}
    if len(old) < len(before) or len(new) < len(now):
        # The same text twice in one place: nobody needs that to be quick.
        return [placed.box for placed in (*before, *now)]
    gone = [placed.box for placed in before if id(placed) not in new]
    return gone + [placed.box for placed in now if id(placed) not in old]


@contextmanager
def lettered(frame: Pixels, texts: Sequence[Placed], where: I4) -> Iterator[None]:
    """Those texts on a frame that touch some boxes; afterwards its pixels are as they were before.

    That is much less work than a copy of the frame, whose unchanged parts the renderer does not draw again.

    Args:
        frame: ``(H, W, 4)`` pixels.
        texts: its texts.
        where: ``(k, 4)`` first and last column + 1, first and last row + 1 of the boxes.
    """
    under: list[tuple[tuple[slice, slice], Pixels]] = []
    try:
        for placed, is_wanted in zip(texts, _touching(texts, where), strict=True):
            if is_wanted:
                x0, x1, y0, y1 = placed.box
                box = (slice(y0, y1), slice(x0, x1))
                under.append((box, frame[box].copy()))
                _set(frame, placed.letter, placed.made, placed.at)
        yield
    finally:
        for box, pixels in reversed(under):
            frame[box] = pixels


def _touching(texts: Sequence[Placed], where: I4) -> list[bool]:
    """Which texts touch some of the boxes ``(k, 4)``."""
    boxes = np.array([placed.box for placed in texts], np.int32).reshape(-1, 4)[:, None]
    across = (boxes[..., 0] < where[:, 1] + REACH) & (boxes[..., 1] > where[:, 0] - REACH)
    down = (boxes[..., 2] < where[:, 3]) & (boxes[..., 3] > where[:, 2])
    touching: list[bool] = np.asarray((across & down).any(axis=1)).tolist()
    return touching


def _placed(letter: Letter, size: tuple[int, int], ground: RGB) -> Placed:
    made, at = _made(letter, ground)
    patch_size = (made.planes.shape[2] - 2, made.planes.shape[1] - 2)
    return Placed(letter, made, at, patch_box(size, patch_size, at))


def _is_seen(letter: Letter) -> bool:
    return letter.opacity > FAINT and letter.written > 0.0 and letter.size >= TINY


def _made(letter: Letter, ground: RGB) -> tuple[Patch, Place]:
    """The pixels of a text, and where their left upper corner is in the frame."""
    size = round(letter.size, 3)
    if letter.role == "label":
        made = tag(letter.markup, size, letter.colour, ground)
    else:
        made = patch(letter.markup, size, letter.colour)
    # Texts that stand on whole pixels are drawn on whole pixels; all patches of one size have the same left.
    return made, (letter.x - whole(made.left), letter.y - whole(made.baseline))


def _set(frame: Pixels, letter: Letter, made: Patch, at: Place) -> None:
    if letter.written >= 1.0:
        blend_patch(frame, made.planes, at, letter.opacity)
        return
    # While a line is being written from the left, it is shown up to a soft edge.
    soft = SOFT * letter.size
    end = made.left + letter.written * (made.advance + soft)
    blend_patch(frame, made.planes, at, letter.opacity, (end, soft))
