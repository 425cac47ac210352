"""The kernel that draws tiles: fragments of every item first, then one blend per pixel."""

from __future__ import annotations

import numpy as np

from gradanim.raster.compiled import inner, kernel, spliced
from gradanim.raster.layout import (
    COV,
    EDGE_ITEM,
    F4,
    FACE_ITEM,
    FLAT,
    HEATMAP,
    I4,
    ITEM,
    KIND,
    MESH,
    ORDER,
    POOL,
    STROKE_ITEM,
    SURFACE,
    TILE_H,
    TILE_W,
    U4,
    Scene,
    Scratch,
    Tile,
)
from gradanim.raster.tile_eye import Views, view_steps
from gradanim.raster.tile_heat import shade_heat_map
from gradanim.raster.tile_paint import clear_paint, paint, paint_flat, write_paint
from gradanim.raster.tile_resolve import resolve
from gradanim.raster.tile_samples import flag_edge
from gradanim.raster.tile_shading import shade_flat, shade_mesh, shade_surface
from gradanim.raster.tile_strokes import draw_stroke
from gradanim.raster.tile_triangles import draw_triangle

_FULL_POOL = np.uint64(POOL)
# Fragments shaded at a time: few enough for the first-level cache, many enough for long loops.
_RUN = np.uint64(256)


@inner
def _whole(number: int | np.uint64) -> int:
    """A whole number in the type that those of kernels have: one type, so that what takes it is compiled once."""
    return np.int64(number)  # type: ignore[return-value]


@spliced
def _shade(
    scene: Scene, scratch: Scratch, item: int, span: tuple[np.uint64, np.uint64], views: Views
) -> None:
    """Paints the fragments of one item in a tile."""
    kind = scene.int_styles[item, KIND]
    floats, ints = scratch.floats, scratch.ints
    for i in range(span[0], span[1]):
        ints[ITEM + i] = np.int32(item)
        floats[COV + i] = np.float32(1.0)
    if kind == SURFACE:
        shade_surface(scene, scratch, item, span, views)
    elif kind == MESH:
        shade_mesh(scene, scratch, item, span, views)
    elif kind == FLAT:
        shade_flat(scene, scratch, item, span)
    elif kind == HEATMAP:
        shade_heat_map(scene, scratch, item, span)


@spliced
def _draw_triangles(
    scene: Scene,
    scratch: Scratch,
    at: tuple[int, int, np.uint64],
    ends: tuple[int, int],
    tile: Tile,
    views: Views,
) -> tuple[int, int, np.uint64]:
    """Makes the fragments of all triangles of the next item of a tile.

    Args:
        scene: the view.
        scratch: where fragments go.
        at: places in the bins of triangles and edges, and the fragments in use.
        ends: where the bins of the tile end.
        tile: the rows and columns to draw.
        views: the way to the eye.

    Returns:
        ``at`` after the item; the fragments in use are POOL where there was no room.
    """
    bins, edges, faces = scene.face_bins, scene.edge_bins, scene.faces
    i, edge, n = at
    item = faces[bins[i], FACE_ITEM]
    flagged = False
    while edge < ends[1] and scene.edges[edges[edge], EDGE_ITEM] <= item:
        if scene.edges[edges[edge], EDGE_ITEM] == item:
            flagged = True
            flag_edge(scene, scratch, edges[edge], tile)
        edge += 1
    if scene.painted and not flagged and scene.int_styles[item, KIND] == FLAT:
        while i < ends[0] and faces[bins[i], FACE_ITEM] == item:
            paint_flat(scene, scratch, bins[i], tile)
            i += 1
        return i, edge, n
    first = n
    edged = _whole(first) if flagged else _whole(-1)
    while i < ends[0] and faces[bins[i], FACE_ITEM] == item:
        n = draw_triangle(scene, scratch, n, bins[i], tile, edged)
        if n == _FULL_POOL:
            break
        i += 1
    if flagged:
        scratch.flags[:] = 0
    if n != _FULL_POOL:
        for start in range(first, n, _RUN):
            _shade(scene, scratch, item, (np.uint64(start), min(start + _RUN, n)), views)
    return i, edge, n


@spliced
def _draw_strokes(
    scene: Scene, scratch: Scratch, at: tuple[int, np.uint64], end: int, tile: Tile
) -> tuple[int, np.uint64]:
    """Makes the fragments of all strokes of the next item of a tile; ``at`` is as for triangles."""
    bins, strokes = scene.stroke_bins, scene.strokes
    i, n = at
    item = strokes[bins[i], STROKE_ITEM]
    while i < end and strokes[bins[i], STROKE_ITEM] == item:
        n = draw_stroke(scene, scratch, n, bins[i], tile)
        if n == _FULL_POOL:
            break
        i += 1
    return i, n


@spliced
def _draw_part(
    scene: Scene,
    scratch: Scratch,
    number: int,
    tile: Tile,
    frame: tuple[U4, F4],
) -> bool:
    """Draws some rows of tile ``number``, item by item; returns whether there was room for their fragments."""
    scratch.head[:] = -1
    views = view_steps(scene.camera, tile)
    n = np.uint64(0)
    face, last_face = scene.face_bins[number], scene.face_bins[number + 1]
    edge, last_edge = scene.edge_bins[number], scene.edge_bins[number + 1]
    stroke, last_stroke = scene.stroke_bins[number], scene.stroke_bins[number + 1]
    if scene.painted:
        clear_paint(scratch)
    while face < last_face or stroke < last_stroke:
        if face < last_face and (
            stroke == last_stroke
            or scene.int_styles[scene.faces[scene.face_bins[face], FACE_ITEM], ORDER]
            <= scene.int_styles[int(scene.strokes[scene.stroke_bins[stroke], STROKE_ITEM]), ORDER]
        ):
            face, edge, n = _draw_triangles(
                scene, scratch, (face, edge, n), (last_face, last_edge), tile, views
            )
        else:
            stroke, n = _draw_strokes(scene, scratch, (stroke, n), last_stroke, tile)
        if n == _FULL_POOL:
            return False
        if scene.painted:
            paint(scratch, n)
            n = np.uint64(0)
    if scene.painted:
        write_paint(scene, scratch, tile, frame[0])
    else:
        resolve(scene, scratch, tile, frame)
    return True


@spliced
def _clear(box: I4, color: int, frame: tuple[U4, F4]) -> None:
    """Fills a box of pixels with one colour, their depths with infinity."""
    pixels, depths = frame
    first, end = np.uint64(box[0]), np.uint64(box[1])
    bytes_, nothing = np.uint32(color), np.float32(np.inf)
    for y in range(np.uint64(box[2]), np.uint64(box[3])):
        for x in range(first, end):
            pixels[y, x] = bytes_
        if depths.size > 0:
            for x in range(first, end):
                depths[y, x] = nothing


@kernel
def clear_tiles(color: int, share: tuple[int, int], wanted: I4, frame: tuple[U4, F4]) -> None:
    """Fills what is wanted of every ``share[1]``-th tile from tile ``share[0]`` on with one colour; see draw_tiles."""
    for number in range(share[0], wanted.shape[0], share[1]):
        _clear(wanted[number], color, frame)


@kernel
def draw_tiles(
    scene: Scene, scratch: Scratch, share: tuple[int, int, int], wanted: I4, frame: tuple[U4, F4]
) -> None:
    """Draws every ``share[1]``-th tile of a view from tile ``share[0]`` on.

    A tile whose fragments do not fit into the pool is drawn in parts of fewer rows; a single row that does not fit is
    left as it was.

    Args:
        scene: the view.
        scratch: of this thread alone.
        share: first tile and step; and the four bytes to fill each tile with before, or -1 to draw over what it holds.
        wanted: (tiles, 4) first and last column + 1, first and last row + 1 of the pixels of each tile that are drawn;
            the first is not before the last where nothing is.
        frame: (height, width) premultiplied RGBA, a byte each in the order of memory; and (height, width) world units
            along the line of sight, or (0, 0) where these are not wanted.
    """
    columns = (frame[0].shape[1] + TILE_W - 1) // TILE_W
    clip = scene.clip
    triangles, strokes = scene.face_bins, scene.stroke_bins
    for number in range(share[0], wanted.shape[0], share[1]):
        box = wanted[number]
        if box[0] >= box[1]:
            continue
        if share[2] >= 0:
            _clear(box, share[2], frame)
        if triangles[number] == triangles[number + 1] and strokes[number] == strokes[number + 1]:
            continue
        left, top = (number % columns) * TILE_W, (number // columns) * TILE_H
        # Of one type from the start: for every other one all that draws would be compiled once more.
        x0, x1 = _whole(max(box[0], clip[0])), _whole(min(box[1], clip[1]))
        y, rows = _whole(max(box[2], clip[2])), TILE_H
        end = _whole(min(box[3], clip[3]))
        while y < end and x0 < x1:
            tile = (x0, x1, y, min(y + rows, end), left, top)
            if _draw_part(scene, scratch, number, tile, frame) or rows == 1:
                y += rows
            else:
                rows = rows // 2
