"""One view on its way from items to the arrays that its tiles are drawn from.

What has not changed since the last frame is not made again: the solids of a view are kept while the camera and they
themselves are the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from gradanim.raster.binning import touch_boxes
from gradanim.raster.build_marks import add_arrow, add_disc, add_polyline, add_shadow, add_sphere
from gradanim.raster.build_solids import add_cone, add_mesh, add_polygon
from gradanim.raster.build_surface import add_heat_map, add_surface
from gradanim.raster.camera import Camera, Viewport
from gradanim.raster.canvas import Canvas
from gradanim.raster.items import Arrow, Disc, HeatMap, Item, Mesh, Polygon, Polyline, Shadow, Sphere, Surface
from gradanim.raster.layout import B1, BOX, F4, F8, FACE_ITEM, I4, ORDER, STROKE_ITEM, TILE_H, TILE_W, Scene
from gradanim.raster.marks import Marks
from gradanim.raster.solids import Solids
from gradanim.raster.view import View


@dataclass(frozen=True, eq=False)
class KeptSolids:
    """Solids of a view that are ready to be drawn, and what they were made from.

    Attributes:
        viewport, camera, size: where they are seen from.
        items: the items, in order.
        places: for every row of styles, which of the items it is of.
        solids: the triangles.
        face_bins, edge_bins: what touches each tile.
        boxes: tiles of every triangle.
        styles, int_styles, tables: the tables.
    """

    viewport: Viewport
    camera: Camera
    size: tuple[int, int]
    items: tuple[Item, ...]
    places: I4
    solids: Solids
    face_bins: I4
    edge_bins: I4
    boxes: I4
    styles: F4
    int_styles: I4
    tables: F4

    def serves(self, view: View, size: tuple[int, int], items: tuple[Item, ...]) -> bool:
        """Whether they are what a view with these solid items needs."""
        same_place = self.camera == view.camera and self.viewport == view.viewport and self.size == size
        return same_place and len(items) == len(self.items) and all(map(_is_same, items, self.items))


@dataclass(frozen=True, eq=False)
class Prepared:
    """A view that is ready to be drawn.

    Attributes:
        scene: what its tiles are drawn from.
        touched: (items, tiles) which tiles the triangles of each item touch.
        strokes: (s, 5) the box of pixels of every stroke, least and greatest x and y, and its item.
    """

    scene: Scene
    touched: B1
    strokes: F8


def prepare(canvas: Canvas, slot: int, view: View, size: tuple[int, int]) -> Prepared | None:
    """Makes a view ready to be drawn into a frame of ``size`` (width, height).

    Args:
        canvas: working memory.
        slot: tells the views of a frame apart.
        view: what is drawn.
        size: pixels of the frame.

    Returns:
        The view, or None where nothing of it can be seen.
    """
    clip = _clip(view.viewport, size)
    if clip is None or not _is_sound(view.camera):
        return None
    columns = -(-size[0] // TILE_W)
    tiles = columns * -(-size[1] // TILE_H)
    orders = [order for order, item in enumerate(view.items) if _is_solid(item)]
    kept = _solids(canvas, slot, view, size, (clip, tuple(view.items[order] for order in orders)))
    solids = kept.solids
    marks = Marks(canvas, slot, view.camera, view.viewport, len(kept.styles))
    for order, item in enumerate(view.items):
        _add_marks(marks, item, order)
    strokes = marks.strokes(solids.lens, clip)
    stroke_bins = marks.bins(strokes, clip, columns, tiles)
    int_styles = np.concatenate([kept.int_styles, marks.styles.ints()])
    # Marks may have come or gone between the solids: where these stand in the order is new in every frame.
    int_styles[: len(kept.places), ORDER] = np.array(orders, np.int32)[kept.places]
    triangles = solids.placed()
    touched = np.zeros((len(view.items), tiles), np.bool_)
    item_orders = int_styles[:, ORDER]
    touch_boxes(kept.boxes, item_orders[triangles.faces[: len(kept.boxes), FACE_ITEM]], columns, touched)
    of_items = item_orders[strokes[:, STROKE_ITEM].astype(np.intp)]
    stroke_boxes = np.concatenate([strokes[:, BOX : BOX + 4], of_items[:, None]], axis=1)
    scene = Scene(
        camera=solids.lens,
        clip=clip,
        vertices=triangles.vertices,
        attributes=triangles.attributes,
        faces=triangles.faces,
        edges=solids.placed_edges(),
        strokes=strokes,
        styles=np.concatenate([kept.styles, marks.styles.floats()]),
        int_styles=int_styles,
        tables=kept.tables,
        face_bins=kept.face_bins,
        edge_bins=kept.edge_bins,
        stroke_bins=stroke_bins,
        painted=view.painted,
        soft=float(view.soft),
    )
    return Prepared(scene, touched, stroke_boxes)


def _solids(
    canvas: Canvas, slot: int, view: View, size: tuple[int, int], seen: tuple[I4, tuple[Item, ...]]
) -> KeptSolids:
    """The solids of a view, made anew where they have changed; ``seen`` are the clip and the solid items."""
    clip, items = seen
    kept = canvas.kept.get(slot)
    if isinstance(kept, KeptSolids) and kept.serves(view, size, items):
        return kept
    solids = Solids(canvas, slot, view.camera, view.viewport)
    for place, item in enumerate(items):
        _add_solid(solids, item, place)
    columns = -(-size[0] // TILE_W)
    face_bins, edge_bins, boxes = solids.bins(clip, columns, columns * -(-size[1] // TILE_H))
    int_styles = solids.styles.ints()
    made = KeptSolids(
        viewport=view.viewport,
        camera=view.camera,
        size=size,
        items=items,
        places=int_styles[:, ORDER].copy(),
        solids=solids,
        face_bins=face_bins,
        edge_bins=edge_bins,
        boxes=boxes,
        styles=solids.styles.floats(),
        int_styles=int_styles,
        tables=solids.styles.tables(),
    )
    canvas.kept[slot] = made
    return made


def _is_same(a: Item, b: Item) -> bool:
    return a is b


def _is_solid(item: Item) -> bool:
    """Whether an item has triangles."""
    if isinstance(item, Arrow):
        return item.head == "cone"
    return isinstance(item, Surface | HeatMap | Mesh | Polygon)


def _add_solid(solids: Solids, item: Item, order: int) -> None:
    """Adds what is made of triangles."""
    if isinstance(item, Surface):
        add_surface(solids, item, order)
    elif isinstance(item, HeatMap):
        add_heat_map(solids, item, order)
    elif isinstance(item, Mesh):
        add_mesh(solids, item, order)
    elif isinstance(item, Polygon):
        add_polygon(solids, item, order)
    elif isinstance(item, Arrow):
        add_cone(solids, item, order)


def _add_marks(marks: Marks, item: Item, order: int) -> None:
    """Adds what is made of strokes."""
    if isinstance(item, Polyline):
        add_polyline(marks, item, order)
    elif isinstance(item, Arrow):
        add_arrow(marks, item, order)
    elif isinstance(item, Sphere):
        add_sphere(marks, item, order)
    elif isinstance(item, Disc):
        add_disc(marks, item, order)
    elif isinstance(item, Shadow):
        add_shadow(marks, item, order)


def _clip(viewport: Viewport, size: tuple[int, int]) -> I4 | None:
    """First and last column + 1, first and last row + 1 of whole pixels of a viewport; None where there are none."""
    if viewport.is_empty:
        return None
    x0, x1 = max(0, round(viewport.x)), min(size[0], round(viewport.x + viewport.width))
    y0, y1 = max(0, round(viewport.y)), min(size[1], round(viewport.y + viewport.height))
    return np.array([x0, x1, y0, y1], np.int32) if x0 < x1 and y0 < y1 else None


def _is_sound(camera: Camera) -> bool:
    """Whether a picture can be taken with a camera."""
    numbers = (
        camera.azimuth,
        camera.elevation,
        *camera.target,
        camera.distance,
        camera.height,
        camera.field_of_view,
    )
    if not all(map(math.isfinite, numbers)) or camera.field_of_view >= 180.0 or camera.distance <= 0.0:
        return False
    return camera.height > 0.0 or not camera.is_orthographic
