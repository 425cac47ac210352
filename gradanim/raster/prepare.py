"""One view on its way from items to the arrays that its tiles are drawn from.

What has not changed since the last frame is not made again: a view is kept while all of it is the same, its solids
while the camera and they themselves are.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct, field

from gradanim.raster.binning import touch_boxes
from gradanim.raster.build_heat_map import add_heat_map
from gradanim.raster.build_solids import add_cone, add_mesh, add_polygon
from gradanim.raster.build_surface import add_surface
from gradanim.raster.camera import Camera, Viewport
from gradanim.raster.canvas import Canvas
from gradanim.raster.changes import Touched
from gradanim.raster.items import Arrow, Disc, HeatMap, Item, Mesh, Polygon, Polyline, Shadow, Sphere, Surface
from gradanim.raster.layout import B1, BOX, F4, F8, FACE_ITEM, I4, ORDER, STROKE_ITEM, TILE_H, TILE_W, Scene
from gradanim.raster.marks import Marks
from gradanim.raster.sameness import same_objects
from gradanim.raster.solids import Solids
from gradanim.raster.view import View
from gradanim.raster.wanting import Touching

# Items that always have triangles.
_OF_TRIANGLES = (Surface, HeatMap, Mesh, Polygon)
# Items that never have any: most of them, and told quicker than by `_is_solid`.
_OF_STROKES = frozenset({Polyline, Sphere, Disc, Shadow})


class KeptSolids(Struct, frozen=True, eq=False):
    """Solids of a view that are ready to be drawn, and what they were made from.

    Attributes:
        viewport, camera, size: where they are seen from.
        items: the items, in order.
        places: for every row of styles, which of the items it is of.
        solids: the triangles.
        face_bins, edge_bins: what touches each tile.
        boxes: tiles of every triangle.
        styles, int_styles, tables: the tables.
        touched: which tiles the items touched of a view of so many items in which they had these places.
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
    touched: dict[tuple[int, ...], B1] = field(default_factory=dict)

    def serves(self, view: View, size: tuple[int, int], items: tuple[Item, ...]) -> bool:
        """Whether they are what a view with these solid items needs."""
        same_place = self.camera == view.camera and self.viewport == view.viewport and self.size == size
        return same_place and same_objects(items, self.items)


class Prepared(Struct, frozen=True, eq=False):
    """A view that is ready to be drawn.

    Attributes:
        view: what is drawn.
        size: pixels of the frame.
        scene: what its tiles are drawn from.
        touched: where its items are in the frame.
    """

    view: View
    size: tuple[int, int]
    scene: Scene
    touched: Touched

    def serves(self, view: View, size: tuple[int, int]) -> bool:
        """Whether this is a view of the very same items from the same place."""
        mine, places = self.view, (view.camera, view.viewport, view.painted, view.soft)
        if self.size != size or (mine.camera, mine.viewport, mine.painted, mine.soft) != places:
            return False
        return same_objects(mine.items, view.items)


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
    ready: Prepared | None = canvas.kept_views.get(slot)
    if ready is not None and ready.serves(view, size):
        return ready
    clip = _clip(view.viewport, size)
    if clip is None or not view.camera.is_sound:
        return None
    made = _prepared(canvas, slot, view, (size, clip))
    canvas.kept_views[slot] = made
    return made


def _prepared(canvas: Canvas, slot: int, view: View, place: tuple[tuple[int, int], I4]) -> Prepared:
    """A view of which something may be seen; ``place`` is the size of the frame and the pixels of the view in it."""
    size, clip = place
    columns = -(-size[0] // TILE_W)
    tiles = columns * -(-size[1] // TILE_H)
    orders = [
        order for order, item in enumerate(view.items) if type(item) not in _OF_STROKES and _is_solid(item)
    ]
    kept = _solids(canvas, slot, view, size, (clip, tuple(view.items[order] for order in orders)))
    solids = kept.solids
    marks = Marks(canvas, slot, view, len(kept.styles))
    strokes = marks.strokes(solids.lens, clip)
    stroke_bins = marks.bins(strokes, clip, columns, tiles)
    int_styles = np.concatenate([kept.int_styles, marks.int_styles])
    # Marks may have come or gone between the solids: where these stand in the order is new in every frame.
    int_styles[: len(kept.places), ORDER] = np.array(orders, np.int32)[kept.places]
    triangles = solids.placed()
    tiles_of_solids = _solid_tiles(kept, int_styles[:, ORDER], (*orders, len(view.items)), (columns, tiles))
    touched = _touched(tiles_of_solids, marks, strokes, int_styles[:, ORDER])
    scene = Scene(
        camera=solids.lens,
        clip=clip,
        vertices=triangles.vertices,
        attributes=triangles.attributes,
        faces=triangles.faces,
        edges=solids.placed_edges(),
        strokes=strokes,
        styles=np.concatenate([kept.styles, marks.styles]),
        int_styles=int_styles,
        tables=kept.tables,
        face_bins=kept.face_bins,
        edge_bins=kept.edge_bins,
        stroke_bins=stroke_bins,
        painted=view.painted,
        soft=float(view.soft),
    )
    return Prepared(view, size, scene, touched)


def _solid_tiles(kept: KeptSolids, of_styles: I4, places: tuple[int, ...], size: tuple[int, int]) -> B1:
    """(items, tiles) which tiles the triangles of every item of a view touch; nobody writes to it.

    Args:
        kept: the triangles.
        of_styles: the item of every row of styles.
        places: of the solid items in the view, and how many items it has.
        size: columns of tiles, and how many tiles there are.
    """
    if places not in kept.touched:
        kept.touched.clear()
        touched = np.zeros((places[-1], size[1]), np.bool_)
        faces = kept.solids.placed().faces
        touch_boxes(kept.boxes, of_styles[faces[: len(kept.boxes), FACE_ITEM]], size[0], touched)
        kept.touched[places] = touched
    return kept.touched[places]


def _touched(tiles: B1, marks: Marks, strokes: F8, of_styles: I4) -> Touched:
    """Where items are: ``tiles`` of their triangles, and strokes; ``of_styles`` is the item of every row of styles."""
    # The room of the strokes is drawn over by the next frame.
    bits = strokes.view(np.int64).copy()
    of_strokes = of_styles[strokes[:, STROKE_ITEM].astype(np.int64)].astype(np.int64)
    bits[:, STROKE_ITEM] = 0
    places = Touching(tiles, of_strokes, bits, strokes[:, BOX : BOX + 4].copy())
    return Touched(places, marks.rows_by_item())


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


def _is_solid(item: Item) -> bool:
    """Whether an item has triangles."""
    if isinstance(item, Arrow):
        return item.head == "cone"
    return isinstance(item, _OF_TRIANGLES)


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


def _clip(viewport: Viewport, size: tuple[int, int]) -> I4 | None:
    """First and last column + 1, first and last row + 1 of whole pixels of a viewport; None where there are none."""
    if viewport.is_empty:
        return None
    x0, x1 = max(0, round(viewport.x)), min(size[0], round(viewport.x + viewport.width))
    y0, y1 = max(0, round(viewport.y)), min(size[1], round(viewport.y + viewport.height))
    return np.array([x0, x1, y0, y1], np.int32) if x0 < x1 and y0 < y1 else None
