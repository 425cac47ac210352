"""What can be drawn: frozen records of surfaces, lines and marks in world coordinates.

Colours are RGBA with components in 0..1, sRGB as authored, not premultiplied. Arrays given to an item are never
written to afterwards: unchanged items are recognised by identity.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from gradanim.raster.grids import HeatMap, Surface
from gradanim.raster.looks import RGBA, FloatArray, Lighting, Occlusion, Point

__all__ = ["Arrow", "Disc", "HeatMap", "Item", "Mesh", "Polygon", "Polyline", "Shadow", "Sphere", "Surface"]


class Mesh(Struct, frozen=True, eq=False):
    """Triangles with smooth normals: spheres, cones, level surfaces, parametric surfaces.

    Attributes:
        vertices: (v, 3) world coordinates.
        triangles: (t, 3) indices of vertices; orientation does not matter.
        normals: (v, 3), any length and sign (the side that is seen is lit); None averages the triangles.
        color: one RGBA, or (v, 4) an RGBA for every vertex.
        opacity: multiplies the alpha of ``color``.
        lighting: how it is lit.
    """

    vertices: FloatArray
    triangles: NDArray[np.integer]
    normals: FloatArray | None = None
    color: RGBA | FloatArray = (0.8, 0.8, 0.8, 1.0)
    opacity: float = 1.0
    lighting: Lighting = field(default_factory=Lighting)


class Polygon(Struct, frozen=True, eq=False):
    """A flat convex polygon of one colour: a plane, a panel, the fill of a shape.

    Attributes:
        points: (k, 3) corners in order.
        color: RGBA.
        opacity: multiplies the alpha of ``color``.
    """

    points: FloatArray
    color: RGBA
    opacity: float = 1.0


class Polyline(Struct, frozen=True, eq=False):
    """A line of constant width on the screen with round joins and caps.

    Attributes:
        points: (k, 3) world coordinates; a nan breaks the line.
        width: pixels.
        color: RGBA.
        dash: pixels on and pixels off along the projected line, or None for a solid line.
        closed: joins the last point to the first.
        occlusion: "depth" hides what is behind other things, "ghost" draws it faintly, "top" ignores depth.
        ghost_opacity: what is left of a hidden part under "ghost", 0..1.
        ghost_dash: pixels on and off of the hidden part, or None to leave it as the rest.
        bias: pixels by which the line is held before a surface that it lies on.
        colors: (k, 4) an RGBA for every point, or None for ``color`` everywhere.
    """

    points: FloatArray
    width: float = 2.0
    color: RGBA = (1.0, 1.0, 1.0, 1.0)
    dash: tuple[float, float] | None = None
    closed: bool = False
    occlusion: Occlusion = "depth"
    ghost_opacity: float = 0.25
    ghost_dash: tuple[float, float] | None = None
    bias: float = 1.0
    colors: FloatArray | None = None


class Arrow(Struct, frozen=True, eq=False):
    """A straight arrow whose tip is exact; too short for its head, it shrinks as a whole, down to nothing.

    Attributes:
        tail: world coordinates.
        tip: world coordinates.
        width: pixels of the shaft.
        head_length: pixels.
        head_width: pixels.
        color: RGBA.
        head: "flat" lies in the plane of ``normal`` and foreshortens with it, "cone" is a lit solid,
            "screen" faces the eye.
        normal: normal of the plane in which a flat head lies.
        occlusion: as for a Polyline.
        ghost_opacity: as for a Polyline.
        ghost_dash: as for a Polyline, on the shaft.
        bias: as for a Polyline.
    """

    tail: Point
    tip: Point
    width: float = 5.0
    head_length: float = 22.0
    head_width: float = 20.0
    color: RGBA = (1.0, 0.82, 0.3, 1.0)
    head: Literal["flat", "cone", "screen"] = "flat"
    normal: Point = (0.0, 0.0, 1.0)
    occlusion: Occlusion = "depth"
    ghost_opacity: float = 0.35
    ghost_dash: tuple[float, float] | None = None
    bias: float = 1.0


class Sphere(Struct, frozen=True, eq=False):
    """A ball of constant size on the screen.

    Attributes:
        center: world coordinates.
        radius: pixels.
        color: RGBA.
        shaded: False paints it flat.
        cut: True lets what it stands in cut it, as a ball in space; else it is seen whole wherever its centre is.
        occlusion: as for a Polyline.
        ghost_opacity: as for a Polyline.
        bias: as for a Polyline.
    """

    center: Point
    radius: float = 9.0
    color: RGBA = (1.0, 1.0, 1.0, 1.0)
    shaded: bool = True
    cut: bool = False
    occlusion: Occlusion = "depth"
    ghost_opacity: float = 0.35
    bias: float = 1.0


class Disc(Struct, frozen=True, eq=False):
    """A round dot that faces the eye and is seen whole wherever its centre is.

    Attributes:
        center: world coordinates.
        radius: pixels, border included.
        color: RGBA.
        border: pixels of the border, 0 for none.
        border_color: RGBA.
        occlusion: as for a Polyline.
        ghost_opacity: as for a Polyline.
        bias: as for a Polyline.
    """

    center: Point
    radius: float = 6.0
    color: RGBA = (1.0, 1.0, 1.0, 1.0)
    border: float = 0.0
    border_color: RGBA = (0.0, 0.0, 0.0, 1.0)
    occlusion: Occlusion = "depth"
    ghost_opacity: float = 0.35
    bias: float = 1.0


class Shadow(Struct, frozen=True, eq=False):
    """A soft round spot on a plane that ties what floats over it to its place.

    Attributes:
        center: world coordinates of the middle of the spot.
        radius: world units from the middle to where it has faded to nothing.
        opacity: 0..1 in the middle.
        normal: normal of the plane it lies on.
        color: RGB at full opacity.
        bias: as for a Polyline.
    """

    center: Point
    radius: float
    opacity: float = 0.4
    normal: Point = (0.0, 0.0, 1.0)
    color: tuple[float, float, float] = (0.0, 0.0, 0.0)
    bias: float = 1.0


Item: TypeAlias = Surface | HeatMap | Mesh | Polygon | Polyline | Arrow | Sphere | Disc | Shadow
