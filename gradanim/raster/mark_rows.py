"""What one line, arrow, dot or shadow gives to the strokes of its view: made once for as long as it stays in it."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from gradanim.raster.build_marks import add_arrow, add_disc, add_polyline, add_shadow, add_sphere
from gradanim.raster.camera import Camera, Viewport
from gradanim.raster.items import Arrow, Disc, Item, Polyline, Shadow, Sphere
from gradanim.raster.layout import F4, F8, I4, JOB_COLUMNS, JOB_INTS
from gradanim.raster.mark_parts import MarkParts
from gradanim.raster.sameness import unlike_places
from gradanim.raster.view import View

_NO_POINTS = np.zeros((0, 3))
_NO_COLORS = np.zeros((0, 4))


class MarkRows(Struct, frozen=True, eq=False):
    """Rows of one item; places in other tables are counted from the item's own first row there.

    Attributes:
        item: what they are of.
        seen: the camera and the viewport they were made for, or None where they serve any.
        jobs: (j, JOB_COLUMNS) what strokes are made from.
        ints: (j, JOB_INTS) kinds and places of the jobs.
        points: (n, 3) world coordinates of lines.
        colors: (m, 4) RGBA of points that have colours of their own.
        styles: (r, STYLES) rows of the style table.
        int_styles: (r, INT_STYLES) the same, of whole numbers.
    """

    item: Item
    seen: tuple[Camera, Viewport] | None
    jobs: F8
    ints: I4
    points: F8
    colors: F8
    styles: F4
    int_styles: I4

    def serves(self, item: Item, seen: tuple[Camera, Viewport]) -> bool:
        """Whether they are those of an item as it is seen now."""
        return self.item is item and (self.seen is None or self.seen == seen)


class LastRows(Struct, frozen=True, eq=False):
    """The rows of all items of a view.

    Attributes:
        items: the items.
        seen: the camera and the viewport they are seen from.
        rows: those of each item.
        orders: the places of the items that have some.
    """

    items: tuple[Item, ...]
    seen: tuple[Camera, Viewport]
    rows: list[MarkRows]
    orders: list[int]


def rows_in(view: View, last: LastRows | None) -> LastRows:
    """The rows of all items of a view, those of the ``last`` one where they serve."""
    seen = view.camera, view.viewport
    places = None if last is None or last.seen != seen else unlike_places(last.items, view.items)
    if last is None or places is None:
        known = {} if last is None else {id(rows.item): rows for rows in last.rows}
        made = [_serving(known.get(id(item)), item, seen) for item in view.items]
        return LastRows(view.items, seen, made, _with_jobs(made))
    made = list(last.rows)
    for place in places:
        made[place] = rows_of(view.items[place], seen)
    stay = all(bool(len(made[place].jobs)) == bool(len(last.rows[place].jobs)) for place in places)
    return LastRows(view.items, seen, made, last.orders if stay else _with_jobs(made))


def _serving(rows: MarkRows | None, item: Item, seen: tuple[Camera, Viewport]) -> MarkRows:
    return rows if rows is not None and rows.serves(item, seen) else rows_of(item, seen)


def _with_jobs(rows: list[MarkRows]) -> list[int]:
    return [place for place, each in enumerate(rows) if len(each.jobs)]


def rows_of(item: Item, seen: tuple[Camera, Viewport]) -> MarkRows:
    """The rows of an item; none for one that is made of triangles alone."""
    parts = MarkParts(*seen)
    if isinstance(item, Polyline):
        add_polyline(parts, item)
    elif isinstance(item, Arrow):
        add_arrow(parts, item)
    elif isinstance(item, Sphere):
        add_sphere(parts, item)
    elif isinstance(item, Disc):
        add_disc(parts, item)
    elif isinstance(item, Shadow):
        add_shadow(parts, item)
    return MarkRows(
        item=item,
        seen=seen if _depends_on_eye(item) else None,
        jobs=np.array(parts.jobs, dtype=np.float64).reshape(-1, JOB_COLUMNS),
        ints=np.array(parts.ints, dtype=np.int32).reshape(-1, JOB_INTS),
        points=np.concatenate(parts.points) if parts.points else _NO_POINTS,
        colors=np.concatenate(parts.colors) if parts.colors else _NO_COLORS,
        styles=parts.styles.floats(),
        int_styles=parts.styles.ints(),
    )


def _depends_on_eye(item: Item) -> bool:
    """Whether the rows of an item are others for another camera: light turns with it, cones keep their size."""
    return isinstance(item, Sphere) or (isinstance(item, Arrow) and item.head == "cone")
