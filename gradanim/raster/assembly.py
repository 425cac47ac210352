"""One view on its way from items to the arrays that its tiles are drawn from."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gradanim.raster.camera import NEAR, Camera, Viewport
from gradanim.raster.canvas import Canvas
from gradanim.raster.items import Lighting
from gradanim.raster.layout import (
    AMBIENT,
    ATTRIBUTES,
    BELOW,
    CAMERA_COLUMNS,
    CENTER_X,
    DISTANCE,
    F4,
    F8,
    FILL_X,
    FORWARD,
    I4,
    INT_STYLES,
    JOB_COLUMNS,
    JOB_INTS,
    KEY_X,
    KIND,
    NEAR_Z,
    ORDER,
    PERSPECTIVE,
    PIXELS_PER_UNIT,
    RIGHT,
    STYLES,
    TARGET,
    UP,
    WORLD_PER_PIXEL,
    Triangles,
)
from gradanim.raster.meshes import cut_triangles, find_edges, place_triangles, place_vertices

# The fill light comes from the other side of the eye, low over the horizon.
_FILL_AZIMUTH = -70.0
_FILL_ELEVATION = 15.0
_DEFAULT_LIGHT = Lighting()


class Assembly:
    """Collects what items are made of; rows of the style tables are in the order in which items are drawn.

    Attributes:
        canvas: where the arrays live.
        slot: name of the view among those of a frame; its arrays are its own.
        camera: the camera of the view.
        viewport: its viewport.
        lens: (CAMERA_COLUMNS,) the camera as kernels know it.
        vertices, triangles, edges: how many there are so far.
        jobs, job_ints: what strokes are made from, a row of floats and a row of integers each.
        points: (n, 3) arrays of points of lines.
        colors: (n, 4) arrays of colours of lines.
    """

    def __init__(self, canvas: Canvas, slot: int, camera: Camera, viewport: Viewport) -> None:
        self.canvas, self.slot, self.camera, self.viewport = canvas, slot, camera, viewport
        self.lens = _lens(camera, viewport)
        self.vertices, self.triangles, self.edges = 0, 0, 0
        self._styles: list[F4] = []
        self._int_styles: list[I4] = []
        self._tables: list[F4] = []
        self._table_size = 0
        self._solid_rows = 0
        self._all_tables: F4 | None = None
        self.start_marks()

    def start_marks(self) -> None:
        """Forgets all marks: what was added before the first call are the solids, which stay."""
        if self.jobs_started():
            del self._styles[self._solid_rows :], self._int_styles[self._solid_rows :]
        self._solid_rows = len(self._styles)
        self.jobs: list[list[float]] = []
        self.job_ints: list[list[int]] = []
        self.points: list[F8] = []
        self.colors: list[F8] = []
        self.point_count = 0
        self.color_count = 0

    def add_item(self, kind: int, order: int) -> tuple[int, F4, I4]:
        """A new row of the style tables: its number, its floats and its integers, to be filled in."""
        style, ints = np.zeros(STYLES, np.float32), np.zeros(INT_STYLES, np.int32)
        ints[KIND], ints[ORDER] = kind, order
        self._styles.append(style)
        self._int_styles.append(ints)
        return len(self._styles) - 1, style, ints

    def add_table(self, values: ArrayLike) -> int:
        """Where a table of numbers starts among all tables."""
        table = np.asarray(values, dtype=np.float32).ravel()
        start = self._table_size
        self._tables.append(table)
        self._table_size += table.size
        return start

    def add_job(self, ints: list[int], floats: list[float]) -> None:
        """What a stroke is made from."""
        self.job_ints.append(ints + [0] * (JOB_INTS - len(ints)))
        self.jobs.append(floats + [0.0] * (JOB_COLUMNS - len(floats)))

    def add_light(self, style: F4, lighting: Lighting, below: float) -> None:
        """Fills in how an item is lit; ``below`` is what its underside is dimmed to."""
        style[AMBIENT : AMBIENT + 5] = (
            lighting.ambient,
            lighting.key,
            lighting.fill,
            lighting.rim,
            lighting.specular,
        )
        self.add_key_light(style, lighting)
        style[FILL_X : FILL_X + 3] = _direction(self.camera.azimuth - _FILL_AZIMUTH, _FILL_ELEVATION)
        style[BELOW] = below

    def add_key_light(self, style: F4, lighting: Lighting = _DEFAULT_LIGHT) -> None:
        """Fills in where the key light comes from."""
        azimuth = self.camera.azimuth - lighting.key_azimuth
        style[KEY_X : KEY_X + 3] = _direction(azimuth, lighting.key_elevation)

    def add_triangles(self, item: int, points: F8, attributes: F4 | None, topology: tuple[I4, I4]) -> None:
        """Places the vertices, triangles and edges of an item.

        Args:
            item: row of the style tables.
            points: (n, 3) world coordinates.
            attributes: (n, 7) what is interpolated, or None.
            topology: corners and neighbours of its triangles.
        """
        corners, neighbors = topology
        base, first = self.vertices, self.triangles
        self.vertices, self.triangles = base + len(points), first + len(corners)
        target = self._room(0, 0)
        if attributes is not None:
            target.attributes[base : self.vertices] = attributes
        place_vertices(self.lens, points, base, target)
        cut = place_triangles(self.lens, corners, (base, first), item, target)
        if cut:
            target = self._room(2 * cut, 2 * cut)
            spans = (base, first, self.vertices, self.triangles)
            self.vertices, self.triangles = cut_triangles(
                self.lens, points, spans, target, np.zeros(4, np.int64)
            )
        edges = self.canvas.buffer("edges", (self.edges + 3 * len(corners), 4), np.float32, self.edges)
        items = self.canvas.buffer("edge_item", (self.edges + 3 * len(corners),), np.int32, self.edges)
        self.edges = find_edges(target, neighbors, first, edges, items, self.edges)

    def placed(self) -> Triangles:
        """All triangles so far."""
        return self._room(0, 0)

    def styles(self) -> tuple[F4, I4, F4]:
        """The style tables, floats and integers, and the tables of colours, levels and grids."""
        if not self._styles:
            return (
                np.zeros((1, STYLES), np.float32),
                np.zeros((1, INT_STYLES), np.int32),
                np.zeros(1, np.float32),
            )
        tables = np.concatenate(self._tables) if self._tables else np.zeros(1, np.float32)
        return np.stack(self._styles), np.stack(self._int_styles), tables

    def _room(self, vertices: int, triangles: int) -> Triangles:
        """The arrays of triangles, with room for more than there are."""
        v, t = self.vertices + vertices, self.triangles + triangles
        buffer = self.canvas.buffer
        return Triangles(
            vertices=buffer("vertices", (v, 4), np.float64, v),
            ahead=buffer("ahead", (v,), np.float64, v),
            attributes=buffer("attributes", (v, ATTRIBUTES), np.float32, v),
            corners=buffer("corners", (t, 3), np.int32, t),
            state=buffer("state", (t,), np.int8, t),
            item=buffer("triangle_item", (t,), np.int32, t),
        )


def _direction(azimuth: float, elevation: float) -> tuple[float, float, float]:
    """The unit vector towards a place in the sky."""
    a, e = math.radians(azimuth), math.radians(elevation)
    return math.cos(a) * math.cos(e), math.sin(a) * math.cos(e), math.sin(e)


def _lens(camera: Camera, viewport: Viewport) -> NDArray[np.float64]:
    """The camera as kernels know it."""
    lens = np.zeros(CAMERA_COLUMNS)
    axes = camera.axes()
    lens[RIGHT : RIGHT + 3], lens[UP : UP + 3], lens[FORWARD : FORWARD + 3] = axes
    lens[TARGET : TARGET + 3] = camera.target
    lens[DISTANCE] = camera.distance
    lens[PERSPECTIVE] = 0.0 if camera.is_orthographic else 1.0
    lens[PIXELS_PER_UNIT] = camera.scale(viewport)
    lens[CENTER_X : CENTER_X + 2] = viewport.x + viewport.width / 2.0, viewport.y + viewport.height / 2.0
    lens[NEAR_Z] = NEAR * camera.distance
    lens[WORLD_PER_PIXEL] = 1.0 / lens[PIXELS_PER_UNIT]
    return lens
