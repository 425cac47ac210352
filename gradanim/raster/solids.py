"""What of a view is made of triangles, from world coordinates to the tiles of the frame."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from gradanim.raster.binning import box_edges, box_triangles, count_boxes, fill_boxes
from gradanim.raster.camera import NEAR, Camera, Viewport
from gradanim.raster.canvas import Canvas
from gradanim.raster.layout import (
    ATTRIBUTES,
    CAMERA_COLUMNS,
    CENTER_X,
    DISTANCE,
    EDGE_COLUMNS,
    F4,
    F8,
    FACE_COLUMNS,
    FORWARD,
    I4,
    NEAR_Z,
    PERSPECTIVE,
    PIXELS_PER_UNIT,
    RIGHT,
    TARGET,
    UP,
    VERTEX_COLUMNS,
    WORLD_PER_PIXEL,
    Triangles,
)
from gradanim.raster.meshes import cut_triangles, find_edges, place_triangles, place_vertices
from gradanim.raster.styles import Styles


class Solids:
    """Collects triangles; rows of the style tables are in the order in which items are drawn.

    Attributes:
        camera: the camera of the view.
        viewport: its viewport.
        lens: (CAMERA_COLUMNS,) the camera as kernels know it.
        styles: rows and tables of the items.
        vertices, triangles, edges: how many there are so far.
    """

    def __init__(self, canvas: Canvas, slot: int, camera: Camera, viewport: Viewport) -> None:
        """``slot`` tells the views of a frame apart: the arrays of each are its own."""
        self.canvas, self.slot = canvas, slot
        self.camera, self.viewport = camera, viewport
        self.lens = lens_of(camera, viewport)
        self.styles = Styles()
        self.vertices, self.triangles, self.edges = 0, 0, 0

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
        target = self.placed()
        if attributes is not None:
            target.attributes[base : self.vertices] = attributes
        place_vertices(self.lens, points, base, target)
        cut = place_triangles(self.lens, corners, (base, first), item, target)
        if cut:
            target = self.placed(2 * cut)
            spans = (base, first, self.vertices, self.triangles)
            ring = np.zeros(4, np.int64)
            self.vertices, self.triangles = cut_triangles(self.lens, points, spans, target, ring)
        edges = self.placed_edges(3 * len(corners))
        self.edges = find_edges(target, neighbors, first, edges, self.edges)

    def placed(self, room: int = 0) -> Triangles:
        """All triangles so far, with room for more vertices and triangles."""
        v, t = self.vertices + room, self.triangles + room
        return Triangles(
            vertices=self._buffer("vertices", (v, VERTEX_COLUMNS), np.float64),
            attributes=self._buffer("attributes", (v, ATTRIBUTES), np.float32),
            faces=self._buffer("faces", (t, FACE_COLUMNS), np.int32),
        )

    def placed_edges(self, room: int = 0) -> F4:
        """(e, EDGE_COLUMNS) all edges so far, with room for more."""
        edges: F4 = self._buffer("edges", (self.edges + room, EDGE_COLUMNS), np.float32)
        return edges

    def bins(self, clip: I4, columns: int, tiles: int) -> tuple[I4, I4, I4]:
        """Triangles and edges of every tile, and the boxes of tiles of the triangles (t, 4)."""
        boxes = self._buffer("edge_boxes", (self.edges, 4), np.int32)[: self.edges]
        box_edges(self.placed_edges(), clip, boxes)
        edge_bins = bin_boxes(self.canvas, f"{self.slot} edge", boxes, columns, tiles)
        boxes = self._buffer("face_boxes", (self.triangles, 4), np.int32)[: self.triangles]
        box_triangles(self.placed(), clip, boxes)
        return bin_boxes(self.canvas, f"{self.slot} face", boxes, columns, tiles), edge_bins, boxes

    def _buffer(self, name: str, shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
        """An array that keeps what it holds when it grows."""
        return self.canvas.buffer(f"{self.slot} {name}", shape, dtype)


def bin_boxes(canvas: Canvas, name: str, boxes: I4, columns: int, tiles: int) -> I4:
    """The primitives of every tile, from the tiles that each touches."""
    start: I4 = canvas.buffer(f"{name} start {tiles}", (tiles + 1,), np.int32)[: tiles + 1]
    total = count_boxes(boxes, columns, start)
    bins: I4 = canvas.buffer(f"{name} bins", (total,), np.int32)[:total]
    bins[: tiles + 1] = start
    fill_boxes(boxes, columns, tiles, bins)
    return bins


def lens_of(camera: Camera, viewport: Viewport) -> NDArray[np.float64]:
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
