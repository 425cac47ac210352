"""Where every number lies in the flat arrays that kernels share."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

F4 = NDArray[np.float32]
F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
I4 = NDArray[np.int32]
B1 = NDArray[np.bool_]
U4 = NDArray[np.uint32]
U8 = NDArray[np.uint64]

# Columns of a tile from, to (exclusive), rows from, to, and the left and top of the tile, in pixels.
Tile: TypeAlias = tuple[int, int, int, int, int, int]

# A tile is what one thread draws at a time; its fragments stay in the second-level cache.
TILE_W = 64
TILE_H = 32
TILE_PIXELS = TILE_W * TILE_H
POOL = 8 * TILE_PIXELS
# Fields of the pool lie this far apart: nine lines of the cache more than a power of two, so that the fields of one
# fragment do not push each other out of the cache.
FIELD = POOL + 144

# Samples of a pixel, of which a triangle at a silhouette or border covers some.
SAMPLES = 16
FULL = (1 << SAMPLES) - 1
# Fragments of one pixel that are looked at.
MOST = 64


def _offsets(count: int) -> list[np.uint64]:
    """Starts of ``count`` fields of the pool; unsigned, because only then are loops over fragments vectorised."""
    return [np.uint64(field * FIELD) for field in range(count)]


# Float fields of a fragment. Q is the depth key, QX and QY its change per pixel (for marks: the way in pixels to the
# place on the axis where Q was taken). R, G, B, A is the straight paint, COV and GHOST the part of the pixel it covers.
FIELDS = 31
Q, QX, QY, R, G, B, A, COV, GHOST, QMIN, QMAX, *_REST = _offsets(FIELDS)
# Vertex attributes (meaning depends on the kind of item) and their changes per pixel; scratch of the shading.
A0, A1, A2, A3, A4, A5, A6, D0X, D0Y, D1X, D1Y, D4, D6, N0, N1, N2, T0, T1, T2, T3 = _REST
ATTRIBUTES = 7

# Integer fields of a fragment.
INT_FIELDS = 6
NEXT, ITEM, MASK, PIXEL, FACE, LOOK = _offsets(INT_FIELDS)

# Rows of the order of one pixel: surfaces, marks, the place of each mark among the surfaces, and all front to back.
OF_SURFACES, OF_MARKS, OF_PLACES, OF_ALL = range(4)
# Light that still comes through each sample of one pixel; its premultiplied colour, the colour of the ghosts over it,
# and what comes through those.
THROUGH, SUM_R, SUM_G, SUM_B, OVER_R, OVER_G, OVER_B, OVER_LEFT = 0, 16, 17, 18, 19, 20, 21, 22
# Fields of a row of blended pixels: premultiplied colour, what comes through of the background, and the depth key.
ROW_R, ROW_G, ROW_B, ROW_LEFT, ROW_KEY = [np.uint64(32 + field * TILE_W) for field in range(5)]
WORK = 32 + 5 * TILE_W
# The same fields of all pixels of a tile, for views that are painted.
TILE_FIELDS = [np.uint64(field * (TILE_PIXELS + 16)) for field in range(4)]
TILE_R, TILE_G, TILE_B, TILE_LEFT = TILE_FIELDS
TILE_WORK = 4 * (TILE_PIXELS + 16)

# Kinds of item. All but MARK have a depth of their own at every pixel; the first four are made of triangles.
SURFACE, MESH, FLAT, HEATMAP, BALL, MARK = range(6)
# How a hidden part is treated.
DEPTH, GHOSTED, TOP = range(3)
OCCLUSIONS = {"depth": DEPTH, "ghost": GHOSTED, "top": TOP}
# Integer columns of an item.
KIND, ORDER, OCCLUSION, CURVED, COLORMAP, LEVELS, GRID, GRID_NX, GRID_NY, BANDS, CLIPPED, CHANGES = range(12)
INT_STYLES = 12
# Which changes of attributes over the picture an item needs: none, those of x and y, or all.
CHANGES_NONE, CHANGES_XY, CHANGES_ALL, CHANGES_COLOR = range(4)
# Float columns of an item: colour and marks.
C_R, C_G, C_B, C_A, BIAS, GHOST_OPACITY, DASH_ON, DASH_OFF, GHOST_ON, GHOST_OFF = range(10)
# Light: directions to the key and the fill light.
AMBIENT, KEY, FILL, RIM, SPECULAR, KEY_X, KEY_Y, KEY_Z, FILL_X, FILL_Y, FILL_Z = range(10, 21)
# Mesh lines and iso-lines.
MESH_W, MESH_SX, MESH_SY, MESH_OX, MESH_OY, MESH_R, MESH_G, MESH_B, MESH_A = range(21, 30)
ISO_W, ISO_R, ISO_G, ISO_B, ISO_A, ISO_LOW, ISO_SCALE, ISO_COLOR = range(30, 38)
GRID_X0, GRID_Y0, GRID_SX, GRID_SY = range(38, 42)
# What the side that faces down is dimmed to, and what is missing of the ambient light on it.
BELOW, SKY = 42, 43
STYLES = 44

# Kinds of stroke and their columns.
SEGMENT, HEAD, DISC, SPHERE, SHADOW = range(5)
# After their own numbers all have their kind, item, paint, second paint, and the box of pixels that they touch.
STROKE_NUMBERS = 12
STROKE_KIND, STROKE_ITEM, PAINT, PAINT_2, BOX, STROKE_COLUMNS = 12, 13, 14, 18, 22, 26

# A pixel whose middle is this far from the edge of a line is not touched by it: half its diagonal.
LINE_REACH = 0.7072

# The longest head of an arrow, as a part of it; a longer one shrinks, and the width of the shaft with it.
HEAD_PART = 0.62
# The steepest change of depth per pixel that is believed, in world units per world unit of a pixel.
STEEPEST = 60.0
# Pieces of one line whose depths differ by less than this many pixels (in world units) are one place of it.
JOINED = 24.0

# Kinds of job, from which strokes are made, and their columns (a job has a box of its own only as strokes).
LINE_JOB, ARROW_JOB, DISC_JOB, SPHERE_JOB, SHADOW_JOB = range(5)
# Tail, centre; tip or first half axis; normal or second half axis; three sizes; paint; second paint; screen or lit.
AT, TO, SIDE, SIZE, JOB_PAINT, JOB_PAINT_2, JOB_FLAG, JOB_COLUMNS = 0, 3, 6, 9, 12, 16, 20, 21
# Integer columns of a job: kind, item, first and last point, closed, first colour or -1.
JOB_KIND, JOB_ITEM, JOB_FIRST, JOB_LAST, JOB_CLOSED, JOB_COLORS, JOB_INTS = range(7)

# Lengths of the tables that colours and levels are looked up in.
COLORS = 1024
LEVEL_BINS = 2048

# Columns of the camera.
RIGHT, UP, FORWARD, TARGET = 0, 3, 6, 9
DISTANCE, PERSPECTIVE, PIXELS_PER_UNIT, CENTER_X, CENTER_Y, NEAR_Z, WORLD_PER_PIXEL = range(12, 19)
CAMERA_COLUMNS = 19

# States of a triangle: seen from either side, not drawn, or replaced by its parts before the near plane.
SIDE_A, SIDE_B, ABSENT = 0, 1, 2
# Columns of a vertex: pixels, depth key, 1 / depth (1 at the target), and depth, nan where the point is not finite.
PIXEL_X, PIXEL_Y, KEY_Q, INVERSE, AHEAD, VERTEX_COLUMNS = range(6)
# Columns of a face, after its three corners: its state, and its item's row of the style tables.
STATE, FACE_ITEM, FACE_COLUMNS = 3, 4, 5
# Columns of an edge, after the pixels of its ends: its item's row of the style tables.
EDGE_ITEM, EDGE_COLUMNS = 4, 5


class Triangles(NamedTuple):
    """Projected triangles.

    Attributes:
        vertices: (v, VERTEX_COLUMNS).
        attributes: (v, ATTRIBUTES) what is interpolated for the shading.
        faces: (t, FACE_COLUMNS).
    """

    vertices: F8
    attributes: F4
    faces: I4


class Strokes(NamedTuple):
    """Strokes in pixels, with the clip that they are cut to.

    Attributes:
        strokes: (s, STROKE_COLUMNS).
        used: (1,) how many there are; those for which there was no room are counted but not written.
        clip: (4,) first and last column + 1, first and last row + 1 of the viewport.
    """

    strokes: F8
    used: I8
    clip: I4


class Scene(NamedTuple):
    """Everything that the tiles of one view are drawn from.

    In the bins entry t says where the primitives that touch tile t start in the same array, in increasing order; they
    end where those of tile t + 1 start.

    Attributes:
        camera: (CAMERA_COLUMNS,).
        clip: (4,) first and last column + 1, first and last row + 1 of the viewport.
        vertices, attributes, faces: triangles.
        edges: (e, EDGE_COLUMNS) silhouettes and borders.
        strokes: (s, STROKE_COLUMNS).
        styles: (m, STYLES).
        int_styles: (m, INT_STYLES).
        tables: colour maps, level tables and grids, one after the other.
        face_bins, edge_bins, stroke_bins: what touches each tile.
        painted: whether items cover each other in their order, without regard to depth.
        soft: pixels over which the view fades away towards the borders of the clip.
    """

    camera: F8
    clip: I4
    vertices: F8
    attributes: F4
    faces: I4
    edges: F4
    strokes: F8
    styles: F4
    int_styles: I4
    tables: F4
    face_bins: I4
    edge_bins: I4
    stroke_bins: I4
    painted: bool
    soft: float


class Scratch(NamedTuple):
    """What one thread writes to while it draws a tile.

    Attributes:
        floats: (FIELDS * FIELD,) float fields of fragments.
        ints: (INT_FIELDS * FIELD,) integer fields of fragments.
        head: (TILE_PIXELS,) newest fragment of every pixel, or -1.
        flags: (TILE_H,) a bit for every column: whether an edge of the present item crosses the pixel.
        order: (4, MOST) fragments of one pixel in order.
        work: (WORK,) sums of one pixel and blended pixels of one row.
        tile: (TILE_WORK,) blended pixels of a tile that is painted.
    """

    floats: F4
    ints: I4
    head: I4
    flags: U8
    order: I4
    work: F4
    tile: F4
