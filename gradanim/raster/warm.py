"""A small picture with one of everything: drawing it compiles every kernel."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradanim.raster.camera import Camera, Viewport
from gradanim.raster.canvas import Canvas
from gradanim.raster.items import Arrow, Disc, HeatMap, Item, Mesh, Polygon, Polyline, Shadow, Sphere, Surface
from gradanim.raster.kernel_cache import is_compiled
from gradanim.raster.layout import (
    ATTRIBUTES,
    CAMERA_COLUMNS,
    EDGE_COLUMNS,
    FACE_COLUMNS,
    INT_STYLES,
    STROKE_COLUMNS,
    STYLES,
    VERTEX_COLUMNS,
    Scene,
)
from gradanim.raster.looks import IsoLines, MeshLines
from gradanim.raster.patches import blend_patch
from gradanim.raster.planes import StalePlanes, to_planes
from gradanim.raster.render import render
from gradanim.raster.view import View

_SIZE = (48, 32)


def warm_up() -> None:
    """Compiles every kernel and leaves it in the cache on disk; takes a moment where that is done already.

    Where it is not, a second process compiles the small kernels while this one is at the large one.
    """
    if not is_compiled() and (os.cpu_count() or 1) > 1:
        helper = _started()
        compile_tiles()
        if helper is not None:
            helper.wait()
    _finish(render(_views(), _SIZE, threads=1).rgba)


def warm_small() -> None:
    """Compiles every kernel but the one that draws tiles."""
    # Compiled code takes half a second to import.
    from gradanim.raster.prepare import prepare

    canvas = Canvas()
    for slot, view in enumerate(_views()):
        prepare(canvas, slot, view, _SIZE)
    _finish(np.zeros((*_SIZE[::-1], 4), np.uint8))


def compile_tiles() -> None:
    """Compiles the kernel that draws tiles, for the types of a scene and without one."""
    from gradanim.raster.tile_draw import draw_tiles

    nothing: dict[str, Any] = {
        "camera": np.zeros(CAMERA_COLUMNS),
        "clip": np.zeros(4, np.int32),
        "vertices": np.zeros((0, VERTEX_COLUMNS)),
        "attributes": np.zeros((0, ATTRIBUTES), np.float32),
        "faces": np.zeros((0, FACE_COLUMNS), np.int32),
        "edges": np.zeros((0, EDGE_COLUMNS), np.float32),
        "strokes": np.zeros((0, STROKE_COLUMNS)),
        "styles": np.zeros((0, STYLES), np.float32),
        "int_styles": np.zeros((0, INT_STYLES), np.int32),
        "tables": np.zeros(0, np.float32),
        **{name: np.zeros(1, np.int32) for name in ("face_bins", "edge_bins", "stroke_bins")},
    }
    frame = np.zeros((1, 1), np.uint32), np.zeros((0, 0), np.float32)
    scene = Scene(**nothing, painted=False, soft=0.0)
    draw_tiles(scene, Canvas().scratch(0), (0, 1, -1), np.zeros((0, 4), np.int32), frame)


def _started() -> subprocess.Popen[bytes] | None:
    """The second process, or None where there can be none."""
    program = f"from {__name__} import warm_small; warm_small()"
    with suppress(OSError):
        # Modules come from where this process has them from, and from nowhere else.
        places = os.pathsep.join(filter(None, sys.path))
        return subprocess.Popen(
            [sys.executable, "-P", "-c", program],
            env={**os.environ, "PYTHONPATH": places},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return None


def _finish(rgba: NDArray[np.uint8]) -> None:
    """What is done to every frame after it was drawn, to the next one before it is, and to empty ones."""
    from gradanim.raster.wanting import Touching, want_unlike

    blend_patch(rgba, np.ones((4, 6, 6), np.float32), (1.0, 1.0))
    to_planes(rgba)
    stale = StalePlanes(_SIZE, 1)
    stale.mark(np.zeros((0, 4), np.int32))
    stale.take(0)
    whole, tiles = np.zeros(0, np.int64), np.zeros((1, 4), np.int32)
    nothing = Touching(
        np.zeros((0, 1), np.bool_), whole, np.zeros((0, STROKE_COLUMNS), np.int64), np.zeros((0, 4))
    )
    want_unlike(nothing, nothing, (whole, whole, np.zeros(0, np.bool_)), tiles, tiles)
    render([], _SIZE, threads=1)


def _views() -> list[View]:
    """Everything from afar, from nearby, and from above."""
    viewport = Viewport(0, 0, *_SIZE)
    return [
        View(viewport, Camera(), _items()),
        View(viewport, Camera(distance=0.3), _items()),
        View(viewport, Camera(), _items(), painted=True),
    ]


def _items() -> tuple[Item, ...]:
    """One of everything that can be drawn."""
    places = np.linspace(-1.0, 1.0, 8)
    z = np.hypot(*np.meshgrid(places, places))
    colors = np.array([[0.0, 0.0, 0.5], [1.0, 1.0, 0.0]])
    square = np.array([[-1.0, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]])
    mesh, iso = MeshLines((0.5, 0.5)), IsoLines((0.5, 1.0))
    white = np.ones((4, 4))
    return (
        Surface(places, places, np.where(z > 1.3, np.nan, z), colors, mesh=mesh, iso=iso, reveal=0.5),
        HeatMap((-1.0, 1.0), (-1.0, 1.0), z / 2.0, colors, iso=iso, bands=np.array([0.3, 0.6])),
        Mesh(square, np.array([[0, 1, 2], [0, 2, 3]])),
        Polygon(square, (1.0, 0.0, 0.0, 0.5)),
        Polyline(square, colors=white, dash=(3.0, 2.0), occlusion="ghost", ghost_dash=(2.0, 2.0)),
        Arrow((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), head="cone"),
        Arrow((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), occlusion="top"),
        Sphere((0.0, 0.0, 0.5)),
        Disc((0.0, 0.0, 0.5), border=1.0),
        Shadow((0.0, 0.0, 0.0), 0.5),
    )
