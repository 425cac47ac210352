"""What of a frame must be drawn again: the tiles and boxes in which something differs from what it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.raster.layout import B1, F4, I4, I8, TILE_H, TILE_W
from gradanim.raster.mark_rows import MarkRows
from gradanim.raster.sameness import unlike_places
from gradanim.raster.view import View
from gradanim.raster.wanting import Touching, want_unlike


class Touched(Struct, frozen=True, eq=False):
    """Where the items of a view are in the frame.

    Attributes:
        places: where their triangles and strokes are.
        rows: what the strokes of an item were made from, its style too.
    """

    places: Touching
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
        news = _news(old[0], new[0]) if old is not None and new is not None else None
        if old is not None and new is not None and news is not None:
            if news[0] or news[1]:
                told = _whole(news[0]), _whole(news[1]), _alike((old[1], news[0]), (new[1], news[1]))
                want_unlike(old[1].places, new[1].places, told, everything, wanted)
            continue
        for seen in (old, new):
            if seen is not None:
                items, places = range(len(seen[0].items)), seen[1].places
                told = _whole(items), _whole(()), _unlike(len(items))
                want_unlike(places, places, told, everything, wanted)
    return wanted


def _whole(places: Sequence[int]) -> I8:
    return np.array(places, np.int64)


def _views_of(frame: Drawn) -> list[Seen | None]:
    """The views of a frame and what they touch; None for one of which nothing can be seen."""
    return [
        None if touched is None else (view, touched)
        for view, touched in zip(frame.views, frame.touched, strict=True)
    ]


def _news(old: View, new: View) -> tuple[list[int], list[int]] | None:
    """The places of the items that have gone and of those that have come; the others look as they did, but for that.

    None where nothing of the views can be compared.
    """
    if _seen(old) != _seen(new):
        return None
    places = unlike_places(old.items, new.items)
    if places is not None:
        return places, places
    old_ids, new_ids = [id(item) for item in old.items], [id(item) for item in new.items]
    stay = set(old_ids) & set(new_ids)
    if [key for key in old_ids if key in stay] != [key for key in new_ids if key in stay]:
        # In another order they hide one another otherwise.
        return None
    gone, come = ([place for place, key in enumerate(ids) if key not in stay] for ids in (old_ids, new_ids))
    return gone, come


def _seen(view: View) -> tuple[object, ...]:
    """What changes every pixel of a view."""
    return view.camera, view.viewport, view.painted, view.soft


def _unlike(count: int) -> B1:
    return np.zeros(count, np.bool_)


def _alike(old: tuple[Touched, Sequence[int]], new: tuple[Touched, Sequence[int]]) -> B1:
    """For each item that has gone, whether the strokes that it has in common with its successor look the same.

    Items are only compared where they stand at the same places, for they may be over others or under them.
    """
    (before, gone), (after, come) = old, new
    if gone != come:
        return _unlike(len(gone))
    return np.array([_same_style(before.rows.get(place), after.rows.get(place)) for place in gone], np.bool_)


def _same_style(old: MarkRows | None, new: MarkRows | None) -> bool:
    """Whether strokes of two items that look the same by themselves look the same."""
    if old is None or new is None:
        return False
    return (
        old.styles.tobytes() == new.styles.tobytes() and old.int_styles.tobytes() == new.int_styles.tobytes()
    )
