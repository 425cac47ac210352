"""What of a frame must be drawn again: the tiles and boxes in which something differs from what it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.raster.binning import want_boxes
from gradanim.raster.layout import B1, F4, F8, I4, TILE_H, TILE_W
from gradanim.raster.mark_rows import MarkRows
from gradanim.raster.view import View

Bits = NDArray[np.int64]
Places = NDArray[np.intp]


class Touched(Struct, frozen=True, eq=False):
    """Where the items of a view are in the frame.

    Attributes:
        tiles: (items, tiles) which tiles the triangles of each item touch.
        items: (s,) the item of every stroke, in order.
        boxes: (s, 4) the box of pixels of every stroke, least and greatest x and y.
        strokes: (s, columns) the bits of all that decides what a stroke looks like, but for its style.
        rows: what the strokes of an item were made from, its style too.
    """

    tiles: B1
    items: Places
    boxes: F8
    strokes: Bits
    rows: Mapping[int, MarkRows]


# A view of which something can be seen, and what it touches.
Seen: TypeAlias = tuple[View, Touched]


class Drawn(Struct, frozen=True, eq=False):
    """What a frame holds.

    Attributes:
        rgba: its pixels.
        depth: its depths.
        color: the four bytes of its background.
        views: what was drawn into it.
        touched: what the items of every view touch; None where nothing of it could be seen.
        changed: (tiles, 4) first and last column + 1, first and last row + 1 of the pixels of each tile that were drawn
            last; the first is not before the last where none was.
    """

    rgba: NDArray[np.uint8]
    depth: F4
    color: int
    views: tuple[View, ...]
    touched: tuple[Touched | None, ...]
    changed: I4


def everything_of(frame: Drawn) -> I4:
    """(tiles, 4) the columns and rows of all tiles of a frame, as ``draw_tiles`` takes them."""
    return _tiles_of(frame.rgba.shape[0], frame.rgba.shape[1]).copy()


@lru_cache(maxsize=4)
def _tiles_of(height: int, width: int) -> I4:
    top, left = (axis.ravel() for axis in np.mgrid[0:height:TILE_H, 0:width:TILE_W])
    ends = np.minimum(left + TILE_W, width), np.minimum(top + TILE_H, height)
    return np.stack([left, ends[0], top, ends[1]], axis=1).astype(np.int32)


def changed_tiles(before: Drawn, after: Drawn) -> I4:
    """(tiles, 4) the columns and rows of every tile that must be drawn again to make one frame the other."""
    everything = everything_of(after)
    if before.color != after.color:
        return everything
    wanted = np.zeros_like(everything)
    for old, new in zip_longest(_views_of(before), _views_of(after)):
        stay = _stay(old[0], new[0]) if old is not None and new is not None else None
        if old is None or new is None or stay is None:
            for seen in (old, new):
                if seen is not None:
                    view, touched = seen
                    strokes = np.arange(len(touched.items))
                    _want(wanted, everything, (touched, range(len(view.items))), strokes)
            continue
        gone, come = (_others(view, stay) for view in (old[0], new[0]))
        off, on = _unlike((old[1], gone), (new[1], come))
        _want(wanted, everything, (old[1], gone), off)
        _want(wanted, everything, (new[1], come), on)
    return wanted


def _views_of(frame: Drawn) -> list[Seen | None]:
    """The views of a frame and what they touch; None for one of which nothing can be seen."""
    return [
        None if touched is None else (view, touched)
        for view, touched in zip(frame.views, frame.touched, strict=True)
    ]


def _stay(old: View, new: View) -> set[int] | None:
    """The identities of the items that look the same in both views, but for what has come over them or gone.

    None where nothing of the views can be compared.
    """
    if _seen(old) != _seen(new):
        return None
    old_ids, new_ids = [id(item) for item in old.items], [id(item) for item in new.items]
    stay = set(old_ids) & set(new_ids)
    # In another order they hide one another otherwise.
    same = [key for key in old_ids if key in stay] == [key for key in new_ids if key in stay]
    return stay if same else None


def _others(view: View, stay: set[int]) -> list[int]:
    """The places of the items of a view that do not stay."""
    return [place for place, item in enumerate(view.items) if id(item) not in stay]


def _seen(view: View) -> tuple[object, ...]:
    """What changes every pixel of a view."""
    return view.camera, view.viewport, view.painted, view.soft


def _unlike(old: tuple[Touched, Sequence[int]], new: tuple[Touched, Sequence[int]]) -> tuple[Places, Places]:
    """The strokes that only one of two frames has, of items that have gone and of items that have come.

    A line that has grown by a bit has the strokes that it had, and a new one. Items are only compared where they stand
    at the same places, for they may be over others or under them.
    """
    (before, gone), (after, come) = old, new
    off, on = _spans(before, gone), _spans(after, come)
    if list(gone) == list(come):
        for k, (a, b) in enumerate(zip(gone, come, strict=True)):
            if _same_style(before.rows.get(a), after.rows.get(b)):
                head, tail = _common(before.strokes[off[k]], after.strokes[on[k]])
                off[k], on[k] = off[k][head : len(off[k]) - tail], on[k][head : len(on[k]) - tail]
    empty = np.zeros(0, np.intp)
    return np.concatenate([empty, *off]), np.concatenate([empty, *on])


def _spans(touched: Touched, items: Sequence[int]) -> list[Places]:
    """The strokes of each of some items."""
    places = np.array(items, np.intp)
    firsts = np.searchsorted(touched.items, places).tolist()
    ends = np.searchsorted(touched.items, places, side="right").tolist()
    return [np.arange(first, end) for first, end in zip(firsts, ends, strict=True)]


def _same_style(old: MarkRows | None, new: MarkRows | None) -> bool:
    """Whether strokes of two items that look the same by themselves look the same."""
    if old is None or new is None:
        return False
    return (
        old.styles.tobytes() == new.styles.tobytes() and old.int_styles.tobytes() == new.int_styles.tobytes()
    )


def _common(old: Bits, new: Bits) -> tuple[int, int]:
    """How many rows two tables have in common at their beginning, and how many more at their end."""
    most = min(len(old), len(new))
    same = (old[:most] == new[:most]).all(axis=1)
    head = most if same.all() else int(np.argmin(same))
    left = most - head
    same = (old[len(old) - left :] == new[len(new) - left :]).all(axis=1)[::-1]
    return head, left if same.all() else int(np.argmin(same))


def _want(wanted: I4, everything: I4, changed: tuple[Touched, Sequence[int]], strokes: Places) -> None:
    """Widens what is wanted by strokes, and by the tiles that the triangles of changed items touch."""
    touched, items = changed
    if len(strokes):
        size = (int(everything[-1, 1]), int(everything[-1, 3]))
        want_boxes(np.ascontiguousarray(touched.boxes[strokes]), -(-size[0] // TILE_W), size, wanted)
    if items:
        whole = touched.tiles[list(items)].any(axis=0)
        wanted[whole] = everything[whole]
