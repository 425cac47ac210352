"""A small picture with one of everything: drawing it compiles every kernel."""

from __future__ import annotations

import numpy as np

from gradanim.raster.camera import Camera, Viewport
from gradanim.raster.items import Arrow, Disc, HeatMap, Item, Mesh, Polygon, Polyline, Shadow, Sphere, Surface
from gradanim.raster.looks import IsoLines, MeshLines
from gradanim.raster.patches import blend_patch
from gradanim.raster.planes import to_planes
from gradanim.raster.render import render
from gradanim.raster.view import View


def warm_up() -> None:
    """Compiles every kernel and leaves it in the cache on disk; takes a moment where that is done already."""
    viewport = Viewport(0, 0, 48, 32)
    views = [
        View(viewport, Camera(), _items()),
        View(viewport, Camera(distance=0.3), _items()),
        View(viewport, Camera(), _items(), painted=True),
    ]
    frame = render(views, (48, 32), threads=1)
    blend_patch(frame.rgba, np.ones((4, 6, 6), np.float32), (1.0, 1.0))
    to_planes(frame.rgba)


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
