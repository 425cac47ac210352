"""Prepared views into a frame: only the tiles in which something has changed, on several threads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from gradanim.raster.canvas import Canvas
from gradanim.raster.changes import Drawn, changed_tiles, everything_of
from gradanim.raster.layout import I4, U4
from gradanim.raster.prepare import Prepared, prepare
from gradanim.raster.tile_draw import clear_tiles, draw_tiles
from gradanim.raster.view import View

# So many pixels are drawn by one thread.
_ALONE = 40_000


def draw(canvas: Canvas, views: Sequence[View], blank: Drawn, threads: int, before: Drawn | None) -> Drawn:
    """Draws views into a frame.

    Args:
        canvas: working memory.
        views: what is drawn, in order.
        blank: the frame to draw into: its arrays and its background.
        threads: how many threads draw.
        before: what the same arrays hold from an earlier frame, or None where that is not known.

    Returns:
        What the frame holds now.
    """
    height, width = blank.rgba.shape[:2]
    # Numbers out of all bounds become holes, or nothing; they are no news to whoever gave them.
    with np.errstate(all="ignore"):
        prepared = [prepare(canvas, slot, view, (width, height)) for slot, view in enumerate(views)]
    touched = tuple(None if view is None else view.touched for view in prepared)
    after = replace(blank, views=tuple(views), touched=touched)
    wanted = everything_of(after) if before is None else changed_tiles(before, after)
    after = replace(after, changed=wanted)
    if (wanted[:, 0] < wanted[:, 1]).any():
        pixels: U4 = blank.rgba.view(np.uint32)[..., 0]
        _draw_wanted(
            canvas, [view for view in prepared if view is not None], wanted, (pixels, after), threads
        )
    return after


def _draw_wanted(
    canvas: Canvas, views: list[Prepared], wanted: I4, target: tuple[U4, Drawn], threads: int
) -> None:
    """Clears the tiles that are wanted and draws every view into them; a tile is the business of one thread alone."""
    frame = (target[0], target[1].depth)
    color = target[1].color
    # To wake another thread takes as long as to draw this much.
    pixels = int(((wanted[:, 1] - wanted[:, 0]) * (wanted[:, 3] - wanted[:, 2])).sum())
    threads = min(threads, 1 + pixels // _ALONE)
    scratches = [canvas.scratch(thread) for thread in range(threads)]

    def work(thread: int) -> None:
        if not views:
            clear_tiles(color, (thread, threads), wanted, frame)
        for i, view in enumerate(views):
            # The first view clears a tile just before it draws into it, while it is in the cache.
            share = (thread, threads, -1 if i else color)
            draw_tiles(view.scene, scratches[thread], share, wanted, frame)

    canvas.run(work, threads)
