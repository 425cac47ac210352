"""Lines of text as pixels: drawn by manim once, kept on disk, and coloured here."""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.lettering import ASCENT, PREAMBLE, extent
from gradanim.problems.shortage import require_addresses
from gradanim.raster import bordered
from gradanim.store import Store, key_of, user_cache

# Ink may reach a little over the advance width and the line's height.
MARGIN = 0.25
# Reach of the halo around labels, in em.
HALO = 0.13
# So much of the ground that the names of all arrows can be read on the brightest hills (4.5:1).
HALO_OPACITY = 0.93
# manim and what it brings take 143 MiB beside all that draws; the first line that it draws, and its frame, take more.
_MANIM_ADDRESSES = 192 << 20
RGB = tuple[float, float, float]
Cover = NDArray[np.float32]


class Patch(Struct, frozen=True, eq=False):
    """A line of text as pixels.

    Attributes:
        planes: ``(4, h + 2, w + 2)`` float32, premultiplied RGBA, 0 to 1, with a border of nothing.
        left: pixels from the patch's left side to the start of the advance width.
        baseline: pixels from the patch's upper side to the baseline.
        advance: pixels of the advance width.
    """

    planes: NDArray[np.float32]
    left: float
    baseline: float
    advance: float


@lru_cache(maxsize=4096)
def patch(markup: str, size: float, colour: RGB) -> Patch:
    """A line of markup drawn in one colour.

    Args:
        markup: Typst markup, one line.
        size: one em in pixels.
        colour: RGB, 0 to 1.
    """
    cover = _cover(markup, size)
    ink, (x, y) = _ink(cover)
    alpha = ink.astype(np.float32) / np.float32(255.0)
    rgba = alpha[..., None] * np.array([*colour, 1.0], dtype=np.float32)
    above = extent(markup)[1] - (extent("")[1] - ASCENT)
    left = MARGIN * size
    return Patch(bordered(rgba), left - x, (MARGIN + above) * size - y, cover.shape[1] - 2.0 * left)


@lru_cache(maxsize=1024)
def tag(markup: str, size: float, colour: RGB, ground: RGB) -> Patch:
    """A line of markup over its own shape, widened and softened in the colour of the ground: readable anywhere."""
    text = patch(markup, size, colour)
    room = _reach(size)
    rgba = np.pad(text.planes[:, 1:-1, 1:-1].transpose(1, 2, 0), ((room, room), (room, room), (0, 0)))
    around = halo(rgba[..., 3], size)[..., None] * np.array([*ground, 1.0], dtype=np.float32)
    planes = bordered(rgba + around * (1.0 - rgba[..., 3:]))
    return Patch(planes, text.left + room, text.baseline + room, text.advance)


def halo(cover: Cover, size: float) -> Cover:
    """The opacity of the halo of a text: ``cover`` from 0 to 1, widened and softened.

    Args:
        cover: ``(h, w)`` how much of every pixel the text covers.
        size: one em in pixels.
    """
    wide = cover
    reach = _reach(size)
    for step in range(reach):
        padded = np.pad(wide, 1)
        sides = (padded[1:-1, :-2], padded[1:-1, 2:], padded[:-2, 1:-1], padded[2:, 1:-1])
        spread = np.maximum.reduce((wide, *sides))
        # Full close to the glyphs, then half of the way each time, so that it fades out at the rim.
        wide = spread if step < reach // 2 else 0.5 * spread + 0.5 * (spread + sum(sides)) / 5.0
    made: Cover = HALO_OPACITY * np.clip(wide, 0.0, 1.0)
    return made


def _reach(size: float) -> int:
    """Pixels to which a halo goes beyond its text."""
    return max(1, round(HALO * size))


def _ink(cover: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """The part of a cover that is not empty, and its first column and row: most of a short line's box is empty."""
    rows, columns = np.flatnonzero(cover.any(axis=1)), np.flatnonzero(cover.any(axis=0))
    if not rows.size:
        return cover[:1, :1], (0, 0)
    x, y = int(columns[0]), int(rows[0])
    return cover[y : rows[-1] + 1, x : columns[-1] + 1], (x, y)


def is_kept(markup: str, size: float) -> bool:
    """Whether a line of markup, one em of so many pixels, has been drawn before; nothing is read."""
    return _store().has(_key(markup, size))


def nothing_is_kept() -> bool:
    """Whether no line has ever been drawn here."""
    return not _store().folder.is_dir()


def keep(markup: str, size: float) -> None:
    """Draws a line of markup, one em of so many pixels, where it is not kept yet."""
    _cover(markup, size)


def _key(markup: str, size: float) -> str:
    return key_of([_made_by(), PREAMBLE, markup, size, MARGIN])


def _cover(markup: str, size: float) -> NDArray[np.uint8]:
    """How much of every pixel a line covers, from the store or drawn."""
    store, key = _store(), _key(markup, size)
    kept = store.get(key)
    if kept is not None:
        columns = int.from_bytes(kept[:4], "little")
        return np.frombuffer(kept, np.uint8, offset=4).reshape(-1, columns)
    require_room()
    # manim takes most of a second to import: whoever finds all letters in the store does without it.
    from gradanim.render.manim_text import drawn

    cover = drawn(markup, size, MARGIN)
    store.put(key, cover.shape[1].to_bytes(4, "little") + cover.tobytes())
    return cover


def require_room() -> None:
    """Refuses to import manim where there is no room for it: its linear algebra would ask for memory for ever.

    Raises:
        ProblemError: this process may not use so many more addresses (exit code 3).
    """
    if "manim" not in sys.modules:
        require_addresses(_MANIM_ADDRESSES)


@lru_cache(maxsize=1)
def _store() -> Store:
    return Store(user_cache() / "letters")


@lru_cache(maxsize=1)
def _made_by() -> tuple[str, ...]:
    """What decides how a letter looks, besides its own numbers."""
    drawing = Path(__file__).with_name("manim_text.py").read_bytes()
    packages = tuple(f"{name} {version(name)}" for name in ("manim", "typst", "pycairo"))
    return (*packages, hashlib.sha256(drawing).hexdigest())
