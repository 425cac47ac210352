"""What of a view is made of strokes: lines, arrows, dots and shadows.

The rows of an item that was in the last frame of the view are not made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from operator import is_not
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import DTypeLike, NDArray

from gradanim.raster.binning import box_strokes
from gradanim.raster.canvas import Canvas
from gradanim.raster.layout import (
    F4,
    F8,
    I4,
    INT_STYLES,
    JOB_COLORS,
    JOB_COLUMNS,
    JOB_FIRST,
    JOB_INTS,
    JOB_ITEM,
    JOB_LAST,
    ORDER,
    STROKE_COLUMNS,
    STROKE_ITEM,
    STYLES,
    Strokes,
)
from gradanim.raster.mark_rows import LastRows, MarkRows, rows_in
from gradanim.raster.solids import bin_boxes
from gradanim.raster.strokes import place_strokes
from gradanim.raster.view import View


class LastStrokes(Struct, frozen=True, eq=False):
    """What the strokes of a view were made of.

    Attributes:
        rows: of the marks, in order.
        first_styles: the first row of styles of each.
        lens: what they were seen through.
        clip: pixels of the view in the frame.
        count: how many strokes there are.
    """

    rows: tuple[MarkRows, ...]
    first_styles: I4
    lens: F8
    clip: I4
    count: int

    def shared_with(self, now: LastStrokes, strokes: F8) -> tuple[int, int]:
        """How many marks, from the first one, have the same strokes now, and how many strokes these are.

        Args:
            now: what strokes are made of now.
            strokes: (n, STROKE_COLUMNS) the first ``count`` are those that were made; ordered by their mark.
        """
        if not (np.array_equal(self.lens, now.lens) and np.array_equal(self.clip, now.clip)):
            return 0, 0
        most = min(len(self.rows), len(now.rows))
        new = np.flatnonzero(self.first_styles[:most] != now.first_styles[:most])
        most = int(new[0]) if len(new) else most
        steady = next(compress(range(most), map(is_not, self.rows, now.rows)), most)
        if steady == len(self.rows):
            return steady, self.count
        first_new = self.first_styles[steady]
        return steady, int(np.searchsorted(strokes[: self.count, STROKE_ITEM], first_new))


class Marks:
    """The strokes of a view.

    Attributes:
        canvas: working memory, which keeps the rows.
        slot: tells the views of a frame apart.
        styles: (r, STYLES) rows of the items, which come after those of the solids.
        int_styles: (r, INT_STYLES) the same, of whole numbers.
    """

    def __init__(self, canvas: Canvas, slot: int, view: View, first: int) -> None:
        """``first`` is the number of the first row of styles."""
        self.canvas, self.slot = canvas, slot
        self._rows, self._orders = self._rows_of(view)
        counts = np.array([len(rows.styles) for rows in self._rows], np.intp)
        self.styles: F4 = _joined([rows.styles for rows in self._rows], STYLES, np.float32)
        self.int_styles: I4 = _joined([rows.int_styles for rows in self._rows], INT_STYLES, np.int32)
        self.int_styles[:, ORDER] = np.repeat(np.array(self._orders, np.int32), counts)
        self._first_styles = first + _starts(counts)

    def _rows_of(self, view: View) -> tuple[list[MarkRows], list[int]]:
        """The rows of all items that have some, and the places of these items in the view."""
        last: LastRows | None = self.canvas.kept_marks.get(self.slot)
        now = rows_in(view, last)
        self.canvas.kept_marks[self.slot] = now
        return [now.rows[order] for order in now.orders], now.orders

    def rows_by_item(self) -> dict[int, MarkRows]:
        """The rows of every item that has some, by its place in the view."""
        return dict(zip(self._orders, self._rows, strict=True))

    def _tables(self, steady: int) -> tuple[I4, F8, F8, F8]:
        """Kinds (j, JOB_INTS) and numbers (j, JOB_COLUMNS) of jobs, but for the first rows, with points and colours."""
        rows = self._rows[steady:]
        jobs = np.array([len(each.jobs) for each in rows], np.intp)
        ints: I4 = _joined([each.ints for each in rows], JOB_INTS, np.int32)
        first_points = _starts(np.array([len(each.points) for each in rows], np.intp))
        first_colors = _starts(np.array([len(each.colors) for each in rows], np.intp))
        ints[:, JOB_ITEM] += np.repeat(self._first_styles[steady:], jobs)
        ints[:, JOB_FIRST] += np.repeat(first_points, jobs)
        ints[:, JOB_LAST] += np.repeat(first_points, jobs)
        # Less than 0 says that there are none.
        colored = ints[:, JOB_COLORS] >= 0
        ints[colored, JOB_COLORS] += np.repeat(first_colors, jobs)[colored]
        points: F8 = _joined([each.points for each in rows], 3, np.float64)
        colors: F8 = _joined([each.colors for each in rows], 4, np.float64).ravel()
        return ints, _joined([each.jobs for each in rows], JOB_COLUMNS, np.float64), points, colors

    def strokes(self, lens: F8, clip: I4) -> F8:
        """(s, STROKE_COLUMNS) the strokes as they are seen through a lens.

        Those before the first mark that is new are still where the last frame has put them.
        """
        # Whatever happens meanwhile, what is half done is not taken for the last frame.
        last = self.canvas.kept_strokes.pop(self.slot, None)
        made_for = LastStrokes(tuple(self._rows), self._first_styles, lens.copy(), clip, 0)
        steady, stay = last.shared_with(made_for, self._room(0)) if last is not None else (0, 0)
        ints, jobs, points, colors = self._tables(steady)
        need = stay + len(points) + 4 * len(jobs)
        while True:
            room = self._room(need)
            out = Strokes(room, np.array([stay], np.int64), clip)
            place_strokes(lens, ints, jobs, points, colors, out)
            need = int(out.used[0])
            if need <= len(room):
                self.canvas.kept_strokes[self.slot] = replace(made_for, count=need)
                return room[:need]

    def _room(self, rows: int) -> F8:
        """Where strokes are put; what is there stays when there is to be more room."""
        room: F8 = self.canvas.buffer(f"{self.slot} strokes", (rows, STROKE_COLUMNS), np.float64)
        return room

    def bins(self, strokes: F8, clip: I4, columns: int, tiles: int) -> I4:
        """Strokes of every tile."""
        boxes: I4 = self.canvas.buffer(f"{self.slot} stroke_boxes", (len(strokes), 4), np.int32)[
            : len(strokes)
        ]
        box_strokes(strokes, clip, boxes)
        return bin_boxes(self.canvas, f"{self.slot} stroke", boxes, columns, tiles)


def _joined(parts: Sequence[NDArray[Any]], columns: int, dtype: DTypeLike) -> NDArray[Any]:
    """(n, columns) tables one after the other."""
    return np.concatenate(parts) if parts else np.zeros((0, columns), dtype)


def _starts(counts: NDArray[np.intp]) -> I4:
    """Where each of some parts begins when they stand one after the other."""
    return (np.cumsum(counts) - counts).astype(np.int32)
