"""Where lines, arrows, dots and shadows put what their strokes are made from."""

from __future__ import annotations

from gradanim.raster.camera import Camera, Viewport
from gradanim.raster.layout import F8, JOB_COLUMNS, JOB_INTS
from gradanim.raster.styles import Styles


class MarkParts:
    """Collects the parts of one item.

    Attributes:
        camera: the camera of the view.
        viewport: its viewport.
        styles: rows of the style tables.
        jobs, ints: what strokes are made from.
        points: (n, 3) world coordinates of lines.
        colors: (m, 4) RGBA of points that have colours of their own.
    """

    def __init__(self, camera: Camera, viewport: Viewport) -> None:
        self.camera, self.viewport = camera, viewport
        self.styles = Styles()
        self.jobs: list[list[float]] = []
        self.ints: list[list[int]] = []
        self.points: list[F8] = []
        self.colors: list[F8] = []

    def add_job(self, ints: list[int], floats: list[float]) -> None:
        """What strokes are made from: a kind of job, an item, and its numbers."""
        self.ints.append(ints + [0] * (JOB_INTS - len(ints)))
        self.jobs.append(floats + [0.0] * (JOB_COLUMNS - len(floats)))

    def add_points(self, points: F8) -> tuple[int, int]:
        """First and last place of (n, 3) points among those of the item."""
        first = sum(map(len, self.points))
        self.points.append(points)
        return first, first + len(points)

    def add_colors(self, colors: F8) -> int:
        """First place of (n, 4) colours among those of the item."""
        first = sum(map(len, self.colors))
        self.colors.append(colors)
        return first
