"""One view into a frame: items to primitives, primitives to tiles, tiles to pixels on several threads."""

from __future__ import annotations

import math

import numpy as np

from gradanim.raster.assembly import Assembly
from gradanim.raster.binning import box_edges, box_strokes, box_triangles, count_boxes, fill_boxes
from gradanim.raster.build_marks import add_arrow, add_disc, add_polyline, add_shadow, add_sphere
from gradanim.raster.build_solids import add_cone, add_mesh, add_polygon
from gradanim.raster.build_surface import add_heat_map, add_surface
from gradanim.raster.camera import Camera, Viewport
from gradanim.raster.canvas import Canvas
from gradanim.raster.items import Arrow, Disc, HeatMap, Item, Mesh, Polygon, Polyline, Shadow, Sphere, Surface
from gradanim.raster.layout import (
    F4,
    I4,
    JOB_COLUMNS,
    JOB_INTS,
    STROKE_COLUMNS,
    TILE_H,
    TILE_W,
    U4,
    Bins,
    Scene,
    Strokes,
)
from gradanim.raster.strokes import place_strokes
from gradanim.raster.tile_draw import draw_tiles


def draw_view(
    canvas: Canvas, view: tuple[Viewport, Camera, tuple[Item, ...]], frame: tuple[U4, F4], threads: int
) -> None:
    """Draws the items of a view over what a frame, pixels of four bytes and depths, holds."""
    viewport, camera, items = view
    clip = _clip(viewport, frame[0].shape)
    if clip is None or not _is_sound(camera):
        return
    assembly = Assembly(canvas, camera, viewport)
    for order, item in enumerate(items):
        _add(assembly, item, order)
    for order, item in enumerate(items):
        _add_marks(assembly, item, order)
    scene = _scene(assembly, clip, frame[0].shape)
    if not scene.triangle_bins.index.size + scene.stroke_bins.index.size:
        return
    scratches = [canvas.scratch(thread) for thread in range(threads)]
    canvas.run(lambda i: draw_tiles(scene, scratches[i], (i, threads), frame[0], frame[1]), threads)


def _add(assembly: Assembly, item: Item, order: int) -> None:
    """Adds what is made of triangles."""
    if isinstance(item, Surface):
        add_surface(assembly, item, order)
    elif isinstance(item, HeatMap):
        add_heat_map(assembly, item, order)
    elif isinstance(item, Mesh):
        add_mesh(assembly, item, order)
    elif isinstance(item, Polygon):
        add_polygon(assembly, item, order)
    elif isinstance(item, Arrow) and item.head == "cone":
        add_cone(assembly, item, order)


def _add_marks(assembly: Assembly, item: Item, order: int) -> None:
    """Adds what is made of strokes."""
    if isinstance(item, Polyline):
        add_polyline(assembly, item, order)
    elif isinstance(item, Arrow):
        add_arrow(assembly, item, order)
    elif isinstance(item, Sphere):
        add_sphere(assembly, item, order)
    elif isinstance(item, Disc):
        add_disc(assembly, item, order)
    elif isinstance(item, Shadow):
        add_shadow(assembly, item, order)


def _clip(viewport: Viewport, shape: tuple[int, ...]) -> I4 | None:
    """First and last column + 1, first and last row + 1 of whole pixels of a viewport; None where there are none."""
    if viewport.is_empty:
        return None
    x0, x1 = max(0, round(viewport.x)), min(shape[1], round(viewport.x + viewport.width))
    y0, y1 = max(0, round(viewport.y)), min(shape[0], round(viewport.y + viewport.height))
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


def _scene(assembly: Assembly, clip: I4, shape: tuple[int, ...]) -> Scene:
    """The arrays that the tiles of a view are drawn from."""
    canvas, columns = assembly.canvas, -(-shape[1] // TILE_W)
    tiles = columns * -(-shape[0] // TILE_H)
    triangles = assembly.placed()
    edges = canvas.buffer("edges", (1, 4), np.float32)
    strokes, count = _strokes(assembly, clip)
    boxes = canvas.buffer("boxes", (max(assembly.triangles, assembly.edges, count), 4), np.int32)
    box_triangles(triangles, clip, boxes[: assembly.triangles])
    triangle_bins = _bins(canvas, "triangle", boxes[: assembly.triangles], columns, tiles)
    box_edges(edges, clip, boxes[: assembly.edges])
    edge_bins = _bins(canvas, "edge", boxes[: assembly.edges], columns, tiles)
    box_strokes(strokes.strokes, clip, boxes[:count])
    stroke_bins = _bins(canvas, "stroke", boxes[:count], columns, tiles)
    styles, int_styles, tables = assembly.styles()
    return Scene(
        camera=assembly.lens,
        clip=clip,
        triangles=triangles,
        edges=edges,
        edge_item=canvas.buffer("edge_item", (1,), np.int32),
        strokes=strokes.strokes,
        stroke_kind=strokes.kinds,
        stroke_item=strokes.items,
        styles=styles,
        int_styles=int_styles,
        tables=tables,
        triangle_bins=triangle_bins,
        edge_bins=edge_bins,
        stroke_bins=stroke_bins,
    )


def _bins(canvas: Canvas, name: str, boxes: I4, columns: int, tiles: int) -> Bins:
    """The primitives of every tile."""
    start = canvas.buffer(f"{name}_start", (tiles + 1,), np.int32)[: tiles + 1]
    total = count_boxes(boxes, columns, start)
    index = canvas.buffer(f"{name}_index", (total,), np.int32)[:total]
    fill_boxes(boxes, columns, start, index)
    return Bins(start, index)


def _strokes(assembly: Assembly, clip: I4) -> tuple[Strokes, int]:
    """The strokes of a view and how many there are."""
    jobs = np.array(assembly.jobs, dtype=np.float64).reshape(-1, JOB_COLUMNS)
    ints = np.array(assembly.job_ints, dtype=np.int32).reshape(-1, JOB_INTS)
    points = np.concatenate(assembly.points) if assembly.points else np.zeros((0, 3))
    colors = np.concatenate(assembly.colors).ravel() if assembly.colors else np.zeros(0)
    need = assembly.point_count + 4 * len(jobs)
    while True:
        buffer = assembly.canvas.buffer
        out = Strokes(
            strokes=buffer("strokes", (need, STROKE_COLUMNS), np.float64),
            kinds=buffer("stroke_kind", (need,), np.int32),
            items=buffer("stroke_item", (need,), np.int32),
            clip=clip,
        )
        count = place_strokes(assembly.lens, ints, jobs, points, colors, out)
        if count <= min(len(out.strokes), len(out.kinds), len(out.items)):
            return out, count
        need = count
