"""Prepared views into a frame: only the tiles in which something has changed, on several threads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gradanim.raster.binning import want_boxes
from gradanim.raster.canvas import Canvas
from gradanim.raster.layout import B1, F4, F8, I4, TILE_H, TILE_W, U4
from gradanim.raster.prepare import Prepared, prepare
from gradanim.raster.tile_draw import clear_tiles, draw_tiles
from gradanim.raster.view import View


@dataclass(frozen=True, eq=False)
class Drawn:
    """What a frame holds.

    Attributes:
        rgba: its pixels.
        depth: its depths.
        color: the four bytes of its background.
        views: what was drawn into it.
        touched: for every view, which tiles the triangles of each of its items touch, and the boxes of its strokes;
            None where nothing of it could be seen.
        changed: (tiles, 4) first and last column + 1, first and last row + 1 of the pixels of each tile that were drawn
            last; the first is not before the last where none was.
    """

    rgba: NDArray[np.uint8]
    depth: F4
    color: int
    views: tuple[View, ...]
    touched: tuple[tuple[B1, F8] | None, ...]
    changed: I4


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
    touched = tuple(None if view is None else (view.touched, view.strokes) for view in prepared)
    after = replace(blank, views=tuple(views), touched=touched)
    wanted = _changed(before, after)
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
    scratches = [canvas.scratch(thread) for thread in range(threads)]

    def work(thread: int) -> None:
        if not views:
            clear_tiles(color, (thread, threads), wanted, frame)
        for i, view in enumerate(views):
            # The first view clears a tile just before it draws into it, while it is in the cache.
            share = (thread, threads, -1 if i else color)
            draw_tiles(view.scene, scratches[thread], share, wanted, frame)

    canvas.run(work, threads)


def _changed(before: Drawn | None, after: Drawn) -> I4:
    """(tiles, 4) the columns and rows of every tile that must be drawn again, as ``draw_tiles`` takes them."""
    everything = _all_tiles(after)
    if before is None or before.color != after.color or len(before.views) != len(after.views):
        return everything
    wanted = np.zeros_like(everything)
    for i, (old, new) in enumerate(zip(before.views, after.views, strict=True)):
        if _seen(old) != _seen(new):
            return everything
        old_touched, new_touched = before.touched[i], after.touched[i]
        if old_touched is None or new_touched is None:
            continue
        old_ids, new_ids = [id(item) for item in old.items], [id(item) for item in new.items]
        stay = set(old_ids) & set(new_ids)
        if [key for key in old_ids if key in stay] != [key for key in new_ids if key in stay]:
            return everything
        _want(wanted, everything, old_touched, [key not in stay for key in old_ids])
        _want(wanted, everything, new_touched, [key not in stay for key in new_ids])
    return wanted


def _seen(view: View) -> tuple[object, ...]:
    """What changes every pixel of a view."""
    return view.camera, view.viewport, view.painted, view.soft


def _all_tiles(frame: Drawn) -> I4:
    """(tiles, 4) the columns and rows of all tiles of a frame."""
    height, width = frame.rgba.shape[:2]
    top, left = (axis.ravel() for axis in np.mgrid[0:height:TILE_H, 0:width:TILE_W])
    ends = np.minimum(left + TILE_W, width), np.minimum(top + TILE_H, height)
    return np.stack([left, ends[0], top, ends[1]], axis=1).astype(np.int32)


def _want(wanted: I4, everything: I4, touched: tuple[B1, F8], changed: list[bool]) -> None:
    """Widens what is wanted by what the changed items of a view touch."""
    if not any(changed):
        return
    tiles, strokes = touched
    of_items = np.array(changed)
    boxes = strokes[of_items[strokes[:, 4].astype(np.intp)], :4]
    size = (int(everything[-1, 1]), int(everything[-1, 3]))
    want_boxes(np.ascontiguousarray(boxes), -(-size[0] // TILE_W), size, wanted)
    whole = tiles[of_items].any(axis=0)
    wanted[whole] = everything[whole]
