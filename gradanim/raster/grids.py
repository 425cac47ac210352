"""What is given on a grid of places: height fields with their borders, and heat maps."""

from __future__ import annotations

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from gradanim.raster.looks import FloatArray, IsoLines, Lighting, MeshLines


class Border(Struct, frozen=True, eq=False):
    """Where a height field ends between the places of its grid: places of its own, and triangles that reach them.

    Attributes:
        points: (k, 3) world coordinates, beyond those of the grid.
        gradient: (k, 2) dz/dx and dz/dy in world units.
        color_value: (k,) in 0..1, the place in the colour map.
        triangles: (t, 3) all triangles of the surface, turning the same way around: corner c is the grid's place
            (c // nx, c % nx), and corner ny nx + i is point i.
    """

    points: FloatArray
    gradient: FloatArray
    color_value: FloatArray
    triangles: NDArray[np.integer]


class Surface(Struct, frozen=True, eq=False):
    """A height field over a rectangular grid: z at every (x[i], y[j]).

    Attributes:
        x: (nx,) increasing world coordinates.
        y: (ny,) increasing world coordinates.
        z: (ny, nx) heights; where nan or infinite there is a hole.
        gradient: (ny, nx, 2) dz/dx and dz/dy in world units; None takes differences of z.
        color_value: (ny, nx) in 0..1, the place in the colour map; None takes z from least to greatest.
        colormap: (m, 3) RGB from value 0 to value 1.
        opacity: 0..1.
        mesh: fine lines along x and y, or None.
        iso: lines of constant height or colour, or None.
        lighting: how it is lit.
        reveal: 0..1, how much of it is there; 1 is all.
        reveal_order: (ny, nx) in 0..1, a place is there where its order is at most ``reveal``; None sweeps
            along x.
        inside: (ny, nx) signed and continuous, positive where the surface is: its zero line is the border of
            the domain. None takes the border half-way between a finite place and a nan.
        border: what is drawn instead of the cells of the grid where these cross the border of the domain; the holes
            are where it has no triangles, and ``inside`` counts for nothing.
    """

    x: FloatArray
    y: FloatArray
    z: FloatArray
    colormap: FloatArray
    gradient: FloatArray | None = None
    color_value: FloatArray | None = None
    opacity: float = 1.0
    mesh: MeshLines | None = None
    iso: IsoLines | None = None
    lighting: Lighting = field(default_factory=Lighting)
    reveal: float = 1.0
    reveal_order: FloatArray | None = None
    inside: FloatArray | None = None
    border: Border | None = None


class HeatMap(Struct, frozen=True, eq=False):
    """A filled contour map of values over a rectangle that lies in the plane of constant z.

    Attributes:
        x: world x of the first and of the last column.
        y: world y of the first and of the last row.
        values: (ny, nx) in 0..1 at evenly spaced places; nan is transparent.
        colormap: (m, 3) RGB from value 0 to value 1.
        opacity: 0..1.
        z: world height of the plane.
        bands: (m,) levels between which the colour is constant (a filled contour map), or None: smooth.
        iso: lines at levels of the value, or None.
        inside: (ny, nx) signed and continuous, positive where the map is: its zero line is the border of the
            domain. None takes the border half-way between a finite value and a nan.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    values: FloatArray
    colormap: FloatArray
    opacity: float = 1.0
    z: float = 0.0
    bands: FloatArray | None = None
    iso: IsoLines | None = None
    inside: FloatArray | None = None
