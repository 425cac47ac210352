"""The working memory of the renderer: kept from frame to frame, so that nothing large is allocated twice."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from gradanim.raster.layout import (
    FIELD,
    FIELDS,
    I4,
    INT_FIELDS,
    MOST,
    TILE_H,
    TILE_PIXELS,
    TILE_WORK,
    WORK,
    Scratch,
)
from gradanim.raster.topology import grid_corners, neighbors_of

AnyArray = NDArray[Any]
ItemT = TypeVar("ItemT")
Made = TypeVar("Made")
# Large items whose vertices are kept: a landscape, and another one while it fades.
_MADE = 3


class Canvas:
    """Buffers, topology of meshes and threads that frames share; one canvas serves one frame at a time.

    Attributes:
        kept: for every slot, what was made for a view in the last frame.
        kept_views: for every slot, the view that was drawn last, if all of it was prepared.
        kept_marks: for every slot, what was made for the lines, arrows and dots of a view.
        kept_strokes: for every slot, what the strokes in its buffer were made of.
        frames: for every array that was drawn into, what it holds.
    """

    def __init__(self) -> None:
        self.kept: dict[int, object] = {}
        self.kept_views: dict[int, Any] = {}
        self.kept_marks: dict[int, Any] = {}
        self.kept_strokes: dict[int, Any] = {}
        self.frames: dict[int, Any] = {}
        self._buffers: dict[str, AnyArray] = {}
        self._scratches: list[Scratch] = []
        self._made: dict[int, tuple[object, Any]] = {}
        self._topologies: dict[Any, tuple[I4, I4]] = {}
        self._pool: ThreadPoolExecutor | None = None
        self._workers = 0

    def buffer(self, name: str, shape: tuple[int, ...], dtype: DTypeLike) -> AnyArray:
        """An array of at least ``shape[0]`` rows for this name; it keeps what it holds when it grows."""
        old = self._buffers.get(name)
        if old is not None and old.shape[0] >= shape[0]:
            return old
        rows = max(shape[0], 64, 0 if old is None else old.shape[0] * 3 // 2)
        new = np.zeros((rows, *shape[1:]), dtype)
        if old is not None:
            new[: len(old)] = old
        self._buffers[name] = new
        return new

    def scratch(self, thread: int) -> Scratch:
        """The working memory of one thread."""
        while len(self._scratches) <= thread:
            self._scratches.append(_new_scratch())
        return self._scratches[thread]

    def grid_topology(self, rows: int, columns: int) -> tuple[I4, I4]:
        """Corners and neighbours of the triangles of a grid."""
        key = ("grid", rows, columns)
        if key not in self._topologies:
            corners = grid_corners(rows, columns)
            self._topologies[key] = (corners, neighbors_of(corners))
        return self._topologies[key]

    def fan_topology(self, corners: int) -> tuple[I4, I4]:
        """Corners and neighbours of the triangles of a convex polygon."""
        key = ("fan", corners)
        if key not in self._topologies:
            last = np.arange(2, corners, dtype=np.int32)
            fan = np.stack([np.zeros_like(last), last - 1, last], axis=1)
            self._topologies[key] = (fan, neighbors_of(fan))
        return self._topologies[key]

    def mesh_topology(self, triangles: NDArray[np.integer]) -> tuple[I4, I4]:
        """Corners and neighbours of a mesh, found once for as long as its array lives."""
        key = ("mesh", id(triangles))
        if key not in self._topologies:
            corners = np.array(triangles, dtype=np.int32).reshape(-1, 3)
            self._topologies[key] = (corners, neighbors_of(corners))
            weakref.finalize(triangles, self._topologies.pop, key, None)
        return self._topologies[key]

    def made_of(self, item: ItemT, make: Callable[[ItemT], Made]) -> Made:
        """What is made of an item, made once for as long as the same few items are drawn."""
        kept = self._made.get(id(item))
        if kept is None:
            while len(self._made) >= _MADE:
                del self._made[next(iter(self._made))]
            # The item is kept with it: so long no other one can have its identity.
            kept = self._made[id(item)] = (item, make(item))
        made: Made = kept[1]
        return made

    def remember(self, frame: object, held: object) -> None:
        """Keeps what a frame holds for as long as it lives."""
        if id(frame) not in self.frames:
            weakref.finalize(frame, self.frames.pop, id(frame), None)
        self.frames[id(frame)] = held

    def changed(self, frame: object) -> I4:
        """(k, 4) first and last column + 1, first and last row + 1 of the boxes of a frame that were drawn last."""
        boxes: I4 = self.frames[id(frame)].changed
        return boxes[boxes[:, 0] < boxes[:, 1]]

    def run(self, task: Callable[[int], None], threads: int) -> None:
        """Calls ``task`` with 0 to ``threads - 1``, each on a thread of its own."""
        if threads == 1:
            task(0)
            return
        if self._pool is None or self._workers < threads:
            self.close()
            self._pool, self._workers = ThreadPoolExecutor(threads - 1, "raster"), threads
        futures = [self._pool.submit(task, number) for number in range(1, threads)]
        task(0)
        for future in futures:
            future.result()

    def close(self) -> None:
        """Ends the threads; the canvas can be used again."""
        if self._pool is not None:
            self._pool.shutdown()
        self._pool, self._workers = None, 0


@contextmanager
def borrowed(canvas: Canvas | None) -> Iterator[Canvas]:
    """The canvas that was given, or a new one for the time of the block."""
    own = canvas or Canvas()
    try:
        yield own
    finally:
        if canvas is None:
            own.close()


def _new_scratch() -> Scratch:
    return Scratch(
        floats=np.zeros(FIELDS * FIELD, np.float32),
        ints=np.zeros(INT_FIELDS * FIELD, np.int32),
        head=np.zeros(TILE_PIXELS, np.int32),
        flags=np.zeros(TILE_H, np.uint64),
        order=np.zeros((4, MOST), np.int32),
        work=np.zeros(WORK, np.float32),
        tile=np.zeros(TILE_WORK, np.float32),
    )
