"""Kernels that find out which pixels of which tiles look different in a frame from what they looked in another."""

from __future__ import annotations

from typing import NamedTuple

from gradanim.raster.compiled import inner, kernel
from gradanim.raster.geometry import floor_between
from gradanim.raster.layout import B1, F8, I4, I8, TILE_H, TILE_W


class Touching(NamedTuple):
    """Where the items of a view are in the frame.

    Attributes:
        tiles: (items, tiles) which tiles the triangles of each item touch.
        items: (s,) the item of every stroke, in order.
        strokes: (s, columns) the bits of all that decides what a stroke looks like, but for its style.
        boxes: (s, 4) the box of pixels of every stroke, least and greatest x and y.
    """

    tiles: B1
    items: I8
    strokes: I8
    boxes: F8


@inner
def _span(items: I8, item: int) -> tuple[int, int]:
    """The first stroke of an item, and the one after its last."""
    low, high = 0, items.size
    while low < high:
        middle = (low + high) // 2
        if items[middle] < item:
            low = middle + 1
        else:
            high = middle
    end = low
    while end < items.size and items[end] == item:
        end += 1
    return low, end


@inner
def _is_same(old: I8, a: int, new: I8, b: int) -> bool:
    """Whether stroke a of one frame looks like stroke b of another."""
    same = True
    for column in range(old.shape[1]):
        same &= old[a, column] == new[b, column]
    return same


@inner
def _common(old: I8, off: tuple[int, int], new: I8, on: tuple[int, int]) -> tuple[int, int]:
    """How many strokes of two spans are the same from their beginning, and how many more from their end."""
    most = min(off[1] - off[0], on[1] - on[0])
    head, tail = 0, 0
    while head < most and _is_same(old, off[0] + head, new, on[0] + head):
        head += 1
    while tail < most - head and _is_same(old, off[1] - 1 - tail, new, on[1] - 1 - tail):
        tail += 1
    return head, tail


@inner
def _want_box(boxes: F8, i: int, everything: I4, wanted: I4) -> None:
    """Widens what is wanted of the tiles of a frame by a box of pixels."""
    last = everything.shape[0] - 1
    width, height = everything[last, 1], everything[last, 3]
    columns = (width + TILE_W - 1) // TILE_W
    x0, x1 = floor_between(boxes[i, 0], 0, width), floor_between(boxes[i, 1], -1, width - 1) + 1
    y0, y1 = floor_between(boxes[i, 2], 0, height), floor_between(boxes[i, 3], -1, height - 1) + 1
    if x0 >= x1 or y0 >= y1:
        return
    for row in range(y0 // TILE_H, (y1 - 1) // TILE_H + 1):
        for column in range(x0 // TILE_W, (x1 - 1) // TILE_W + 1):
            box, left, top = wanted[row * columns + column], column * TILE_W, row * TILE_H
            low_x, high_x = max(x0, left), min(x1, left + TILE_W)
            low_y, high_y = max(y0, top), min(y1, top + TILE_H)
            if box[0] < box[1]:
                low_x, high_x = min(low_x, box[0]), max(high_x, box[1])
                low_y, high_y = min(low_y, box[2]), max(high_y, box[3])
            box[0], box[1], box[2], box[3] = low_x, high_x, low_y, high_y


@inner
def _want_item(view: Touching, item: int, strokes: tuple[int, int], everything: I4, wanted: I4) -> None:
    """Widens what is wanted by the tiles of the triangles of an item, and by some strokes."""
    for tile in range(wanted.shape[0]):
        if view.tiles[item, tile]:
            for side in range(4):
                wanted[tile, side] = everything[tile, side]
    for i in range(strokes[0], strokes[1]):
        _want_box(view.boxes, i, everything, wanted)


@kernel
def want_unlike(
    before: Touching, after: Touching, news: tuple[I8, I8, B1], everything: I4, wanted: I4
) -> None:
    """Widens what is wanted by what items that have gone have left, and by what has come.

    A line that has grown by a bit has the strokes that it had, and a new one.

    Args:
        before: the view as it was.
        after: the view as it is.
        news: the items that have gone, those that have come, and for each of the former whether the strokes that it
            has in common with the one that has come at the same place among the latter look the same.
        everything: (tiles, 4) first and last column + 1, first and last row + 1 of every tile.
        wanted: the same of what is drawn again, the first not before the last where nothing is; written to.
    """
    gone, come, alike = news
    for k in range(gone.size):
        off = _span(before.items, gone[k])
        if alike[k]:
            on = _span(after.items, come[k])
            head, tail = _common(before.strokes, off, after.strokes, on)
            off = off[0] + head, off[1] - tail
            on = on[0] + head, on[1] - tail
            _want_item(after, come[k], on, everything, wanted)
        _want_item(before, gone[k], off, everything, wanted)
    for k in range(come.size):
        if k >= gone.size or not alike[k]:
            _want_item(after, come[k], _span(after.items, come[k]), everything, wanted)
