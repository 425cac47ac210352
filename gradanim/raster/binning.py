"""Kernels that sort primitives into the tiles of the frame that they touch."""

from __future__ import annotations

import math

from gradanim.raster.compiled import inner, kernel
from gradanim.raster.layout import ABSENT, B1, BOX, F4, F8, I4, STATE, TILE_H, TILE_W, Triangles


@inner
def _set_box(boxes: I4, i: int, clip: I4, low_x: float, high_x: float, low_y: float, high_y: float) -> None:
    """Tiles from column 0 to column 1 (exclusive) across and 2 to 3 down; none where out of the clip."""
    boxes[i, 0] = boxes[i, 1] = boxes[i, 2] = boxes[i, 3] = 0
    low_x, high_x = max(low_x, float(clip[0])), min(high_x, float(clip[1]))
    low_y, high_y = max(low_y, float(clip[2])), min(high_y, float(clip[3]))
    if low_x < high_x and low_y < high_y:
        boxes[i, 0], boxes[i, 1] = int(low_x) // TILE_W, (math.ceil(high_x) - 1) // TILE_W + 1
        boxes[i, 2], boxes[i, 3] = int(low_y) // TILE_H, (math.ceil(high_y) - 1) // TILE_H + 1


@kernel
def box_triangles(target: Triangles, clip: I4, boxes: I4) -> None:
    """Finds the tiles that triangles touch, into boxes (t, 4)."""
    vertices = target.vertices
    for t in range(boxes.shape[0]):
        if target.faces[t, STATE] == ABSENT:
            boxes[t, 0] = boxes[t, 1] = boxes[t, 2] = boxes[t, 3] = 0
            continue
        a, b, c = target.faces[t, 0], target.faces[t, 1], target.faces[t, 2]
        low_x = min(vertices[a, 0], vertices[b, 0], vertices[c, 0])
        high_x = max(vertices[a, 0], vertices[b, 0], vertices[c, 0])
        low_y = min(vertices[a, 1], vertices[b, 1], vertices[c, 1])
        high_y = max(vertices[a, 1], vertices[b, 1], vertices[c, 1])
        # A pixel belongs to the box where the triangle touches any part of it, not only its centre.
        _set_box(boxes, t, clip, low_x, high_x + 1e-6, low_y, high_y + 1e-6)


@kernel
def box_edges(edges: F4, clip: I4, boxes: I4) -> None:
    """Finds the tiles that edges touch, with the pixels beside them, into boxes (e, 4)."""
    for e in range(boxes.shape[0]):
        low_x, high_x = min(edges[e, 0], edges[e, 2]) - 1.0, max(edges[e, 0], edges[e, 2]) + 1.0
        low_y, high_y = min(edges[e, 1], edges[e, 3]) - 1.0, max(edges[e, 1], edges[e, 3]) + 1.0
        _set_box(boxes, e, clip, low_x, high_x, low_y, high_y)


@kernel
def box_strokes(strokes: F8, clip: I4, boxes: I4) -> None:
    """Finds the tiles that strokes touch, from the box of pixels of each, into boxes (s, 4)."""
    for s in range(boxes.shape[0]):
        _set_box(
            boxes, s, clip, strokes[s, BOX], strokes[s, BOX + 1], strokes[s, BOX + 2], strokes[s, BOX + 3]
        )


@kernel
def count_boxes(boxes: I4, columns: int, start: I4) -> int:
    """Finds where the entries of every tile start in a bin, into start (tiles + 1,), which comes before them.

    Returns:
        The length of the bin.
    """
    start[:] = 0
    for i in range(boxes.shape[0]):
        for row in range(boxes[i, 2], boxes[i, 3]):
            for column in range(boxes[i, 0], boxes[i, 1]):
                start[row * columns + column + 1] += 1
    start[0] = start.size
    for tile in range(1, start.size):
        start[tile] += start[tile - 1]
    return int(start[start.size - 1])


@kernel
def fill_boxes(boxes: I4, columns: int, tiles: int, bins: I4) -> None:
    """Fills a bin, which starts with what ``count_boxes`` found, with the primitives of every tile."""
    for i in range(boxes.shape[0]):
        for row in range(boxes[i, 2], boxes[i, 3]):
            for column in range(boxes[i, 0], boxes[i, 1]):
                tile = row * columns + column
                bins[bins[tile]] = i
                bins[tile] += 1
    for tile in range(tiles, 0, -1):
        bins[tile] = bins[tile - 1]
    bins[0] = tiles + 1


@kernel
def touch_boxes(boxes: I4, items: I4, columns: int, touched: B1) -> None:
    """Notes in touched (items, tiles) which tiles primitives touch.

    Args:
        boxes: (n, 4) tiles of the primitives.
        items: (n,) the row of ``touched`` of each.
        columns: tiles in a row of the frame.
        touched: written to.
    """
    for i in range(boxes.shape[0]):
        for row in range(boxes[i, 2], boxes[i, 3]):
            for column in range(boxes[i, 0], boxes[i, 1]):
                touched[items[i], row * columns + column] = True
