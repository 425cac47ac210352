"""The 3D renderer: arrays in, image and depth out."""

from gradanim.raster.camera import Camera, Viewport
from gradanim.raster.canvas import Canvas
from gradanim.raster.grids import Border
from gradanim.raster.items import Arrow, Disc, HeatMap, Item, Mesh, Polygon, Polyline, Shadow, Sphere, Surface
from gradanim.raster.looks import UNLIT, IsoLines, Lighting, MeshLines
from gradanim.raster.patches import blend_patch, bordered, patch_box
from gradanim.raster.planes import StalePlanes, to_planes
from gradanim.raster.render import render
from gradanim.raster.reuse import with_items_of
from gradanim.raster.topology import grid_corners
from gradanim.raster.view import Frame, View
from gradanim.raster.warm import warm_up

__all__ = [
    "UNLIT",
    "Arrow",
    "Border",
    "Camera",
    "Canvas",
    "Disc",
    "Frame",
    "HeatMap",
    "IsoLines",
    "Item",
    "Lighting",
    "Mesh",
    "MeshLines",
    "Polygon",
    "Polyline",
    "Shadow",
    "Sphere",
    "StalePlanes",
    "Surface",
    "View",
    "Viewport",
    "blend_patch",
    "bordered",
    "grid_corners",
    "patch_box",
    "render",
    "to_planes",
    "warm_up",
    "with_items_of",
]
