"""What of a view is made of strokes: lines, arrows, dots and shadows."""

from __future__ import annotations

import numpy as np

from gradanim.raster.binning import box_strokes
from gradanim.raster.camera import Camera, Viewport
from gradanim.raster.canvas import Canvas
from gradanim.raster.layout import F8, I4, JOB_COLUMNS, JOB_INTS, STROKE_COLUMNS, Strokes
from gradanim.raster.solids import bin_boxes
from gradanim.raster.strokes import place_strokes
from gradanim.raster.styles import Styles


class Marks:
    """Collects what strokes are made from.

    Attributes:
        camera: the camera of the view.
        viewport: its viewport.
        styles: rows of the items, which come after those of the solids.
    """

    def __init__(self, canvas: Canvas, slot: int, camera: Camera, viewport: Viewport, first: int) -> None:
        """``slot`` tells the views of a frame apart; ``first`` is the number of the first row of styles."""
        self.canvas, self.slot = canvas, slot
        self.camera, self.viewport = camera, viewport
        self.styles = Styles(first)
        self._jobs: list[list[float]] = []
        self._job_ints: list[list[int]] = []
        self._points: list[F8] = []
        self._colors: list[F8] = []
        self._point_count, self._color_count = 0, 0

    def add_job(self, ints: list[int], floats: list[float]) -> None:
        """What strokes are made from: a kind of job, an item, and its numbers."""
        self._job_ints.append(ints + [0] * (JOB_INTS - len(ints)))
        self._jobs.append(floats + [0.0] * (JOB_COLUMNS - len(floats)))

    def add_points(self, points: F8) -> tuple[int, int]:
        """First and last place of (n, 3) points among all."""
        first = self._point_count
        self._points.append(points)
        self._point_count += len(points)
        return first, self._point_count

    def add_colors(self, colors: F8) -> int:
        """First place of (n, 4) colours among all."""
        first = self._color_count
        self._colors.append(colors)
        self._color_count += len(colors)
        return first

    def strokes(self, lens: F8, clip: I4) -> F8:
        """(s, STROKE_COLUMNS) the strokes as they are seen through a lens."""
        jobs = np.array(self._jobs, dtype=np.float64).reshape(-1, JOB_COLUMNS)
        ints = np.array(self._job_ints, dtype=np.int32).reshape(-1, JOB_INTS)
        points = np.concatenate(self._points) if self._points else np.zeros((0, 3))
        colors = np.concatenate(self._colors).ravel() if self._colors else np.zeros(0)
        need = self._point_count + 4 * len(jobs)
        while True:
            room: F8 = self.canvas.buffer(f"{self.slot} strokes", (need, STROKE_COLUMNS), np.float64)
            out = Strokes(room, np.zeros(1, np.int64), clip)
            place_strokes(lens, ints, jobs, points, colors, out)
            count = int(out.used[0])
            if count <= len(room):
                return room[:count]
            need = count

    def bins(self, strokes: F8, clip: I4, columns: int, tiles: int) -> I4:
        """Strokes of every tile."""
        boxes: I4 = self.canvas.buffer(f"{self.slot} stroke_boxes", (len(strokes), 4), np.int32)[
            : len(strokes)
        ]
        box_strokes(strokes, clip, boxes)
        return bin_boxes(self.canvas, f"{self.slot} stroke", boxes, columns, tiles)
